import type { SourceFile } from '../../model/source'

/** Characters of a text, half-open, and what comes in their place. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text with edits, which must not overlap; of two at one place, the one given first comes first. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}

const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((one, other) => one.start - other.start || one.end - other.end)

/** Lines around a change, as `diff -u` shows them. */
const context = 3

/** Whole lines of a text, and the lines in their place. `from` is the first one's index. */
interface Change {
  readonly from: number
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

/** What edits change in a file, as `git apply` and `patch -p1` take it. `path` has forward slashes. */
export function unifiedDiff(path: string, text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text)
  const changes = changedLines(text, lines, edits)
  const hunks: string[] = []
  let shift = 0
  for (const group of nearby(changes)) {
    const first = group[0] as Change
    const last = group.at(-1) as Change
    const from = Math.max(0, first.from - context)
    const to = Math.min(lines.length, last.from + last.removed.length + context)
    const body: string[] = []
    let at = from
    for (const { from: start, removed, added } of group) {
      body.push(...lines.slice(at, start).map((line) => ` ${line}`))
      body.push(...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`))
      at = start + removed.length
    }
    body.push(...lines.slice(at, to).map((line) => ` ${line}`))
    const grown = group.reduce((sum, { removed, added }) => sum + added.length - removed.length, 0)
    hunks.push(
      `@@ -${range(from, to - from)} +${range(from + shift, to - from + grown)} @@\n${body.map(ended).join('')}`,
    )
    shift += grown
  }
  return hunks.length === 0 ? '' : `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`
}

/** Lines with what ends them, so that a file's kind of line break is kept. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
const range = (from: number, length: number): string => `${length === 0 ? from : from + 1},${length}`
const ended = (line: string): string => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)

/** The lines that edits touch. Edits of one line are one change; what stays at either end of it is none. */
function changedLines(text: string, lines: readonly string[], edits: readonly Edit[]): readonly Change[] {
  const starts: number[] = []
  let length = 0
  for (const line of lines) {
    starts.push(length)
    length += line.length
  }
  const lineOf = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    )
  const groups: { first: number; last: number; edits: Edit[] }[] = []
  for (const edit of inOrder(edits)) {
    const first = lineOf(edit.start)
    const last = lineOf(edit.end)
    const before = groups.at(-1)
    if (before && first <= before.last) {
      before.edits.push(edit)
      before.last = Math.max(before.last, last)
    } else groups.push({ first, last, edits: [edit] })
  }
  return groups.map(({ first, last, edits: own }) => {
    const start = starts[first] ?? 0
    const end = starts[last + 1] ?? text.length
    const moved = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }))
    const after = linesOf(applyEdits(text.slice(start, end), moved))
    return trimmed(first, lines.slice(first, last + 1), after)
  })
}

function trimmed(from: number, before: readonly string[], after: readonly string[]): Change {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  const removed = before.slice(head, before.length - tail)
  return { from: from + head, removed, added: after.slice(head, after.length - tail) }
}

/** Changes in groups whose surroundings touch. */
function nearby(changes: readonly Change[]): readonly Change[][] {
  const groups: Change[][] = []
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1)
    if (last && change.from - (last.from + last.removed.length) <= 2 * context) groups.at(-1)?.push(change)
    else groups.push([change])
  }
  return groups
}

/** Where the line after the one that holds an offset begins; the end of the text where there is none. */
export function lineAfter({ text }: SourceFile, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}
