import type { Data, Entry, Guard, ObjectData } from '../../../src/model/value'
import { asText, entry, given, text } from '../../../src/model/value'
import { variantsOf } from '../../policy/choices'
import { renderConditions, renderPrincipals, stringSet } from './policy-document-elements'

/**
 * One `statement` block as a statement of the policy language. An unknown stays an unknown number of statements, a
 * choice a choice. Where it is not known which `principals` or `condition` blocks there are, each way is a statement
 * of its own under its condition.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function renderStatements(block: Data): readonly Data[] {
  switch (block.kind) {
    case 'object':
      return chosenBlocks.some((name) => hasChosenBlock(entry(block, name)))
        ? variantsOf(block, []).flatMap(({ data, guards }) =>
            data?.kind === 'object' ? [guarded(renderBlock(data), guards)] : [],
          )
        : [renderBlock(block)]
    case 'unknown':
      return [{ ...block, many: true }]
    case 'choice': {
      const { whenTrue, whenFalse } = block
      return [{ ...block, whenTrue: whenTrue && branch(whenTrue), whenFalse: whenFalse && branch(whenFalse) }]
    }
    default:
      return []
  }
}

const chosenBlocks = ['principals', 'not_principals', 'condition'] as const

function hasChosenBlock(data: Data | undefined): boolean {
  return data?.kind === 'choice' || (data?.kind === 'list' && data.items.some((item) => item.kind === 'choice'))
}

/** A statement that exists under all these branches. */
function guarded(statement: Data, guards: readonly Guard[]): Data {
  return guards.reduceRight<Data>(
    (inner, { condition, is }) => ({
      kind: 'choice',
      condition,
      whenTrue: is ? inner : undefined,
      whenFalse: is ? undefined : inner,
      span: statement.span,
    }),
    statement,
  )
}

/** What a branch of a choice holds may be a list of blocks. */
function branch(data: Data): Data {
  const items = (data.kind === 'list' ? data.items : [data]).flatMap(renderStatements)
  return items.length === 1 ? (items[0] as Data) : { kind: 'list', items, span: data.span }
}

function renderBlock(block: ObjectData): ObjectData {
  const entries: Entry[] = []
  const add = (name: string, argument: string, render: (value: Data) => Data | undefined) => {
    const found = block.entries.findLast(({ key }) => key.parts.length === 1 && keyText(key) === argument)
    const value = found && found.value.kind !== 'null' ? render(found.value) : undefined
    if (found && value) entries.push({ key: text(name, found.key.span), value })
  }
  add('Sid', 'sid', (value) => given(value) && (asText(value) ?? value))
  const effect = entry(block, 'effect')
  if (effect && effect.kind !== 'null') add('Effect', 'effect', (value) => value)
  else entries.push({ key: text('Effect', block.span), value: text('Allow', block.span) })
  add('Action', 'actions', (value) => stringSet(value, false))
  add('NotAction', 'not_actions', (value) => stringSet(value, false))
  add('Resource', 'resources', (value) => stringSet(value, true))
  add('NotResource', 'not_resources', (value) => stringSet(value, true))
  add('Principal', 'principals', renderPrincipals)
  add('NotPrincipal', 'not_principals', renderPrincipals)
  add('Condition', 'condition', renderConditions)
  return { kind: 'object', entries, span: block.span, ...(block.open ? { open: block.open } : {}) }
}

function keyText(key: Entry['key']): string | undefined {
  const part = key.parts[0]
  return part?.kind === 'chunk' ? part.text : undefined
}
