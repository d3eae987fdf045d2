import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import type { Data, Entry, Hole, ObjectData, Text } from '../../../src/model/value'
import { literal } from '../../../src/model/value'
import { encodedFrom, rememberEncoded } from '../../policy-json'
import { joinData } from './join-data'
import { givenName, type PlannedResource } from './planned-resource'

/** A resource of the plan at its place in the source: values of the plan, lines of the `.tf`. */
export class JoinedResource implements Resource {
  readonly address: string
  readonly type: string
  readonly canonicalType: string
  readonly framework = 'terraform-plan'
  readonly scope: string
  readonly span: Span
  readonly body: Span
  readonly moduleCalls: readonly Span[]
  readonly trace: readonly Span[] = []
  readonly guards = []
  private joined: ObjectData | undefined

  constructor(
    private readonly planned: PlannedResource,
    private readonly source: Resource,
  ) {
    this.address = planned.address
    this.type = planned.type
    this.canonicalType = planned.canonicalType
    this.scope = planned.scope
    this.span = source.span
    this.body = source.body
    this.moduleCalls = source.moduleCalls
  }

  get properties(): ObjectData {
    this.joined ??= join(this.planned, this.source)
    return this.joined
  }

  get name(): string {
    return givenName(this.properties) ?? this.planned.name
  }
}

function join(planned: PlannedResource, source: Resource): ObjectData {
  const scoping = { from: source.scope, to: planned.scope }
  const given = new Map(source.properties.entries.map((one) => [literal(one.key) ?? '', one]))
  const entries: Entry[] = []
  for (const { key, value } of planned.plannedProperties.entries) {
    const name = literal(key) ?? ''
    const own = given.get(name)
    given.delete(name)
    // Nobody set what is unknown and not in the source: AWS and the provider fill it in.
    if (!own && value.kind === 'unknown' && value.hole.why === 'after-apply') continue
    const data = rescoped(joinData(value, own?.value, source.span), scoping)
    entries.push({ key: own?.key ?? { ...key, span: source.span }, value: data })
  }
  // What the plan leaves out for being unknown is what the source says.
  for (const { key, value } of given.values()) entries.push({ key, value: rescoped(value, scoping) })
  return { kind: 'object', entries, span: source.properties.span }
}

/** A resource that only the source has, such as a policy document, among those of a plan. */
export function adopted(source: Resource, scope: string): Resource {
  const scoping = { from: source.scope, to: scope }
  let properties: ObjectData | undefined
  return {
    address: source.address,
    type: source.type,
    canonicalType: source.canonicalType,
    framework: 'terraform-plan',
    get name() {
      return source.name
    },
    scope,
    span: source.span,
    body: source.body,
    moduleCalls: source.moduleCalls,
    trace: source.trace,
    guards: source.guards,
    get properties() {
      properties ??= rescoped(source.properties, scoping) as ObjectData
      return properties
    },
  }
}

interface Scoping {
  readonly from: string
  readonly to: string
}

/** Symbols are meant within the plan: the same data with their ids in its scope. Unchanged where there is none. */
function rescoped(data: Data, scoping: Scoping): Data {
  switch (data.kind) {
    case 'text':
      return rescopedText(data, scoping)
    case 'unknown':
      return data.hole.symbol ? { ...data, hole: rescopedHole(data.hole, scoping) } : data
    case 'list':
      return { ...data, items: data.items.map((item) => rescoped(item, scoping)) }
    case 'object':
      return {
        ...data,
        entries: data.entries.map(({ key, value }) => ({
          key: rescopedText(key, scoping),
          value: rescoped(value, scoping),
        })),
        ...(data.open && { open: data.open.map((hole) => rescopedHole(hole, scoping)) }),
      }
    case 'choice': {
      const branch = (one: Data | undefined) => one && rescoped(one, scoping)
      return { ...data, whenTrue: branch(data.whenTrue), whenFalse: branch(data.whenFalse) }
    }
    default:
      return data
  }
}

function rescopedText(text: Text, scoping: Scoping): Text {
  if (!text.parts.some((part) => part.kind === 'hole' && part.symbol)) return text
  const moved: Text = {
    ...text,
    parts: text.parts.map((part) => (part.kind === 'hole' ? rescopedHole(part, scoping) : { ...part })),
  }
  const encoded = encodedFrom(text)
  if (encoded) rememberEncoded(moved, { ...encoded, data: rescoped(encoded.data, scoping) })
  return moved
}

function rescopedHole(hole: Hole, { from, to }: Scoping): Hole {
  const { symbol } = hole
  if (!symbol?.id.startsWith(`${from}|`)) return hole
  return { ...hole, symbol: { ...symbol, id: `${to}|${symbol.id.slice(from.length + 1)}` } }
}
