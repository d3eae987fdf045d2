import type { Span } from '../../../src/model/source'
import type { Text } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import { overChoices } from '../evaluate/choice'
import { evaluate, evaluateSafely, failedValue } from '../evaluate/evaluate'
import { eachItem } from '../evaluate/iteration'
import type { Scope } from '../evaluate/scope'
import { bind } from '../evaluate/scope'
import type { Entry, ObjectValue, Value } from '../evaluate/value'
import { isSequence, manyUnknown, objectValue, stringValue, tupleValue } from '../evaluate/value'
import type { Attribute, Block, Body } from '../hcl/ast'
import { argument } from './declare'
import { literal } from './literals'

/** What a resource's body says to Terraform and not to the provider. */
const metaArguments = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection'])

/** What a body says, by name, so that its instances need not look for it again. */
interface BodyIndex {
  readonly names: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly blocks: ReadonlyMap<string, readonly Block[]>
  /** The names as texts, made when they are first asked for. */
  readonly keys: Map<string, Text>
}

const indexes = new WeakMap<Body, BodyIndex>()

function indexOf(body: Body): BodyIndex {
  const known = indexes.get(body)
  if (known) return known
  const starts = new Map<string, number>()
  const attributes = new Map<string, Attribute>()
  const blocks = new Map<string, Block[]>()
  const add = (name: string, at: Span) => starts.set(name, Math.min(starts.get(name) ?? Infinity, at.start))
  for (const attribute of body.attributes) {
    if (metaArguments.has(attribute.name)) continue
    add(attribute.name, attribute.span)
    if (!attributes.has(attribute.name)) attributes.set(attribute.name, attribute)
  }
  for (const block of body.blocks) {
    const type = block.type === 'dynamic' ? block.labels[0]?.value : block.type
    if (type === undefined || metaArguments.has(type)) continue
    add(type, block.span)
    const same = blocks.get(type)
    if (same) same.push(block)
    else blocks.set(type, [block])
  }
  const names = [...starts].sort(([, left], [, right]) => left - right).map(([name]) => name)
  const index = { names, attributes, blocks, keys: new Map<string, Text>() }
  indexes.set(body, index)
  return index
}

/** The names of a body's arguments and nested blocks, in the order in which each is first written. */
export function bodyNames(body: Body): readonly string[] {
  return indexOf(body).names
}

/** The name of an argument or of nested blocks as a text where it is written, `elsewhere` for what is not. */
export function bodyKey(body: Body, name: string, elsewhere: Span): Text {
  const { attributes, blocks, keys } = indexOf(body)
  const known = keys.get(name)
  if (known) return known
  const block = blocks.get(name)?.find(({ type }) => type === name)
  const key = text(name, attributes.get(name)?.nameSpan ?? block?.header ?? elsewhere)
  keys.set(name, key)
  return key
}

/**
 * An argument of a body, or its nested blocks of that type as a list of objects, `dynamic` ones spread out; undefined
 * when it has neither. A failure is said and gives an unknown.
 */
export function bodyMember(body: Body, name: string, scope: Scope): Value | undefined {
  const { attributes, blocks } = indexOf(body)
  const attribute = attributes.get(name)
  if (attribute) return scope.session.demand(() => evaluateSafely(attribute.expression, scope), scope.names.budget)
  const own = blocks.get(name)
  return own && scope.session.demand(() => blocksValue(own, (own[0] as Block).header, scope), scope.names.budget)
}

/** What in the code makes a member of a body: the same object for every instance. Undefined when it has no such member. */
export function argumentKey(body: Body, name: string): object | undefined {
  const { attributes, blocks } = indexOf(body)
  return attributes.get(name) ?? blocks.get(name)?.[0]
}

/** A nested block as an object. */
function bodyValue(body: Body, at: Span, scope: Scope): ObjectValue {
  const entries = bodyNames(body).flatMap((name): readonly Entry[] => {
    const value = bodyMember(body, name, scope)
    return value
      ? [
          {
            key: stringValue(name, indexOf(body).attributes.get(name)?.nameSpan ?? at),
            value,
          },
        ]
      : []
  })
  return objectValue(entries, at)
}

function blocksValue(blocks: readonly Block[], at: Span, scope: Scope): Value {
  const lists = blocks.map((block) =>
    block.type === 'dynamic'
      ? dynamicBlocks(block, scope)
      : tupleValue([bodyValue(block.body, block.span, scope)], block.span),
  )
  if (lists.length === 1) return lists[0]!
  return overChoices(lists, at, (decided) =>
    tupleValue(
      decided.flatMap((list) =>
        isSequence(list) ? list.items : list.kind === 'unknown' ? [manyUnknown(list.hole)] : [],
      ),
      at,
    ),
  )
}

/** https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function dynamicBlocks(block: Block, scope: Scope): Value {
  const forEach = argument(block.body, 'for_each')
  const content = block.body.blocks.find((inner) => inner.type === 'content')
  if (!forEach || !content) return tupleValue([], block.span)
  const named = argument(block.body, 'iterator')
  const iterator = named?.kind === 'variable' ? named.name : String(literal(named) ?? block.labels[0]?.value)
  try {
    const collection = evaluate(forEach, scope)
    return overChoices([collection], block.span, ([decided]) => {
      const items: Value[] = []
      for (const item of eachItem(decided!, forEach.span)) {
        const each = objectValue(
          [
            { key: stringValue('key', block.span), value: item.key },
            { key: stringValue('value', block.span), value: item.value },
          ],
          block.span,
        )
        const value = bodyValue(content.body, content.span, bind(scope, iterator, each))
        items.push(item.many ? manyUnknown(item.many, value) : value)
        scope.session.spend(1)
      }
      return tupleValue(items, block.span)
    })
  } catch (error) {
    const failed = failedValue(error, forEach.span, scope)
    return failed.kind === 'unknown' ? tupleValue([manyUnknown(failed.hole)], block.span) : failed
  }
}
