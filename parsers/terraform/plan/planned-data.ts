import type { SourceFile, Span } from '../../../src/model/source'
import type { Chunk, Data, Entry, Hole, ObjectData, Text } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import type { JsonText } from './json-text'

export type Path = readonly (string | number)[]

/** What stands at a path that the plan says is only known after apply; undefined leaves it out. */
export type ResolveUnknown = (path: Path, at: Span) => Data | undefined

/** Values deeper than this are left unknown; no schema of the AWS provider nests so deep. */
const deepest = 60

/** The plan's own marks on a value: `true` for all of it, or the same structure with `true` somewhere inside. */
type Marks = unknown

interface Marked {
  readonly unknown: Marks
  readonly sensitive: Marks
}

const unmarked: Marked = { unknown: false, sensitive: false }

/** Reads values out of a plan as data with places in the plan's file. */
export class PlannedValues {
  constructor(
    private readonly json: JsonText,
    private readonly source: SourceFile,
    /** Whether each escape in a string keeps its own place, which costs memory. */
    private readonly precise: boolean,
  ) {}

  /** The object at `at` with what is unknown and what is sensitive in it. */
  object(at: number, marks: Marked, resolve: ResolveUnknown): ObjectData {
    const data = this.value(at, marks, [], resolve)
    return data?.kind === 'object' ? data : { kind: 'object', entries: [], span: this.span(at, this.json.end(at)) }
  }

  /** A value that has no marks. */
  known(at: number): Data {
    const nothing = this.span(at, at)
    return this.value(at, unmarked, [], () => undefined) ?? { kind: 'null', span: nothing }
  }

  span(start: number, end: number): Span {
    return { source: this.source, start, end }
  }

  private value(at: number, marks: Marked, path: Path, resolve: ResolveUnknown): Data | undefined {
    const { json } = this
    const whole = () => this.span(at, json.end(at))
    if (marks.unknown === true) return resolve(path, whole())
    if (marks.sensitive === true && !this.isPolicyText(at)) return unknown('sensitive', path, whole())
    if (path.length > deepest) return unknown('limit', path, whole())
    if (json.isObject(at)) return this.members(at, marks, path, resolve)
    if (json.isList(at)) return this.items(at, marks, path, resolve)
    if (json.isString(at)) return this.string(at)
    return this.scalar(at, json.end(at))
  }

  private members(at: number, marks: Marked, path: Path, resolve: ResolveUnknown): ObjectData {
    const entries: Entry[] = []
    const seen = new Set<string>()
    for (const { name, keyStart, keyEnd, value } of this.json.members(at)) {
      seen.add(name)
      const data = this.value(value, below(marks, name), [...path, name], resolve)
      if (data) entries.push({ key: text(name, this.span(keyStart, keyEnd), true), value: data })
    }
    const span = this.span(at, this.json.end(at))
    for (const [name, mark] of Object.entries(record(marks.unknown))) {
      if (seen.has(name) || mark === false) continue
      const data = this.unseen(mark, [...path, name], span, resolve)
      if (data) entries.push({ key: text(name, span), value: data })
    }
    return { kind: 'object', entries, span }
  }

  private items(at: number, marks: Marked, path: Path, resolve: ResolveUnknown): Data {
    const items: Data[] = []
    let index = 0
    for (const item of this.json.items(at)) {
      const data = this.value(item, below(marks, index), [...path, index], resolve)
      if (data) items.push(data)
      index++
    }
    const span = this.span(at, this.json.end(at))
    const marked = Array.isArray(marks.unknown) ? marks.unknown : []
    for (; index < marked.length; index++) {
      const data = this.unseen(marked[index], [...path, index], span, resolve)
      if (data) items.push(data)
    }
    return { kind: 'list', items, span }
  }

  /** What is only in the marks, since the plan leaves unknown values out of the values. */
  private unseen(mark: Marks, path: Path, span: Span, resolve: ResolveUnknown): Data | undefined {
    if (mark === true) return resolve(path, span)
    if (path.length > deepest) return unknown('limit', path, span)
    if (Array.isArray(mark)) {
      const items = mark.map((item, index) => this.unseen(item, [...path, index], span, resolve))
      return items.some((item) => item)
        ? { kind: 'list', items: items.filter((item) => item !== undefined), span }
        : undefined
    }
    const entries: Entry[] = []
    for (const [name, inner] of Object.entries(record(mark))) {
      const value = this.unseen(inner, [...path, name], span, resolve)
      if (value) entries.push({ key: text(name, span), value })
    }
    return entries.length > 0 ? { kind: 'object', entries, span } : undefined
  }

  /** The text of a policy is analysed also where it is marked as sensitive: reports show no more than its actions. */
  private isPolicyText(at: number): boolean {
    if (!this.json.isString(at)) return false
    return /^\s*\{[\s\S]*"Statement"\s*:/.test(this.json.string(at))
  }

  private string(at: number): Text {
    const end = this.json.end(at)
    const span = this.span(at + 1, end - 1)
    const raw = this.json.text.slice(at + 1, end - 1)
    if (!raw.includes('\\')) return text(raw, span, true)
    if (!this.precise) return text(this.json.string(at), span)
    return { kind: 'text', parts: this.chunks(raw, at + 1), span }
  }

  /** Runs of plain characters and single escapes, each with its place. */
  private chunks(raw: string, offset: number): Chunk[] {
    const chunks: Chunk[] = []
    const pattern = /[^\\]+|(?:\\u[0-9a-fA-F]{4})+|\\./gs
    for (let found = pattern.exec(raw); found; found = pattern.exec(raw)) {
      const [run] = found
      const span = this.span(offset + found.index, offset + found.index + run.length)
      const exact = !run.startsWith('\\')
      chunks.push({ kind: 'chunk', text: exact ? run : unescaped(run), span, exact })
    }
    return chunks
  }

  private scalar(at: number, end: number): Data {
    const raw = this.json.text.slice(at, end)
    const span = this.span(at, end)
    if (raw === 'true' || raw === 'false') return { kind: 'boolean', value: raw === 'true', span }
    if (raw === 'null') return { kind: 'null', span }
    const value = Number(raw)
    return Number.isNaN(value) ? unknown('invalid', [raw.slice(0, 20)], span) : { kind: 'number', value, raw, span }
  }
}

function unescaped(run: string): string {
  try {
    return JSON.parse(`"${run}"`) as string
  } catch {
    return run
  }
}

function record(marks: Marks): Readonly<Record<string, unknown>> {
  return typeof marks === 'object' && marks !== null ? (marks as Record<string, unknown>) : {}
}

function below(marks: Marked, step: string | number): Marked {
  if (marks.unknown === false && marks.sensitive === false) return unmarked
  const one = (mark: Marks) => (mark === true ? true : (record(mark)[step] ?? false))
  return { unknown: one(marks.unknown), sensitive: one(marks.sensitive) }
}

/** Data that nobody can know, under the path as its expression. */
export function unknown(why: Hole['why'], path: Path, span: Span): Data {
  const expression = path.length > 0 ? path.join('.') : why
  return { kind: 'unknown', hole: { kind: 'hole', expression, why, span }, span }
}
