import type { Span } from '../../../src/model/source'
import type { Data, Entry, Hole, ListData, ObjectData } from '../../../src/model/value'
import { asText, literal } from '../../../src/model/value'
import { encodeJson, rememberEncoded } from '../../policy-json'
import type { Maybe } from './choice'
import { choice } from './choice'
import { decideExpression, parametersIn } from './condition'
import { withDynamicReferences } from './dynamic-reference'
import { expandLoops, hasLoop } from './for-each'
import { unknown, unknownBecause } from './hole'
import { transformed } from './include'
import { base64, join, select, split } from './join'
import { availabilityZones, cidr, findInMap, importValue, length, stackOutput } from './lookup'
import { References } from './reference'
import type { Evaluation, Stack } from './state'
import { substitute } from './sub'

/** Deeper values are left unknown; the reader's own bound is about the same. */
const deepest = 450
/** Values worked out for one template. One of 1 MB has about 40,000. */
const mostSteps = 1_000_000

/** Diagnostics of one template; more say nothing new. */
const mostComplaints = 200

type Intrinsic = (argument: Data, span: Span) => Maybe

/** Conditions taken as given inside a branch, and what the others come to then. */
interface Assumptions {
  readonly taken: ReadonlyMap<string, boolean>
  readonly decided: Map<string, boolean | undefined>
  /** Parameters that cannot have their defaults here, because those would have chosen the other branch. */
  readonly offDefault: ReadonlySet<string>
}

/**
 * Works out the functions of one template. Values are worked out when asked for; what nobody can know is a hole, what
 * a condition chooses a choice. Nothing is thrown, and depth and steps are bounded.
 */
export class Evaluator implements Evaluation {
  readonly references: References
  readonly #plain: Assumptions = { taken: new Map(), decided: new Map(), offDefault: new Set() }
  #assumptions: Assumptions = this.#plain
  readonly #byDefault = new Map<string, boolean | undefined>()
  #undecided = new Set<string>()
  #complaints = new Set<string>()
  #deciding = 0
  #depth = 0
  #steps = 0
  readonly loops = { made: 0 }
  readonly #functions: ReadonlyMap<string, Intrinsic>

  constructor(readonly stack: Stack) {
    this.references = new References(this)
    this.#functions = this.#table()
  }

  get deciding(): boolean {
    return this.#deciding > 0
  }

  resolve(data: Data): Maybe {
    if (this.#depth >= deepest || this.#steps >= mostSteps) {
      this.complain('limit', 'The template grows too large or too deep: its rest is left unknown', data.span)
      return unknown(data.span, 'limit')
    }
    this.#steps++
    this.#depth++
    const value = this.#resolve(data)
    this.#depth--
    return value
  }

  decide(name: string): boolean | undefined {
    const { decided } = this.#assumptions
    if (decided.has(name)) return decided.get(name)
    if (this.#undecided.has(name)) return undefined
    this.#undecided.add(name)
    this.#deciding++
    const answer = decideExpression(this.stack.conditions.get(name), this)
    this.#deciding--
    this.#undecided.delete(name)
    decided.set(name, answer)
    return answer
  }

  assuming<T>(condition: string, is: boolean, run: () => T): T {
    const before = this.#assumptions
    const taken = new Map(before.taken).set(condition, is)
    const contradicted = this.#decideByDefault(condition) === !is ? parametersIn(condition, this.stack.conditions) : []
    this.#assumptions = { taken, decided: new Map(taken), offDefault: new Set([...before.offDefault, ...contradicted]) }
    const result = run()
    this.#assumptions = before
    return result
  }

  isOffDefault(parameter: string): boolean {
    return this.#assumptions.offDefault.has(parameter)
  }

  withoutAssumptions<T>(run: () => T): T {
    const before = this.#assumptions
    const deciding = this.#deciding
    this.#assumptions = this.#plain
    this.#deciding = 0
    const result = run()
    this.#assumptions = before
    this.#deciding = deciding
    return result
  }

  complain(kind: string, message: string, span: Span, level: 'warning' | 'note' = 'warning'): void {
    const key = `${kind} ${message}`
    if (this.#complaints.has(key) || this.#complaints.size >= mostComplaints) return
    this.#complaints.add(key)
    const { surroundings } = this.stack
    surroundings.report({ level, kind, message, file: span.source.path, span })
  }

  /** What a condition comes to when every parameter has its default. */
  #decideByDefault(name: string): boolean | undefined {
    if (this.#byDefault.has(name)) return this.#byDefault.get(name)
    this.#byDefault.set(name, undefined)
    const view: Evaluation = {
      stack: this.stack,
      deciding: false,
      resolve: (data) => this.resolve(data),
      decide: (other) => this.#decideByDefault(other),
      assuming: (condition, is, run) => this.assuming(condition, is, run),
      isOffDefault: () => false,
      withoutAssumptions: (run) => this.withoutAssumptions(run),
      complain: (kind, message, span, level) => this.complain(kind, message, span, level),
    }
    const answer = this.withoutAssumptions(() => decideExpression(this.stack.conditions.get(name), view))
    this.#byDefault.set(name, answer)
    return answer
  }

  #resolve(data: Data): Maybe {
    switch (data.kind) {
      case 'text':
        return withDynamicReferences(data)
      case 'list':
        return this.#list(data)
      case 'object':
        return this.#object(data)
      default:
        return data
    }
  }

  /** What has no functions in it stays the data that was read: most of a template. */
  #list(data: ListData): Data {
    const resolved: Data[] = []
    let same = true
    for (const item of data.items) {
      const value = this.resolve(item)
      same &&= value === item
      if (value) resolved.push(value)
    }
    return same ? data : { kind: 'list', items: resolved, span: data.span }
  }

