import type { Data, Entry, ObjectData, Text, TextPart } from '../../../src/model/value'
import { asText, entry, literal } from '../../../src/model/value'
import { ComposedText } from '../../policy/composed-text'
import type { Evaluation } from './state'

/** Values that one template may grow by through loops. */
const mostCopies = 200_000

/** Counts what loops of one template have made. */
export interface LoopBudget {
  made: number
}

/** True for an object that holds a loop. */
export function hasLoop(data: ObjectData): boolean {
  for (const { key } of data.entries) if (literal(key)?.startsWith('Fn::ForEach::')) return true
  return false
}

/**
 * The entries of an object with every `Fn::ForEach::Name: [Identifier, Collection, Fragment]` written out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(data: ObjectData, evaluation: Evaluation, budget: LoopBudget, depth = 0): readonly Entry[] {
  if (!hasLoop(data) || depth > 10) return data.entries
  return data.entries.flatMap((one) => {
    if (!literal(one.key)?.startsWith('Fn::ForEach::')) return [one]
    const [identifier, collection, fragment] = one.value.kind === 'list' ? one.value.items : []
    const name = identifier && asText(identifier)
    const values = collection && collectionItems(collection, evaluation)
    if (!name || !values || fragment?.kind !== 'object') {
      evaluation.complain('unresolved-loop', `The loop ${literal(one.key)} could not be written out`, one.key.span)
      return []
    }
    return values.flatMap((value) => {
      const copy = replace(fragment, literal(name) ?? '', value, budget)
      if (budget.made > mostCopies) {
        evaluation.complain('limit', `The loops of the template make more than ${mostCopies} values`, one.key.span)
      }
      return copy?.kind === 'object' ? expandLoops(copy, evaluation, budget, depth + 1) : []
    })
  })
}

function collectionItems(data: Data, evaluation: Evaluation): readonly Text[] | undefined {
  const items = data.kind === 'list' ? data.items.map((item) => evaluation.resolve(item)) : [evaluation.resolve(data)]
  const flat = items.flatMap((item): readonly (Data | undefined)[] => (item?.kind === 'list' ? item.items : [item]))
  const texts = flat.map((item) => asText(item))
  return texts.every((text): text is Text => text !== undefined && literal(text) !== undefined) ? texts : undefined
}

/** The fragment with `${Identifier}`, `&{Identifier}` and `{ Ref: Identifier }` replaced; undefined past the bound. */
function replace(data: Data, name: string, value: Text, budget: LoopBudget): Data | undefined {
  if (++budget.made > mostCopies) return undefined
  switch (data.kind) {
    case 'text':
      return replaceInText(data, name, value)
    case 'list': {
      const items = data.items.map((item) => replace(item, name, value, budget)).filter((item) => item !== undefined)
      return { ...data, items }
    }
    case 'object': {
      const reference = data.entries.length === 1 ? entry(data, 'Ref') : undefined
      if (reference?.kind === 'text' && literal(reference) === name) return value
      const entries = data.entries.flatMap((one) => {
        const copy = replace(one.value, name, value, budget)
        return copy ? [{ key: replaceInText(one.key, name, value), value: copy }] : []
      })
      return { ...data, entries }
    }
    default:
      return data
  }
}

function replaceInText(text: Text, name: string, value: Text): Text {
  const all = literal(text)
  if (all === undefined || !all.includes(`{${name}}`)) return text
  const composed = new ComposedText(text)
  const parts: TextPart[] = []
  const marks = [`\${${name}}`, `&{${name}}`]
  let at = 0
  for (let next = firstMark(all, marks, at); next >= 0; next = firstMark(all, marks, at)) {
    parts.push(...composed.partsOf(at, next))
    const plain = literal(value) ?? ''
    // `&{}` leaves letters and digits alone, for logical ids.
    if (all[next] === '&') parts.push(...value.parts.map((part) => alphanumeric(part)))
    else if (plain !== '') parts.push(...value.parts)
    at = next + name.length + 3
  }
  parts.push(...composed.partsOf(at, all.length))
  return { ...text, parts }
}

function alphanumeric(part: TextPart): TextPart {
  return part.kind === 'chunk' ? { ...part, text: part.text.replace(/[^A-Za-z0-9]/g, ''), exact: false } : part
}

function firstMark(all: string, marks: readonly string[], from: number): number {
  const found = marks.map((mark) => all.indexOf(mark, from)).filter((index) => index >= 0)
  return found.length > 0 ? Math.min(...found) : -1
}
