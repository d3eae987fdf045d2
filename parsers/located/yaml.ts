import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import type { SourceFile, Span } from '../../src/model/source'
import type { Data, Entry, Text } from '../../src/model/value'
import { asText, literal, text } from '../../src/model/value'
import type { ReadLimits, ReadProblem } from './problem'
import { typedPlain } from './yaml-plain'
import type { YamlLibrary } from './yaml-repair'
import { readEvents } from './yaml-repair'
import { isPlain, scalarText } from './yaml-scalar'
import { tagged } from './yaml-tag'

/** A YAML file as data. `documents` is empty when it could not be read; a problem then says why. */
export interface YamlReading {
  readonly documents: readonly Data[]
  readonly problems: readonly ReadProblem[]
}

/** CloudFormation takes 1 MB and 500 resources; the bounds are far above, and below what takes long. */
const defaultLimits: ReadLimits = { depth: 400, nodes: 1_000_000, size: 16 * 1024 * 1024 }

/** js-yaml's `EVENT_ID`. */
const eventId = { document: 1, sequence: 2, mapping: 3, scalar: 4, alias: 5, pop: 6 } as const

/** Reads one YAML file: what `yamlReader` gives. */
export type YamlReader = (source: SourceFile, limits?: Partial<ReadLimits>) => YamlReading

/** The reader of `readYaml` for those who cannot wait later; loads the YAML library. */
export async function yamlReader(): Promise<YamlReader> {
  const library = await import('js-yaml')
  return (source, limits = {}) => readWith(library, source, limits)
}

/**
 * Reads YAML as CloudFormation does (YAML 1.1 with short-form functions, read as PyYAML reads it), with the place of
 * every value. Local tags become functions in long form, merge keys and aliases are followed as far as `nodes` allows,
 * of two equal keys the last one counts. A null byte, broken syntax or a bound that is reached gives a fatal problem.
 */
export async function readYaml(source: SourceFile, limits: Partial<ReadLimits> = {}): Promise<YamlReading> {
  return (await yamlReader())(source, limits)
}

function readWith(library: YamlLibrary, source: SourceFile, limits: Partial<ReadLimits>): YamlReading {
  const bounds = { ...defaultLimits, ...limits }
  if (source.text.length > bounds.size) {
    return failed(source, 'limit', `The file has ${source.text.length} characters; at most ${bounds.size} are read`, 0)
  }
  const reading = readEvents(library, source.text)
  if ('failure' in reading) {
    const { reason, position } = reading.failure
    const limit = reason.startsWith('nesting exceeded')
    return failed(
      source,
      limit ? 'limit' : 'syntax',
      limit ? 'Nested too deep' : explain(source, reason, position),
      position,
    )
  }
  try {
    return new Builder(source, reading.events, bounds).build()
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error
    return failed(source, error.kind, error.message, error.at)
  }
}

function failed(source: SourceFile, kind: ReadProblem['kind'], message: string, at: number): YamlReading {
  const start = Math.min(at, source.text.length)
  const span = { source, start, end: Math.min(start + 1, source.text.length) }
  return { documents: [], problems: [{ kind, message, span, fatal: true }] }
}

