import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../checks/index'
import { expectedText, fixtureEntries, foldersOf, readExpected, scanFixture } from '../test/checks/harness'

/**
 * Writes `expected.txt` of the checks named, or of all, from what they find today, for a person to read and commit:
 * `node scripts/run.cjs scripts/expect.ts <id...>`. Says what changed and what looks wrong.
 */
async function main(ids: readonly string[]): Promise<void> {
  const root = join(__dirname, '..')
  for (const id of ids) if (!checks.some((check) => check.id === id)) throw new Error(`there is no check ${id}`)
  for (const check of checks.filter((candidate) => ids.length === 0 || ids.includes(candidate.id))) {
    const { fixtures } = foldersOf(root, check.id)
    const entries = fixtureEntries(fixtures)
    if (entries.length === 0) {
      console.log(`${check.id}: no fixtures`)
      continue
    }
    const scans = []
    for (const entry of entries) scans.push(await scanFixture(check, fixtures, entry))
    const before = (readExpected(fixtures) ?? []).map((line) => `${line}\n`).join('')
    const after = expectedText(scans)
    writeFileSync(join(fixtures, 'expected.txt'), after)
    console.log(`${check.id}: ${entries.length} entries${before === after ? '' : ', expected.txt changed'}`)
    if (before !== after) process.stdout.write(after.replace(/^/gm, '  ').trimEnd().concat('\n'))
    for (const { name, lines, troubles } of scans) {
      for (const trouble of troubles) console.log(`  !! ${name}: ${trouble}`)
      if (lines.length > 0 !== name.startsWith('fail')) console.log(`  !! ${name}: ${lines.length} findings`)
    }
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
