import type { Span } from '../../../src/model/source'
import type { TextPart } from '../../../src/model/value'
import type { TemplatePart } from '../hcl/ast'
import { conditionChoice, overChoices } from './choice'
import { conditionOf } from './conditional'
import { ConversionError, convert } from './convert'
import { evaluate, sourceText } from './evaluate'
import { EvaluationError, LimitReached } from './function'
import { eachItem } from './iteration'
import type { Scope } from './scope'
import { bind } from './scope'
import { stringType } from './type'
import type { Value } from './value'
import { partsOf, stringOf, stringValue } from './value'

/**
 * A quoted string, a heredoc or a template file. Chunks and holes keep where they came from. A template that is one
 * interpolation and nothing else gives the value itself, whatever its type.
 */
export function evaluateTemplate(parts: readonly TemplatePart[], at: Span, scope: Scope): Value {
  const only = parts[0]
  if (parts.length === 1 && only?.kind === 'interpolation') return evaluate(only.expression, scope)
  if (parts.length === 1 && only?.kind === 'chunk') return { kind: 'string', parts: [only], span: at }
  return joinParts(
    parts.map((part) => partValue(part, scope)),
    at,
    scope,
  )
}

function partValue(part: TemplatePart, scope: Scope): Value {
  switch (part.kind) {
    case 'chunk':
      return { kind: 'string', parts: [part], span: part.span }
    case 'interpolation':
      return evaluate(part.expression, scope)
    case 'if': {
      const given = evaluate(part.condition, scope)
      const condition = conditionChoice(given, scope.names.prefix, part.condition.span)
      return overChoices([condition], part.span, ([decided]) => {
        const is = conditionOf(decided!, part.condition.span)
        if (is === undefined) return unknownPart(part.span)
        return joinedParts(is ? part.whenTrue : part.whenFalse, part.span, scope)
      })
    }
    case 'for': {
      const collection = evaluate(part.collection, scope)
      return overChoices([collection], part.span, ([decided]) => repeated(part, decided!, scope))
    }
  }
}

function joinedParts(parts: readonly TemplatePart[], at: Span, scope: Scope): Value {
  return joinParts(
    parts.map((part) => partValue(part, scope)),
    at,
    scope,
  )
}

function repeated(part: Extract<TemplatePart, { kind: 'for' }>, collection: Value, scope: Scope): Value {
  const values: Value[] = []
  for (const item of eachItem(collection, part.collection.span)) {
    scope.session.spend(1)
    if (item.many) {
      values.push({ kind: 'string', parts: [{ ...item.many, expression: sourceText(part.span) }], span: part.span })
      continue
    }
    const inner = bind(part.keyName ? bind(scope, part.keyName, item.key) : scope, part.valueName, item.value)
    values.push(joinedParts(part.parts, part.span, inner))
  }
  return joinParts(values, part.span, scope)
}

function unknownPart(at: Span): Value {
  const hole = { kind: 'hole', expression: sourceText(at), why: 'unsupported', span: at } as const
  return { kind: 'string', parts: [hole], span: at }
}

function joinParts(values: readonly Value[], at: Span, scope: Scope): Value {
  return overChoices(values, at, (decided) => {
    const parts: TextPart[] = []
    let length = 0
    for (const value of decided) {
      for (const part of interpolated(value)) {
        parts.push(part)
        length += part.kind === 'chunk' ? part.text.length : 0
      }
      if (length > scope.session.limits.stringLength) throw new LimitReached('stringLength', at)
      if (parts.length > scope.session.limits.collectionSize) throw new LimitReached('collectionSize', at)
    }
    scope.session.spend(parts.length + length / 100)
    return parts.length === 0 ? stringValue('', at) : stringOf(parts, at)
  })
}

function interpolated(value: Value): readonly TextPart[] {
  if (value.kind === 'null') {
    const detail = 'The expression result is null. Cannot include a null value in a string template.'
    throw new EvaluationError('Invalid template interpolation value', detail, value.via?.span ?? value.span)
  }
  const parts = partsOf(value)
  if (parts) return parts
  try {
    return partsOf(convert(value, stringType)) ?? []
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    const detail = `Cannot include the given value in a string template: ${error.message}.`
    throw new EvaluationError('Invalid template interpolation value', detail, value.via?.span ?? value.span)
  }
}