/** js-yaml's reason in words that lead to the mistake. */
function explain(source: SourceFile, reason: string, position: number): string {
  const line = source.lineText(source.positionAt(position).line)
  if (reason.includes('alias') && /[:-]\s*\*/.test(line)) return bareStar
  if (/\{\{|\{%/.test(line))
    return 'This is not YAML yet: "{{" or "{%" stands here, so the file is a template of templates'
  return `This is not YAML: ${reason}`
}

const bareStar = 'A bare * starts an alias in YAML: write "*" in quotes'

class BuildFailure extends Error {
  constructor(
    readonly kind: 'syntax' | 'limit',
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

/** An anchored node and how many nodes and levels it has once aliases are written out. */
interface Anchored {
  readonly data: Data
  readonly nodes: number
  readonly depth: number
}

class Builder {
  #next = 0
  #total = 0
  /** Of the node that was built last, as in `Anchored`: an object for each of 100,000 nodes would cost more. */
  #nodes = 0
  #depth = 0
  #anchors = new Map<string, Anchored>()
  readonly #problems: ReadProblem[] = []

  constructor(
    readonly source: SourceFile,
    readonly events: readonly Event[],
    readonly limits: ReadLimits,
  ) {}

  build(): YamlReading {
    const documents: Data[] = []
    while (this.#next < this.events.length) {
      this.#next++
      this.#anchors = new Map()
      documents.push(this.#node(0))
      this.#next++
    }
    return { documents, problems: this.#problems }
  }

  #node(at: number): Data {
    const event = this.events[this.#next++] as Event
    switch (event.type) {
      case eventId.scalar:
        return this.#scalar(event, at)
      case eventId.sequence:
        return this.#sequence(event)
      case eventId.mapping:
        return this.#mapping(event)
      case eventId.alias:
        return this.#alias(event)
      default:
        throw new BuildFailure('syntax', 'A value is missing here', at)
    }
  }

  #scalar(event: ScalarEvent, at: number): Data {
    return this.#finish(event, event.valueStart < 0 ? this.#empty(event, at) : this.#value(event), 1, 1)
  }

  #value(event: ScalarEvent): Data {
    const value = scalarText(this.source, event)
    return isPlain(event) && event.tagStart < 0 ? typedPlain(value) : value
  }

  #empty(event: ScalarEvent, at: number): Data {
    const place = Math.max(at, event.tagEnd, event.anchorEnd)
    return { kind: 'null', span: { source: this.source, start: place, end: place } }
  }

  #sequence(event: SequenceEvent): Data {
    const items: Data[] = []
    let nodes = 1
    let depth = 0
    let end = event.start + 1
    while (!this.#atPop()) {
      const item = this.#node(end)
      items.push(item)
      nodes += this.#nodes
      depth = Math.max(depth, this.#depth)
      end = Math.max(end, item.span.end)
    }
    const span = this.#collectionSpan(event, end, ']')
    return this.#finish(event, { kind: 'list', items, span }, nodes, depth + 1)
  }

  #mapping(event: MappingEvent): Data {
    const entries: Entry[] = []
    const merged: Data[] = []
    let nodes = 1
    let depth = 0
    let end = event.start + 1
    while (!this.#atPop()) {
      const keyEvent = this.events[this.#next] as Event
      const key = this.#key(keyEvent, end)
      nodes += this.#nodes
      const value = this.#node(Math.max(end, key.span.end + 1))
      nodes += this.#nodes
      depth = Math.max(depth, this.#depth)
      end = Math.max(end, key.span.end, value.span.end)
      if (this.#isMerge(keyEvent)) merged.push(value)
      else entries.push({ key, value })
    }
    const span = this.#collectionSpan(event, end, '}')
    const all = merged.length > 0 ? this.#merge(entries, merged) : entries
    nodes += all.length - entries.length
    return this.#finish(event, { kind: 'object', entries: all, span }, nodes, depth + 1)
  }

  #alias(event: AliasEvent): Data {
    const name = this.source.text.slice(event.anchorStart, event.anchorEnd)
    const built = this.#anchors.get(name)
    if (!built) {
      const message = /^["']?$|^[*:]/.test(name)
        ? bareStar
        : `There is no anchor &${name} for *${name}: a text that starts with * needs quotes`
      throw new BuildFailure('syntax', message, event.anchorStart - 1)
    }
    this.#count(built.nodes, event.anchorStart)
    this.#nodes = built.nodes
    this.#depth = built.depth
    return built.data
  }

  #finish(event: SequenceEvent | MappingEvent | ScalarEvent, untagged: Data, nodes: number, depth: number): Data {
    const at = untagged.span.start
    this.#count(1, at)
    if (depth > this.limits.depth) throw new BuildFailure('limit', `Nested more than ${this.limits.depth} deep`, at)
    const data = event.tagStart < 0 ? untagged : this.#tagged(event, untagged)
    this.#nodes = nodes
    this.#depth = depth
    if (event.anchorStart >= 0) {
      const name = this.source.text.slice(event.anchorStart, event.anchorEnd)
      this.#anchors.set(name, { data, nodes, depth })
    }
    return data
  }

  #tagged(event: SequenceEvent | MappingEvent | ScalarEvent, data: Data): Data {
    const tagSpan = { source: this.source, start: event.tagStart, end: event.tagEnd }
    return tagged(this.source.text.slice(event.tagStart, event.tagEnd), data, tagSpan)
  }

  #count(nodes: number, at: number): void {
    this.#total += nodes
    if (this.#total <= this.limits.nodes) return
    throw new BuildFailure('limit', `More than ${this.limits.nodes} values, aliases written out`, at)
  }

  #isMerge(event: Event): boolean {
    if (event.type !== eventId.scalar || !isPlain(event) || event.valueEnd - event.valueStart !== 2) return false
    return this.source.text.startsWith('<<', event.valueStart)
  }

  /** `<<: *defaults` or a list of them: keys that are not there yet, the first mention first. */
  #merge(entries: Entry[], merged: readonly Data[]): Entry[] {
    const own = new Set(entries.map((candidate) => literal(candidate.key)))
    const added: Entry[] = []
    for (const data of merged) {
      for (const one of data.kind === 'list' ? data.items : [data]) {
        if (one.kind !== 'object') continue
        this.#count(one.entries.length, one.span.start)
        for (const candidate of one.entries) {
          const name = literal(candidate.key)
          if (own.has(name)) continue
          own.add(name)
          added.push(candidate)
        }
      }
    }
    return [...entries, ...added]
  }

  /** A key is text, whatever its type would be: `on:` stays `on`. */
  #key(event: Event, at: number): Text {
    if (event.type === eventId.scalar && event.valueStart >= 0 && event.anchorStart < 0 && event.tagStart < 0) {
      this.#next++
      this.#count(1, event.valueStart)
      this.#nodes = 1
      return scalarText(this.source, event)
    }
    const data = this.#node(at)
    if (event.type === eventId.scalar && event.valueStart >= 0) return scalarText(this.source, event)
    return asText(data) ?? text('', data.span)
  }

  #atPop(): boolean {
    return (this.events[this.#next] as Event).type === eventId.pop ? this.#next++ >= 0 : false
  }

  #collectionSpan(event: SequenceEvent | MappingEvent, end: number, closing: string): Span {
    if (event.style !== 2) return { source: this.source, start: event.start, end }
    const close = this.source.text.indexOf(closing, end)
    return { source: this.source, start: event.start, end: close < 0 ? end : close + 1 }
  }
}
