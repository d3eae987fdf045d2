import type { Span } from '../../../src/model/source'
import type { Data, Hole, ObjectData } from '../../../src/model/value'
import { arnPattern, renderPolicyDocument } from '../resources'
import { callerOf, keyOf, within, withoutKeys } from './address'
import { longest, type PlanConfiguration, type PlanExpression } from './configuration'
import { type Path, type PlannedValues, unknown } from './planned-data'
import type { ResourceRecord } from './records'

/** How many references are followed from one to the next. */
const farthest = 40

/** What references can be looked up in. */
export interface PlannedWorld {
  readonly scope: string
  readonly values: PlannedValues
  readonly configuration: PlanConfiguration | undefined
  /** Records by their whole address. */
  record(address: string): ResourceRecord | undefined
  /** The addresses of all instances of a resource, by its address without keys. */
  instances(address: string): readonly string[]
  properties(record: ResourceRecord): ObjectData
  /** The value of a root module's variable in the plan; undefined when it is not there or secret. */
  variable(name: string): number | undefined
}

/** Works out what the plan marks as known after apply, from the expressions of its `configuration`. */
export class Unknowns {
  /** Addresses of policy documents that were asked for: those are not without a carrier. */
  readonly used = new Set<string>()
  private readonly rendering = new Set<string>()

  constructor(private readonly world: PlannedWorld) {}

  /** What stands at a path of a record; undefined for what nobody set, which AWS and the provider fill in. */
  at(record: ResourceRecord, path: Path, at: Span): Data | undefined {
    const { configuration } = this.world
    const local = record.module === '' ? record.address : record.address.slice(record.module.length + 1)
    const expressions = configuration?.expressions(record.module, local)
    if (!configuration || expressions === undefined) return unknown('after-apply', [record.address, ...path], at)
    const found = configuration.find(expressions, path)
    if (found === 'absent') return undefined
    const place = { record, name: lastName(path), at }
    return found
      ? this.expression(found, record.module, place, 0)
      : unknown('after-apply', [record.address, ...path], at)
  }

  private expression(expression: PlanExpression, module: string, place: Place, depth: number): Data {
    if (expression.constant !== undefined) return this.world.values.known(expression.constant)
    const references = longest(expression.references)
    const [only] = references
    const what = references.length > 0 ? references.join(', ') : `${place.record.address}.${place.name}`
    if (references.length !== 1 || only === undefined || depth > farthest)
      return unknown('after-apply', [what], place.at)
    return this.reference(only, module, place, depth) ?? unknown('after-apply', [only], place.at)
  }

  private reference(reference: string, module: string, place: Place, depth: number): Data | undefined {
    const { configuration, values } = this.world
    const [first = '', second = '', third = ''] = withoutKeys(reference).split('.')
    if (first === 'var') {
      if (module !== '') {
        const given = configuration?.callArgument(module, second)
        return given && this.expression(given, callerOf(module), place, depth + 1)
      }
      const value = this.world.variable(second)
      return value === undefined ? undefined : values.known(value)
    }
    if (first === 'module') {
      const key = keyOf(reference.slice(0, reference.length - third.length).replace(/\.$/, ''))
      const child = within(module, `module.${second}${key}`)
      const output = third === '' ? undefined : configuration?.output(child, third)
      return output && this.expression(output, child, place, depth + 1)
    }
    if (['local', 'each', 'count', 'path', 'terraform', 'self'].includes(first)) return undefined
    if (first === 'data')
      return second === 'aws_iam_policy_document' ? this.document(reference, module, place) : undefined
    return this.symbol(reference, module, place)
  }

  /** The text of a policy document that is only read while applying, out of its planned arguments. */
  private document(reference: string, module: string, place: Place): Data | undefined {
    const [, type = '', name = ''] = withoutKeys(reference).split('.')
    const address = this.instance(within(module, `data.${type}.${name}`), reference, place)
    const record = this.world.record(address)
    if (!record || this.rendering.has(address)) return undefined
    this.used.add(address)
    this.rendering.add(address)
    try {
      const properties = this.world.properties(record)
      const rendered = renderPolicyDocument(properties, { address })
      return reference.endsWith('.minified_json') ? rendered.minifiedJson : rendered.json
    } finally {
      this.rendering.delete(address)
    }
  }

  /** An attribute of a resource, equal to itself everywhere. */
  private symbol(reference: string, module: string, place: Place): Data | undefined {
    const [type = '', name = '', given = ''] = withoutKeys(reference).split('.')
    if (name === '' || !isMention(place.name)) return undefined
    const address = this.instance(within(module, `${type}.${name}`), reference, place)
    const attribute = given === '' ? likelyAttribute(place.name) : given
    const record = this.world.record(address)
    const pattern = attribute === 'arn' ? arnPattern(type, record && this.world.properties(record)) : undefined
    const hole: Hole = {
      kind: 'hole',
      expression: given === '' ? `${reference}.${attribute}` : reference,
      why: 'resource-attribute',
      span: place.at,
      symbol: { id: `${this.world.scope}|${address}.${attribute}`, address, attribute, type },
      ...(pattern !== undefined && { pattern }),
    }
    return { kind: 'unknown', hole, span: place.at }
  }

  /** The instance that is meant: by the key in the reference, the only one there is, or the one with the same key. */
  private instance(address: string, reference: string, place: Place): string {
    const key = /^(?:data\.)?[^.[]+\.[^.[]+(\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])/.exec(reference)?.[1]
    if (key !== undefined) return address + key
    const instances = this.world.instances(withoutKeys(address)).filter((one) => one.startsWith(address))
    if (instances.length === 1) return instances[0] as string
    const same = address + keyOf(place.record.address)
    return instances.includes(same) ? same : address
  }
}

interface Place {
  readonly record: ResourceRecord
  /** The argument that the value is for. */
  readonly name: string
  readonly at: Span
}

function lastName(path: Path): string {
  return path.findLast((step): step is string => typeof step === 'string') ?? ''
}

/**
 * Whether an argument mentions one other thing, so that its only reference is its value. Elsewhere that may be a part of
 * it, as in `"${aws_s3_bucket.b.arn}/*"`: the plan does not tell.
 */
function isMention(name: string): boolean {
  if (/(?:^|_)(?:arns?|ids?)$/.test(name)) return true
  return /^(?:name|roles?|users?|groups?|bucket|function_name|queue_url|permissions_boundary|identifiers)$/.test(name)
}

/** Terraform 0.12 names only the resource: what is meant goes by the argument. */
function likelyAttribute(argument: string): string {
  if (/arns?$/.test(argument)) return 'arn'
  if (/^(?:name|role|roles|user|users|group|groups)$/.test(argument)) return 'name'
  return 'id'
}
