import { parseHcl } from '../../../parsers/terraform/hcl/parse'
import type { SourceFile } from '../../model/source'
import { isDate } from '../directive'
import type { Neighbour } from './names'

/** What a neighbour's comment ignores: one id, as far as its text tells. */
export interface CommentIgnore {
  readonly neighbour: Neighbour
  /** The ignore as written, without its reason: `checkov:skip=CKV_AWS_1`. */
  readonly written: string
  /** The check it names, in the neighbour's words; a glob where the neighbour takes one, `*` for all. */
  readonly id: string
  /** '' when it gives none. */
  readonly reason: string
  /** YYYY-MM-DD */
  readonly expires?: string
  /** A Terraform workspace, as a glob. */
  readonly workspace?: string
  /** Arguments that the resource must have: `from_port`, `logging_config.prefix`. */
  readonly parameters: readonly { readonly path: readonly string[]; readonly value: string }[]
  readonly source: SourceFile
  /** Offsets of the whole comment, with its marks. */
  readonly start: number
  readonly end: number
  readonly line: number
  /** Code stands before it on its line. */
  readonly isTrailing: boolean
  /** What it covers: the block or resource around it, the line that it belongs to, or what begins on that line. */
  readonly covers: 'around' | 'line' | 'below'
  /** Why it does not count, as a sentence without its subject. */
  readonly fault?: string
}

type Place = Pick<CommentIgnore, 'source' | 'start' | 'end' | 'line' | 'isTrailing'>

/** The ignores of neighbours in the comments of a file, in order. Only Terraform and YAML have comments that they read. */
export function commentIgnores(source: SourceFile, neighbours: ReadonlySet<Neighbour>): readonly CommentIgnore[] {
  if (!/:skip=|:ignore:|kics-scan/.test(source.text)) return []
  const found: CommentIgnore[] = []
  for (const { start, end } of comments(source)) {
    const text = source.text.slice(start, end)
    if (text.includes('\n')) continue
    const { line, column } = source.positionAt(start)
    const isTrailing =
      source
        .lineText(line)
        .slice(0, column - 1)
        .trim() !== ''
    const place = { source, start, end, line, isTrailing }
    const body = text.endsWith('*/') ? text.slice(0, -2).trimEnd() : text
    for (const ignore of [...skips(body, place), ...inlineIgnores(body, place), ...kicsCommands(body, place)]) {
      if (neighbours.has(ignore.neighbour)) found.push(ignore)
    }
  }
  return found
}

