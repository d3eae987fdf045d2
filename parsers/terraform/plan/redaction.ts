import type { JsonText } from './json-text'
import type { ResourceRecord } from './records'

/** What is marked deeper than this is taken for sensitive as a whole. */
const deepest = 60

/**
 * The text of a plan with asterisks for what it marks as sensitive, every character keeping its place: reports show
 * lines of it. The same text where nothing is marked.
 */
export function redacted(json: JsonText, records: readonly ResourceRecord[]): string {
  const ranges: [number, number][] = []
  for (const record of records) {
    collect(json, record.after, plain(json, record.afterSensitive), ranges)
    if (record.before !== undefined) collect(json, record.before, plain(json, record.beforeSensitive), ranges)
  }
  if (ranges.length === 0) return json.text
  ranges.sort(([left], [right]) => left - right)
  const pieces: string[] = []
  let at = 0
  for (const [start, end] of ranges) {
    if (start < at) continue
    pieces.push(json.text.slice(at, start), json.text.slice(start, end).replace(/[^\n\r]/g, '*'))
    at = end
  }
  pieces.push(json.text.slice(at))
  return pieces.join('')
}

function plain(json: JsonText, at: number | undefined): unknown {
  return at === undefined ? false : json.plain(at)
}

/** Marks have the structure of the value, with `true` where it is sensitive. */
function collect(json: JsonText, value: number, marks: unknown, ranges: [number, number][]): void {
  const waiting: [number, unknown, number][] = [[value, marks, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [at, mark, depth] = next
    if (mark === true || depth > deepest) {
      const end = json.end(at)
      ranges.push(json.isString(at) ? [at + 1, end - 1] : [at, end])
    } else if (Array.isArray(mark)) {
      let index = 0
      for (const item of json.items(at)) waiting.push([item, mark[index++], depth + 1])
    } else if (typeof mark === 'object' && mark !== null) {
      const inner = mark as Record<string, unknown>
      if (Object.keys(inner).length === 0) continue
      for (const member of json.members(at)) waiting.push([member.value, inner[member.name], depth + 1])
    }
  }
}
