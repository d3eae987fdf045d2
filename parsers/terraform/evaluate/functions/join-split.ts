import type { TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { listType, stringType } from '../type'
import type { StringValue, Value } from '../value'
import { isSequence, listValue, stringOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { literalEnd, literalStart } from './string'
import { knownLength, partsFor, sliceText, spanOfParts, textOf } from './text'
import { callHole } from './unknown'

/** Texts from lists and back, with the characters where they were written. */

const join: Definition = {
  name: 'join',
  parameters: [stringParameter('separator')],
  variadic: { name: 'lists', type: listType(stringType) },
  run([separator, ...lists], call) {
    if (lists.length === 0) call.fail('at least one list is required')
    const between = partsFor(separator as Value)
    const parts: TextPart[] = []
    let count = 0
    let afterMany = false
    lists.forEach((list, index) => {
      for (const [at, item] of (isSequence(list) ? list.items : [list]).entries()) {
        if (item.kind === 'null') {
          const where = lists.length > 1 ? `element ${at} of list ${index + 1}` : `element ${at}`
          call.failArgument(index + 1, `${where} is null; cannot concatenate null values`)
        }
        // An unknown number of items is one unknown text, separators around it and all.
        const many = item.kind === 'unknown' && (item.many || !isSequence(list))
        if (count++ > 0 && !many && !afterMany) parts.push(...between)
        if (many) parts.push(callHole('join', [separator as Value, item], item.hole, item.span))
        else parts.push(...partsFor(item))
        afterMany = many
      }
    })
    call.bound('stringLength', knownLength(parts) + count)
    return stringOf(parts, spanOfParts(parts, lists[0]!.span))
  },
}

const split: Definition = {
  name: 'split',
  parameters: [stringParameter('separator'), stringParameter('str')],
  run([separator, value], call) {
    const by = textOf(separator)
    const known = textOf(value)
    if (by === undefined || value?.kind !== 'string' || (by === '' && known === undefined))
      return call.unknown(listType(stringType), by === undefined ? (separator as Value) : (value as Value))
    const items = known === undefined ? splitAroundHoles(value, by, call) : splitKnown(value, known, by)
    call.bound('collectionSize', items.length)
    return listValue(items, stringType, value.span)
  },
}

function splitKnown(value: StringValue, text: string, by: string): Value[] {
  let at = 0
  return (by === '' ? [...text] : text.split(by)).map((piece) => {
    const item = sliceText(value, at, at + piece.length)
    at += piece.length + by.length
    return item
  })
}

/**
 * The pieces before the first hole and after the last one. What the holes hold may have separators too, so that
 * between them there may be any number of pieces.
 */
function splitAroundHoles(value: StringValue, by: string, call: Call): Value[] {
  const before = literalStart(value.parts)
  const first = value.parts.findIndex((part) => part.kind === 'hole')
  const head = splitKnown(stringOf(value.parts.slice(0, first), value.span), before, by).slice(0, -1)
  const unknown: Value = { ...call.unknown(stringType, value), many: true }
  // A separator of several characters might overlap with what the hole ends in.
  if (by.length > 1) return [...head, unknown]
  const after = literalEnd(value.parts)
  const last = value.parts.findLastIndex((part) => part.kind === 'hole')
  const tail = splitKnown(stringOf(value.parts.slice(last + 1), value.span), after, by).slice(1)
  return [...head, unknown, ...tail]
}

export const joinAndSplitFunctions: readonly TerraformFunction[] = [join, split].map(define)