function comments(source: SourceFile): readonly { readonly start: number; readonly end: number }[] {
  if (/\.(?:tf|tofu)$/.test(source.path)) return parseHcl(source).comments.map(({ span }) => span)
  if (!/\.(?:ya?ml|template)$/.test(source.path)) return []
  return [...source.text.matchAll(/(?<=^|\s)#[^\r\n]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

const checkovSkip = /\b((?:checkov|bridgecrew|cortex):skip=)\s*([\w,]*\w)/

/**
 * `checkov:skip=<id>[,<id>...][:<reason>]`, the first of a comment (https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html;
 * several ids: https://github.com/bridgecrewio/checkov/issues/5381), and `ts:skip=<id> <reason>`
 * (https://runterrascan.io/docs/usage/in-file_instrumentation/).
 */
function skips(text: string, place: Place): CommentIgnore[] {
  const checkov = checkovSkip.exec(text)
  if (checkov) {
    const said = text.slice(checkov.index + checkov[0].length)
    const reason = [text.slice(0, checkov.index), said].map(tidy).filter(Boolean).join(': ')
    return (checkov[2] as string).split(',').map((id) => ({
      ...{
        neighbour: 'checkov',
        written: `${checkov[1]}${id}`,
        id,
        reason,
        parameters: [],
        covers: 'around',
        ...place,
      },
    }))
  }
  const terrascan = /\bts:skip=\s*(\S+)(.*)$/.exec(text)
  if (!terrascan) return []
  const [, id = '', reason = ''] = terrascan
  const written = `ts:skip=${id}`
  return [{ neighbour: 'terrascan', written, id, reason: tidy(reason), parameters: [], covers: 'around', ...place }]
}

const inline = /(?<=[\s#/*])(tfsec|trivy):ignore:([^\s:[\]]+)(?:\[([^\]\s]*)\])?((?::[^\s:]*)*)/g

/**
 * `tfsec:ignore:<id>[<name>=<value>,...]:exp:<day>:ws:<workspace>` and the same of trivy, any number in a comment; what else
 * the comment says is taken for the reason.
 * https://aquasecurity.github.io/tfsec/latest/guides/configuration/ignores/
 * https://trivy.dev/latest/docs/scanner/misconfiguration/config/config/#skipping-resources-by-inline-comments
 */
function inlineIgnores(text: string, place: Place): CommentIgnore[] {
  const matches = [...text.matchAll(inline)]
  const spoken = matches.map((match) => otherSections(match[4] as string))
  const reason = tidy([text.replace(inline, ' '), ...spoken].join(' '))
  return matches.map((match) => {
    const [, neighbour = '', id = '', parameters] = match
    const sections = pairs(match[4] as string)
    const expires = sections.find(({ key }) => key === 'exp')?.value
    const workspace = sections.find(({ key }) => key === 'ws')?.value
    const wrongDay = expires !== undefined && !isDate(expires)
    const wrongParameter = parameters?.split(',').some((parameter) => !/^[\w.-]+=/.test(parameter))
    const fault = wrongDay
      ? `has an end that is no date, ${expires}`
      : wrongParameter
        ? 'has an argument without value'
        : undefined
    return {
      ...{
        neighbour: neighbour as Neighbour,
        written: `${neighbour}:ignore:${id}`,
        id,
        reason,
        covers: 'below',
        ...place,
      },
      parameters: wrongParameter ? [] : readParameters(parameters),
      ...(expires === undefined ? {} : { expires }),
      ...(workspace === undefined ? {} : { workspace }),
      ...(fault === undefined ? {} : { fault }),
    }
  })
}

/** Sections stand in pairs; a name that means nothing is passed over with what follows it. */
function pairs(sections: string): readonly { readonly key: string; readonly value: string }[] {
  const words = sections.split(':').slice(1)
  return words.flatMap((key, index) => (index % 2 === 0 ? [{ key, value: words[index + 1] ?? '' }] : []))
}

const otherSections = (sections: string): string =>
  pairs(sections)
    .filter(({ key }) => key !== 'exp' && key !== 'ws')
    .map(({ key, value }) => `${key} ${value}`)
    .join(' ')

function readParameters(text: string | undefined): CommentIgnore['parameters'] {
  if (!text) return []
  return text.split(',').map((parameter) => {
    const at = parameter.indexOf('=')
    return { path: parameter.slice(0, at).split('.'), value: parameter.slice(at + 1) }
  })
}

/**
 * `kics-scan ignore-line` and `ignore-block`: all results of a line or of a block. `ignore` and `disable=<queries>`, for a
 * whole file, are not taken: https://docs.kics.io/latest/running-kics/#using_commands_on_scanned_files_as_comments
 */
function kicsCommands(text: string, place: Place): CommentIgnore[] {
  const command = /^(?:#|\/\/|\/\*)\s*kics-scan\s+(ignore-line|ignore-block)\s*$/.exec(text)?.[1]
  if (command === undefined || place.isTrailing) return []
  const covers = command === 'ignore-line' ? 'line' : 'below'
  return [{ neighbour: 'kics', written: `kics-scan ${command}`, id: '*', reason: '', parameters: [], covers, ...place }]
}

/** A comment without some of its ignores, in the words that are left; undefined when none is left. */
export function withoutIgnores(
  text: string,
  all: readonly CommentIgnore[],
  gone: ReadonlySet<CommentIgnore>,
): string | undefined {
  if (all.every((ignore) => gone.has(ignore))) return undefined
  const isGone = (written: string): boolean => [...gone].some((ignore) => ignore.written === written)
  return text
    .replace(checkovSkip, (_, prefix: string, ids: string) => {
      const left = ids.split(',').filter((id) => !isGone(`${prefix}${id}`))
      return `${prefix}${left.join(',')}`
    })
    .replace(inline, (whole, neighbour: string, id: string) => (isGone(`${neighbour}:ignore:${id}`) ? '' : whole))
    .replace(/(?<=\S) {2,}(?=\S)/g, ' ')
    .trimEnd()
}

/** Words without the marks, dashes and quotes around them. Walks from the end: a pattern would do so from every place. */
function tidy(text: string): string {
  const words = text.replace(/^[\s#/*:,;-]+/, '')
  let end = words.length
  while (end > 0 && /[\s,;:-]/.test(words[end - 1] as string)) end -= 1
  return words
    .slice(0, end)
    .replace(/\s+/g, ' ')
    .replace(/^"(.*)"$/, '$1')
    .trim()
}
