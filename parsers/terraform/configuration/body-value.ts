import type { Span } from '../../../src/model/source'
import { overChoices } from '../evaluate/choice'
import { evaluate, evaluateSafely, failedValue } from '../evaluate/evaluate'
import { eachItem } from '../evaluate/iteration'
import type { Scope } from '../evaluate/scope'
import { bind } from '../evaluate/scope'
import type { Entry, ObjectValue, Value } from '../evaluate/value'
import { isSequence, manyUnknown, objectValue, stringValue, tupleValue } from '../evaluate/value'
import type { Block, Body } from '../hcl/ast'
import { argument } from './declare'
import { literal } from './literals'

/** What a resource's body says to Terraform and not to the provider. */
const metaArguments = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection'])

/** The names of a body's arguments and nested blocks, in the order in which each is first written. */
export function bodyNames(body: Body): readonly string[] {
  const names = new Map<string, number>()
  const add = (name: string, at: Span) => {
    if (!metaArguments.has(name)) names.set(name, Math.min(names.get(name) ?? Infinity, at.start))
  }
  for (const attribute of body.attributes) add(attribute.name, attribute.span)
  for (const block of body.blocks) {
    const type = block.type === 'dynamic' ? block.labels[0]?.value : block.type
    if (type !== undefined) add(type, block.span)
  }
  return [...names].sort(([, left], [, right]) => left - right).map(([name]) => name)
}

/**
 * An argument of a body, or its nested blocks of that type as a list of objects, `dynamic` ones spread out; undefined
 * when it has neither. A failure is said and gives an unknown.
 */
export function bodyMember(body: Body, name: string, scope: Scope): Value | undefined {
  if (metaArguments.has(name)) return undefined
  const attribute = body.attributes.find((candidate) => candidate.name === name)
  if (attribute) return scope.session.demand(() => evaluateSafely(attribute.expression, scope), scope.names.budget)
  const blocks = body.blocks.filter(
    (block) => (block.type === 'dynamic' ? block.labels[0]?.value : block.type) === name,
  )
  const first = blocks[0]
  return first && scope.session.demand(() => blocksValue(blocks, first.header, scope), scope.names.budget)
}

/** What in the code makes a member of a body: the same object for every instance. Undefined when it has no such member. */
export function argumentKey(body: Body, name: string): object | undefined {
  const attribute = body.attributes.find((candidate) => candidate.name === name)
  return (
    attribute ?? body.blocks.find((block) => (block.type === 'dynamic' ? block.labels[0]?.value : block.type) === name)
  )
}

/** A nested block as an object. */
function bodyValue(body: Body, at: Span, scope: Scope): ObjectValue {
  const entries = bodyNames(body).flatMap((name): readonly Entry[] => {
    const value = bodyMember(body, name, scope)
    return value
      ? [
          {
            key: stringValue(name, body.attributes.find((attribute) => attribute.name === name)?.nameSpan ?? at),
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
