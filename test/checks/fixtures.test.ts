import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../../checks/index'
import { fixtureEntries, foldersOf, linesOf, readExpected, scanFixture } from './harness'

const root = join(__dirname, '..', '..')

/** What the page of every check tells, in this order. */
const sections = ['## Why', '## How to fix', '## When it is fine', '## What it does not flag']

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const { fixtures, prose, name } = foldersOf(root, id)
  const entries = fixtureEntries(fixtures)
  const expected = readExpected(fixtures) ?? []

  test('has fixtures, expected findings and prose', () => {
    expect({ name, expected: existsSync(join(fixtures, 'expected.txt')) }).toEqual({ name, expected: true })
    expect(entries.filter((entry) => entry.startsWith('fail'))).not.toEqual([])
    expect(entries.filter((entry) => entry.startsWith('pass'))).not.toEqual([])
    const page = readFileSync(prose, 'utf8')
    const found = sections.map((section) => page.indexOf(section))
    expect(found.map((at) => at >= 0)).toEqual(sections.map(() => true))
    expect(found).toEqual([...found].sort((first, second) => first - second))
  })

  test('expects nothing of entries that are not there', () => {
    const claimed = entries.flatMap((entry) => linesOf(expected, entry))
    expect([...expected].sort()).toEqual([...claimed].sort())
  })

  // Without entries the first test fails; a placeholder keeps `test.each` from failing in its own words.
  if (entries.length > 0) {
    test.each(entries)('%s', async (entry) => {
      const scan = await scanFixture(check, fixtures, entry)
      expect(scan.troubles).toEqual([])
      expect(scan.lines).toEqual(linesOf(expected, entry))
      expect(scan.lines.length > 0).toBe(entry.startsWith('fail'))
    })
  }
})

test('every fixture folder belongs to a check, and so does every page', () => {
  const ids = checks.map((check) => check.id)
  const folders = existsSync(join(root, 'fixtures', 'checks')) ? readdirSync(join(root, 'fixtures', 'checks')) : []
  const pages = readdirSync(join(root, 'checks')).filter((name) => name.endsWith('.md'))
  expect(folders.filter((folder) => !ids.includes(folder))).toEqual([])
  expect(pages.map((page) => page.slice(0, -3)).filter((page) => !ids.includes(page))).toEqual([])
})

test('the list of checks is in alphabetical order, and names are kept to one check', () => {
  const ids = checks.map((check) => check.id)
  expect(ids).toEqual([...ids].sort())
  const names = checks.flatMap((check) => [check.id, ...(check.aliases ?? [])])
  expect(new Set(names).size).toBe(names.length)
})
