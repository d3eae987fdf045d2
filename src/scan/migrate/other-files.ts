import { readYaml } from '../../../parsers/located/yaml'
import type { AnyCheck } from '../../../checks/check'
import type { FileTree } from '../../model/files'
import { SourceFile } from '../../model/source'
import { asText, type Data, entry, literal } from '../../model/value'
import { isDate } from '../directive'
import { MigrationTable } from '../neighbours/migration-table'
import type { Neighbour } from '../neighbours/names'

/** What a file of settings of a neighbour ignores everywhere, and which checks of iamgate say the same. */
export interface GeneralIgnore {
  readonly neighbour: Neighbour
  readonly id: string
  readonly file: string
  readonly line: number
  readonly checks: readonly string[]
  readonly reason: string | undefined
  readonly expires: string | undefined
  /** Globs of the files that it is for; empty for all. */
  readonly paths: readonly string[]
}

type Found = Pick<GeneralIgnore, 'id' | 'line'> & Partial<Pick<GeneralIgnore, 'reason' | 'expires' | 'paths'>>

const files: readonly {
  readonly path: string
  readonly neighbour: Neighbour
  readonly read: (source: SourceFile) => Promise<readonly Found[]>
}[] = [
  ...['.checkov.yaml', '.checkov.yml'].map((path) => ({
    path,
    neighbour: 'checkov' as const,
    read: list('skip-check'),
  })),
  ...['.tfsec/config.yml', '.tfsec/config.yaml', '.tfsec/config.json'].map((path) => ({
    ...{ path, neighbour: 'tfsec' as const, read: list('exclude') },
  })),
  { path: '.trivyignore', neighbour: 'trivy', read: async (source) => trivyLines(source) },
  { path: '.trivyignore.yaml', neighbour: 'trivy', read: trivyYaml },
]

/**
 * What neighbours' files in the working directory ignore and iamgate has a check for. They are for a person to carry over:
 * a whole check that is switched off is worth a look.
 * https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html (`skip-check`)
 * https://aquasecurity.github.io/tfsec/latest/guides/configuration/config/ (`exclude`)
 * https://trivy.dev/latest/docs/configuration/filtering/#trivyignore
 */
export async function generalIgnores(tree: FileTree, checks: readonly AnyCheck[]): Promise<readonly GeneralIgnore[]> {
  const table = new MigrationTable(checks)
  const found: GeneralIgnore[] = []
  for (const { path, neighbour, read } of files) {
    const text = tree.read(path)
    if (text === undefined) continue
    for (const one of await read(new SourceFile(path, text))) {
      const meant = [...new Set(table.targetsOf(neighbour, one.id).map(({ check }) => check))].sort()
      if (meant.length === 0) continue
      const { id, line, reason, expires, paths = [] } = one
      found.push({ neighbour, id, file: path, line, checks: meant, reason, expires, paths })
    }
  }
  return found
}

/** Ids in a list under a key, or in one text with commas. */
function list(key: string): (source: SourceFile) => Promise<readonly Found[]> {
  return async (source) => {
    const value = entry((await readYaml(source)).documents[0], key)
    const items = value?.kind === 'list' ? value.items : value ? [value] : []
    return items.flatMap((item) =>
      (textOf(item) ?? '')
        .split(',')
        .map((id) => ({ id: id.trim(), line: source.positionAt(item.span.start).line }))
        .filter(({ id }) => id !== ''),
    )
  }
}

/** `AVD-AWS-0057 exp:2027-01-01`, one a line; what stands above in comments is the reason. */
function trivyLines(source: SourceFile): readonly Found[] {
  const found: Found[] = []
  let reason: string | undefined
  for (const [index, text] of source.text.split(/\r?\n/).entries()) {
    const comment = /^\s*#\s*(.*)$/.exec(text)?.[1]
    const [id = '', ...rest] = text.trim().split(/\s+/)
    if (comment === undefined && id !== '') {
      const expires = rest.find((word) => word.startsWith('exp:'))?.slice(4)
      found.push({
        id,
        line: index + 1,
        ...(reason ? { reason } : {}),
        ...(expires && isDate(expires) ? { expires } : {}),
      })
    }
    reason = comment
  }
  return found
}

async function trivyYaml(source: SourceFile): Promise<readonly Found[]> {
  const items = entry((await readYaml(source)).documents[0], 'misconfigurations')
  if (items?.kind !== 'list') return []
  return items.items.flatMap((item): Found[] => {
    const id = textOf(entry(item, 'id'))
    if (id === undefined) return []
    const paths = entry(item, 'paths')
    const [reason, expires] = [textOf(entry(item, 'statement')), textOf(entry(item, 'expired_at'))]
    return [
      {
        id,
        line: source.positionAt(item.span.start).line,
        ...(reason === undefined ? {} : { reason }),
        ...(expires !== undefined && isDate(expires) ? { expires } : {}),
        paths: paths?.kind === 'list' ? paths.items.flatMap((path) => textOf(path) ?? []) : [],
      },
    ]
  })
}

function textOf(data: Data | undefined): string | undefined {
  const text = asText(data)
  return text && literal(text)
}

/** The same in `.iamgate.yml`: an entry for each, so that each can be looked at; a check that is off for good has no reason. */
export function asConfiguration(ignores: readonly GeneralIgnore[]): string {
  const lines = ['ignore:']
  for (const { neighbour, id, file, line, checks, reason, expires, paths } of ignores) {
    for (const check of checks) {
      lines.push(
        `  - check: ${check}`,
        `    reason: ${JSON.stringify(reason ?? `${neighbour} ${id}, ${file}:${line}`)}`,
      )
      if (expires !== undefined) lines.push(`    expires: ${expires}`)
      if (paths.length > 0) lines.push(`    paths: ${JSON.stringify(paths)}`)
    }
  }
  return `${lines.join('\n')}\n`
}
