import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checks } from '../../checks/index'
import { defaultParseSettings } from '../../parsers/parser'
import { DiskTree } from '../../src/scan/files'
import { everyCheck, type ScanOptions, trustNobody } from '../../src/scan/options'
import { scan, type Scan } from '../../src/scan/scan'

/** A directory of its own for a test, deleted with `remove`. */
export class Workspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'iamgate-test-')))

  /** Writes files by path; parent directories are made. */
  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [path, content] of Object.entries(files)) {
      const file = this.path(path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    return this
  }

  link(target: string, path: string): this {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    symlinkSync(target, this.path(path))
    return this
  }

  path(path: string): string {
    return join(this.root, path)
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
    return execFileSync('git', [...identity, ...args], { cwd: this.root, encoding: 'utf8', stdio: 'pipe' }).trim()
  }

  commit(message: string): string {
    this.git('add', '-A')
    this.git('commit', '-q', '-m', message)
    return this.git('rev-parse', 'HEAD')
  }

  options(changes: Partial<ScanOptions> = {}): ScanOptions {
    return {
      tree: new DiskTree(this.root),
      paths: ['.'],
      exclude: [],
      settings: defaultParseSettings,
      checks,
      selection: everyCheck,
      trust: trustNobody,
      today: '2026-01-15',
      ignores: [],
      protectedChecks: [],
      ...changes,
    }
  }

  /** Scans with one check alone, or with all of them. */
  async scan(changes: Partial<ScanOptions> = {}): Promise<Scan> {
    return scan(this.options(changes))
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** The selection of one check, with all that it says. */
export function onlyCheck(id: string): ScanOptions['selection'] {
  return { ...everyCheck, only: [id], minimumSeverity: 'note', minimumConfidence: 'low' }
}

/** A user with an inline policy: one finding of `inline-user-policy`, on the line of the policy's header. */
export const inlineUserPolicy = `resource "aws_iam_user" "alice" {
  name = "alice"
}

resource "aws_iam_user_policy" "own" {
  name   = "own"
  user   = aws_iam_user.alice.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::logs/*" }]
  })
}
`
