import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { asText, entry, text } from '../../../src/model/value'
import { renderConditions, renderPrincipals, stringSet } from './policy-document-elements'

/**
 * One `statement` block as a statement of the policy language. An unknown stays an unknown number of statements, a
 * choice a choice. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function renderStatement(block: Data): Data {
  switch (block.kind) {
    case 'object':
      return renderBlock(block)
    case 'unknown':
      return { ...block, many: true }
    case 'choice': {
      const { whenTrue, whenFalse } = block
      return { ...block, whenTrue: whenTrue && chosen(whenTrue), whenFalse: whenFalse && chosen(whenFalse) }
    }
    default:
      return { kind: 'null', span: block.span }
  }
}

/** What a branch of a choice holds may be a list of blocks. */
function chosen(data: Data): Data {
  return data.kind === 'list' ? { ...data, items: data.items.map(renderStatement) } : renderStatement(data)
}

function renderBlock(block: ObjectData): ObjectData {
  const entries: Entry[] = []
  const add = (name: string, argument: string, render: (value: Data) => Data | undefined) => {
    const given = block.entries.findLast(({ key }) => key.parts.length === 1 && keyText(key) === argument)
    const value = given && given.value.kind !== 'null' ? render(given.value) : undefined
    if (given && value) entries.push({ key: text(name, given.key.span), value })
  }
  add('Sid', 'sid', (value) =>
    value.kind === 'text' && value.parts.length === 0 ? undefined : (asText(value) ?? value),
  )
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
