import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const scratch = mkdtempSync(join(tmpdir(), 'iamgate-sarif-'))

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Log {
  readonly runs: readonly {
    readonly results?: readonly { readonly ruleId: string; readonly level?: string; readonly message: unknown }[]
    readonly tool: { readonly driver: { readonly name: string } }
  }[]
}

/** The Multitool's own findings about a SARIF file. Its exit code is 0 whatever it finds. */
function complaintsAbout(sarif: string): readonly string[] {
  const output = join(scratch, 'complaints.sarif')
  // The package's own script goes through a shell, which takes the semicolon for itself.
  const tool = join(__dirname, 'node_modules', '@microsoft', 'sarif-multitool-linux', 'Sarif.Multitool')
  execFileSync(tool, ['validate', sarif, '-o', output, '--log', 'ForceOverwrite', '--rule-kind', 'Sarif;Ghas'], {
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    stdio: 'pipe',
  })
  expect(existsSync(output)).toBe(true)
  const log = JSON.parse(readFileSync(output, 'utf8')) as Log
  // A note says that the schema's address cannot be reached without a network; notes are advice.
  const results = log.runs.flatMap((run) => run.results ?? []).filter((result) => result.level !== 'note')
  return results.map((result) => `${result.level ?? 'warning'} ${result.ruleId}: ${JSON.stringify(result.message)}`)
}

function scanToSarif(name: string, paths: readonly string[]): string {
  const file = join(scratch, `${name}.sarif`)
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'dist', 'iamgate.cjs'),
      'scan',
      ...paths,
      '--min-severity',
      'note',
      '--format',
      `sarif=${file}`,
      '--format',
      'json',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  expect([0, 1]).toContain(run.status)
  return file
}

jest.setTimeout(60_000)

describe("Microsoft's SARIF Multitool with the rules of GitHub", () => {
  it('has nothing to say about the demo', () => {
    expect(complaintsAbout(scanToSarif('demo', ['fixtures/demo']))).toEqual([])
  })

  it('has nothing to say about a scan without findings', () => {
    expect(
      complaintsAbout(
        scanToSarif('clean', ['fixtures/checks/public-trust/pass-organization.tf', '--check', 'public-trust']),
      ),
    ).toEqual([])
  })

  it('does complain about a file that is wrong', () => {
    const file = scanToSarif('demo', ['fixtures/demo'])
    const broken = JSON.parse(readFileSync(file, 'utf8'))
    delete broken.runs[0].results[0].message
    writeFileSync(join(scratch, 'broken.sarif'), JSON.stringify(broken))
    expect(complaintsAbout(join(scratch, 'broken.sarif'))).not.toEqual([])
  })
})