  #object(data: ObjectData): Maybe {
    const only = data.entries[0]
    if (data.entries.length === 1 && only) {
      const name = literal(only.key) ?? ''
      const run = this.#functions.get(name)
      if (run) return run(only.value, data.span)
      const included = name === 'Fn::Transform' ? transformed(only.value, only.key.span, this).value : undefined
      if (included && included.kind !== 'object' && included.kind !== 'unknown') return this.resolve(included)
      if (name.startsWith('Fn::') && !/^Fn::(?:ForEach::|Transform$)/.test(name))
        return unknown(data.span, 'unsupported')
    }
    const entries: Entry[] = []
    const open: Hole[] = [...(data.open ?? [])]
    const source = hasLoop(data) ? expandLoops(data, this, this.loops) : data.entries
    for (const one of source) this.#entry(one, entries, open)
    if (source === data.entries && isSame(entries, source)) return data
    const made: ObjectData = { kind: 'object', entries, span: data.span }
    return open.length > 0 ? { ...made, open } : made
  }

  #entry(one: Entry, entries: Entry[], open: Hole[]): void {
    if (literal(one.key) === 'Fn::Transform') {
      const result = transformed(one.value, one.key.span, this)
      for (const included of result.entries) this.#entry(included, entries, open)
      open.push(...result.open)
      return
    }
    const value = this.resolve(one.value)
    if (value) entries.push(value === one.value ? one : { key: one.key, value })
  }

  #if(argument: Data, span: Span): Maybe {
    const [condition, whenTrue, whenFalse] = argument.kind === 'list' ? argument.items : []
    const name = condition?.kind === 'text' ? literal(condition) : undefined
    if (name === undefined || !whenTrue || !whenFalse) return unknown(span, 'invalid')
    if (!this.stack.conditions.has(name)) {
      this.complain('unknown-condition', `The template has no condition ${name}`, span)
    }
    const decided = this.decide(name)
    if (decided !== undefined) return this.resolve(decided ? whenTrue : whenFalse)
    const yes = this.assuming(name, true, () => this.resolve(whenTrue))
    const no = this.assuming(name, false, () => this.resolve(whenFalse))
    return choice(name, yes, no, span)
  }

  #getAtt(argument: Data, span: Span): Maybe {
    const parts = argument.kind === 'list' ? argument.items.map((item) => this.resolve(item)) : [argument]
    const texts = parts.map((part) => asText(part)).map((part) => part && literal(part))
    if (texts.includes(undefined) || texts.length === 0) return unknownBecause(span, parts)
    const path = texts.join('.')
    const dot = path.indexOf('.')
    if (dot < 0) return unknown(span, 'invalid')
    return this.references.attribute(path.slice(0, dot), path.slice(dot + 1), span)
  }

  #ref(argument: Data, span: Span): Maybe {
    const name = asText(this.resolve(argument))
    const plain = name && literal(name)
    return plain === undefined ? unknownBecause(span, [argument]) : this.references.ref(plain, span)
  }

  #toJson(argument: Data, span: Span): Maybe {
    const value = this.resolve(argument)
    if (!value) return undefined
    const text = { ...encodeJson(value, true), span }
    rememberEncoded(text, { data: value })
    return text
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
  #table(): ReadonlyMap<string, Intrinsic> {
    const condition: Intrinsic = (_, span) => unknown(span, 'invalid')
    return new Map<string, Intrinsic>([
      ['Ref', (argument, span) => this.#ref(argument, span)],
      ['Fn::GetAtt', (argument, span) => this.#getAtt(argument, span)],
      ['Fn::Sub', (argument, span) => substitute(argument, span, this, this.references)],
      ['Fn::If', (argument, span) => this.#if(argument, span)],
      ['Fn::Join', (argument, span) => join(this.resolve(argument), span)],
      ['Fn::Split', (argument, span) => split(this.resolve(argument), span)],
      ['Fn::Select', (argument, span) => select(this.resolve(argument), span)],
      ['Fn::Base64', (argument, span) => base64(this.resolve(argument), span)],
      ['Fn::FindInMap', (argument, span) => findInMap(argument, span, this)],
      ['Fn::ImportValue', (argument, span) => importValue(this.resolve(argument), span, this)],
      ['Fn::GetStackOutput', (argument, span) => stackOutput(this.resolve(argument), span, this)],
      ['Fn::GetAZs', (_, span) => availabilityZones(span)],
      ['Fn::Length', (argument, span) => length(this.resolve(argument), span)],
      ['Fn::Cidr', (argument, span) => cidr(this.resolve(argument), span)],
      ['Fn::ToJsonString', (argument, span) => this.#toJson(argument, span)],
      ['Fn::Equals', condition],
      ['Fn::And', condition],
      ['Fn::Or', condition],
      ['Fn::Not', condition],
    ])
  }
}

function isSame(entries: readonly Entry[], source: readonly Entry[]): boolean {
  return entries.length === source.length && entries.every((one, index) => one === source[index])
}
