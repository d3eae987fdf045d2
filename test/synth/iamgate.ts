import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const root = join(__dirname, '../..')
const program = [join(root, 'scripts/run.cjs'), join(root, 'src/cli/entry.ts')]

export interface Location {
  readonly file: string
  readonly start: { readonly line: number }
}

export interface ScanFinding extends Location {
  readonly check: string
  readonly constructPath?: string
  /** Further constructs with the same finding on the same line, among others. */
  readonly instances: readonly string[]
  readonly related: readonly Location[]
}

export interface Diagnostic {
  readonly level: string
  readonly message: string
}

export interface Scanned {
  readonly status: number | null
  readonly findings: readonly ScanFinding[]
  readonly suppressed: readonly ScanFinding[]
  readonly errors: readonly Diagnostic[]
  readonly notes: readonly Diagnostic[]
}

/** Scans a directory with the sources of this working tree: the exit code, and what the JSON report says. */
export function scan(directory: string): Scanned {
  const argv = [...program, 'scan', '.', '--format', 'json', '--min-severity', 'note', '--min-confidence', 'low']
  const run = spawnSync(process.execPath, argv, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 })
  const report = JSON.parse(run.stdout)
  const of = (level: string) => report.diagnostics.filter((diagnostic: Diagnostic) => diagnostic.level === level)
  const { findings, suppressed } = report
  return { status: run.status, findings, suppressed, errors: of('error'), notes: of('note') }
}

/** Puts the package `iamgate` into a directory's `node_modules`, with its `iamgate/cdk` and the program that it runs. */
export function installInto(directory: string): void {
  const target = join(directory, 'node_modules/iamgate')
  mkdirSync(join(target, 'dist'), { recursive: true })
  const exports = { './cdk': './dist/cdk.cjs' }
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'iamgate', version: '0.0.0', exports }))
  const entry = join(root, 'src/cdk/validator.ts')
  buildSync({
    entryPoints: [entry],
    outfile: join(target, 'dist/cdk.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  })
  const [runner, main] = program.map((path) => JSON.stringify(path))
  writeFileSync(join(target, 'dist/iamgate.cjs'), `process.argv.splice(1, 1, ${runner}, ${main})\nrequire(${runner})\n`)
}

/** Runs `cdk synth` of the CDK's own command line on an application. */
export function cdkSynth(directory: string, app: string, environment: Record<string, string>) {
  const cli = join(__dirname, 'node_modules/aws-cdk/bin/cdk')
  // Stacks in stages are left out of a plain `cdk synth`.
  const argv = [cli, 'synth', '**', '--quiet', '--no-notices', '--no-lookups', '--app', app, '--output', 'cdk.out']
  const env = {
    ...process.env,
    NODE_PATH: join(__dirname, 'node_modules'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
    ...environment,
  }
  const run = spawnSync(process.execPath, argv, { cwd: directory, encoding: 'utf8', env })
  return { status: run.status, output: `${run.stdout}${run.stderr}` }
}

/** What the type checker of this repository says of a program, against the libraries of this package: '' for nothing. */
export function typeErrors(program: string): string {
  // Beside the libraries, where they are found, and out of sight of everything else.
  const file = join(__dirname, 'node_modules/.types.ts')
  writeFileSync(file, program)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'preserve']
  const more = ['--target', 'es2022', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
  const run = spawnSync(process.execPath, [compiler, ...flags, ...more, file], { encoding: 'utf8', cwd: __dirname })
  return run.stdout
}
