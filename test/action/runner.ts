import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const bundle = join(__dirname, '..', '..', 'dist', 'action.cjs')

/** What a step left behind. */
export interface StepResult {
  readonly code: number | null
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** A git repository on disk and a runner that runs the bundled action in it, as GitHub's would. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'iamgate-action-'))
  readonly repository = join(this.directory, 'repository')

  constructor() {
    mkdirSync(this.repository)
    mkdirSync(join(this.directory, 'temp'))
    this.git('init', '-q', '-b', 'main')
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.repository, path)), { recursive: true })
      writeFileSync(join(this.repository, path), text)
    }
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false']
    return execFileSync('git', [...identity, ...args], { cwd: this.repository, encoding: 'utf8', stdio: 'pipe' }).trim()
  }

  /** Commits everything and gives the commit's id. */
  commit(message: string): string {
    this.git('add', '-A')
    this.git('commit', '-q', '--allow-empty', '-m', message)
    return this.git('rev-parse', 'HEAD')
  }

  read(path: string): string {
    return readFileSync(join(this.repository, path), 'utf8')
  }

  /** Runs the action with these inputs; `event` is the payload of a pull request. */
  run(inputs: Readonly<Record<string, string>> = {}, event?: unknown): StepResult {
    const env = this.#prepare(inputs, event, {})
    const run = spawnSync(process.execPath, [bundle], { cwd: this.directory, encoding: 'utf8', env })
    return this.#result(run.status, run.stdout + run.stderr)
  }

  /** The same, while this process goes on: it may be the server that the action talks to. */
  async runBeside(
    inputs: Readonly<Record<string, string>>,
    event: unknown,
    more: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const child = spawn(process.execPath, [bundle], { cwd: this.directory, env: this.#prepare(inputs, event, more) })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += String(data)))
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return this.#result(code, log)
  }

  #prepare(inputs: Readonly<Record<string, string>>, event: unknown, more: Readonly<Record<string, string>>) {
    const output = join(this.directory, 'output')
    const summary = join(this.directory, 'summary')
    const payload = join(this.directory, 'event.json')
    for (const file of [output, summary]) writeFileSync(file, '')
    writeFileSync(payload, JSON.stringify(event ?? {}))
    const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
    return {
      PATH: process.env.PATH,
      SystemRoot: process.env.SystemRoot,
      GITHUB_WORKSPACE: this.repository,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_EVENT_PATH: payload,
      GITHUB_JOB: 'iam',
      RUNNER_TEMP: join(this.directory, 'temp'),
      ...Object.fromEntries(named),
      ...more,
    }
  }

  #result(code: number | null, log: string): StepResult {
    const [output, summary] = [join(this.directory, 'output'), join(this.directory, 'summary')]
    return { code, log, outputs: readOutputs(output), summary: readFileSync(summary, 'utf8') }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

function readOutputs(file: string): Record<string, string> {
  const blocks = readFileSync(file, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)
  return Object.fromEntries([...blocks].map((match) => [match[1] as string, match[3] as string]))
}

/** The payload of a pull request against a base. */
export const pullRequest = (base: string) => ({ pull_request: { number: 7, base: { sha: base } } })
