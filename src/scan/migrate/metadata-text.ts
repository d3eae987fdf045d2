import type { SourceFile } from '../../model/source'
import { type Data, type Entry, entry, type ListData, type ObjectData } from '../../model/value'
import { type Edit, lineAfter } from './edit'
import { joinReasons } from './target'
import type { MetadataEntry } from './rewrite-metadata'

/**
 * Edits that add ignores to the `Metadata` of a resource and take entries of neighbours' lists out, in block YAML, flow YAML
 * and JSON, with the layout that is there. What cannot be edited comes back as a sentence without its subject.
 */
export function metadataEdits(
  metadata: ObjectData,
  added: readonly MetadataEntry[],
  gone: readonly Data[],
): readonly Edit[] | string {
  if (entry(metadata, 'iamgate')) return 'stands beside an `iamgate` entry: add it there'
  const first = metadata.entries[0]
  if (!first) return 'stands in metadata that is empty'
  const removed = removals(metadata, gone)
  if (added.length === 0) return removed.edits
  if (!isFlow(metadata)) return [blockInsertion(first, added), ...removed.edits]
  const layout = layoutOf(metadata, first)
  const isEmptied = metadata.entries.every(({ key }) => removed.entries.has(key))
  const text = flowText(added, layout)
  const start = keyStart(first)
  if (isEmptied) return [{ start, end: (metadata.entries.at(-1) as Entry).value.span.end, text }]
  const after = layout.indentation === undefined ? ' ' : `${layout.lineBreak}${layout.indentation}`
  return [{ start, end: start, text: `${text},${after}` }, ...removed.edits]
}

const isFlow = ({ span }: Data): boolean => /[[{]/.test(span.source.text[span.start] ?? '')

function blockInsertion({ key: { span } }: Entry, added: readonly MetadataEntry[]): Edit {
  const { line, column } = span.source.positionAt(span.start)
  const start = span.source.offsetAt(line, 1)
  const lineBreak = span.source.text.includes('\r\n') ? '\r\n' : '\n'
  const lines = ['iamgate:', '  ignore:', ...added.flatMap(blockEntry)]
  const text = lines.map((text) => `${' '.repeat(column - 1)}${text}${lineBreak}`).join('')
  return { start, end: start, text }
}

function blockEntry({ target: { check, selectors }, reasons }: MetadataEntry): readonly string[] {
  const on =
    selectors.length === 0 ? [] : [`      on: [${selectors.map((selector) => JSON.stringify(selector)).join(', ')}]`]
  return [`    - check: ${check}`, ...on, `      reason: ${plainOrQuoted(joinReasons(reasons))}`]
}

/** A text that YAML would take for anything else, or cut at a mark, goes into quotes. */
const plainOrQuoted = (text: string): string =>
  /^[A-Za-z][^:#"'\\[\]{}\x00-\x1f\x7f-\uffff]*[^\s:]$/.test(text) && !/^(?:true|false|yes|no|on|off|null)$/i.test(text)
    ? text
    : JSON.stringify(text)

interface Layout {
  /** What stands before a key on its line; undefined when all is on one line. */
  readonly indentation: string | undefined
  /** What one level is indented by. */
  readonly unit: string
  readonly lineBreak: string
}

/** How an object in flow style is laid out: as its first key is, seen from the line of its brace. */
function layoutOf({ span: { source, start } }: ObjectData, first: Entry): Layout {
  const indentation = /\n([ \t]*)$/.exec(source.text.slice(start + 1, keyStart(first)))?.[1]
  const outer = /^[ \t]*/.exec(source.lineText(source.positionAt(start).line))?.[0] ?? ''
  const unit = indentation?.startsWith(outer) ? indentation.slice(outer.length) : ''
  return { indentation, unit: unit || '  ', lineBreak: source.text.includes('\r\n') ? '\r\n' : '\n' }
}

function flowText(added: readonly MetadataEntry[], { indentation, unit, lineBreak }: Layout): string {
  const ignore = added.map(({ target: { check, selectors }, reasons }) => ({
    check,
    ...(selectors.length > 0 ? { on: selectors } : {}),
    reason: joinReasons(reasons),
  }))
  const value = JSON.stringify({ ignore }, null, indentation === undefined ? undefined : unit)
  return `"iamgate": ${value}`.replaceAll('\n', `${lineBreak}${indentation ?? ''}`)
}

/** Takes entries out of lists; a list that loses all goes with its key, and so does what held nothing but that. */
function removals(
  metadata: ObjectData,
  gone: readonly Data[],
): { edits: readonly Edit[]; entries: ReadonlySet<unknown> } {
  const edits: Edit[] = []
  const entries = new Set<unknown>()
  for (const holder of metadata.entries) {
    const lists = holder.value.kind === 'object' ? holder.value.entries : []
    const emptied = lists.filter(
      ({ value }) => value.kind === 'list' && value.items.every((item) => gone.includes(item)),
    )
    if (lists.length > 0 && emptied.length === lists.length) entries.add(holder.key)
    else if (holder.value.kind === 'object') edits.push(...withoutEntries(holder.value, new Set(emptied)))
    for (const { value } of lists) {
      if (value.kind === 'list' && !emptied.some((one) => one.value === value)) edits.push(...withoutItems(value, gone))
    }
  }
  edits.push(...withoutEntries(metadata, new Set(metadata.entries.filter(({ key }) => entries.has(key)))))
  return { edits, entries }
}

function withoutEntries(data: ObjectData, gone: ReadonlySet<Entry>): readonly Edit[] {
  const parts = data.entries.map((one) => ({ start: keyStart(one), end: one.value.span.end, gone: gone.has(one) }))
  return without(data, parts)
}

function withoutItems(list: ListData, gone: readonly Data[]): readonly Edit[] {
  const parts = list.items.map((item) => ({ start: item.span.start, end: item.span.end, gone: gone.includes(item) }))
  return without(list, parts)
}

function keyStart({ key }: Entry): number {
  const { source, start } = key.span
  return /["']/.test(source.text[start - 1] ?? '') ? start - 1 : start
}

/** A block scalar ends behind its line break. */
const lastCharacter = ({ text }: SourceFile, { start, end }: Part): number =>
  Math.max(start, start + text.slice(start, end).trimEnd().length - 1)

interface Part {
  readonly start: number
  readonly end: number
  readonly gone: boolean
}

/** In flow style commas go along; in block style, whole lines. */
function without(data: Data, parts: readonly Part[]): readonly Edit[] {
  const { source } = data.span
  if (!isFlow(data)) {
    return parts.flatMap((part, index): Edit[] => {
      if (!part.gone) return []
      const start = source.offsetAt(source.positionAt(part.start).line, 1)
      const next = parts[index + 1]
      const end = next
        ? source.offsetAt(source.positionAt(next.start).line, 1)
        : lineAfter(source, lastCharacter(source, part))
      return [{ start, end, text: '' }]
    })
  }
  // What follows the last one that stays goes with the comma before it; in front of it each goes with the comma behind.
  const lastKept = parts.findLastIndex((part) => !part.gone)
  const before = parts.slice(0, lastKept + 1).flatMap((part, index): Edit[] => {
    const next = parts[index + 1]
    return part.gone && next ? [{ start: part.start, end: next.start, text: '' }] : []
  })
  const first = parts[0]
  const last = parts.at(-1)
  if (lastKept === parts.length - 1 || !first || !last) return before
  const start = lastKept < 0 ? first.start : (parts[lastKept] as Part).end
  return [...before, { start, end: last.end, text: '' }]
}
