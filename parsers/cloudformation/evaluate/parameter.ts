import type { Data, Text } from '../../../src/model/value'
import { asText } from '../../../src/model/value'
import { ComposedText } from '../../policy/composed-text'
import type { Parameter } from '../template'
import type { Maybe } from './choice'
import { unknown, unknownMany } from './hole'
import type { Stack } from './state'

/**
 * A parameter's value: what was given, else its default. `withoutDefault`, as in a condition, a default counts only when
 * no other value is allowed, because whoever deploys may say otherwise.
 */
export function parameterValue(stack: Stack, parameter: Parameter, withoutDefault: boolean): Maybe {
  const given = stack.given.get(parameter.name)
  const only = parameter.allowedValues?.length === 1
  const raw = given ?? (withoutDefault && !only ? undefined : parameter.fallback)
  const list = isList(parameter.type)
  if (parameter.type.startsWith('AWS::SSM::Parameter::Value')) {
    return missing(parameter, 'dynamic-reference', list)
  }
  if (!raw) return missing(parameter, 'variable-without-value', list)
  if (parameter.noEcho) return hidden(parameter, given ? undefined : raw, list)
  if (!list) return asText(raw) ?? raw
  const text = raw.kind === 'list' ? undefined : asText(raw)
  return text ? splitText(text, ',', true) : raw
}

/** Types whose value is a list. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
export function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<') || type.includes('<CommaDelimitedList>')
}

function missing(
  parameter: Parameter,
  why: 'dynamic-reference' | 'variable-without-value' | 'sensitive',
  list: boolean,
): Data {
  const { span } = parameter.key
  const one = unknown(span, why, parameter.name)
  return list ? { kind: 'list', items: [unknownMany(one)], span } : one
}

/** `NoEcho` keeps a value from being shown; a default stands in the template for everybody to read all the same. */
function hidden(parameter: Parameter, fallback: Data | undefined, list: boolean): Data {
  const value = missing(parameter, 'sensitive', list)
  const written = fallback && asText(fallback)
  if (value.kind !== 'unknown' || !written || written.parts.length === 0) return value
  return { ...value, hole: { ...value.hole, written: written.span } }
}

/**
 * The pieces of a text between delimiters, each with its own place; with `trim` without blanks around. A hole counts
 * as text without delimiter: ask `mayHoldDelimiter` first.
 */
export function splitText(text: Text, delimiter: string, trim = false): Data {
  const composed = new ComposedText(text)
  const { characters } = composed
  const items: Text[] = []
  if (delimiter === '') return { kind: 'list', items: [text], span: text.span }
  for (let start = 0; start <= characters.length; ) {
    const found = characters.indexOf(delimiter, start)
    const end = found < 0 ? characters.length : found
    let from = start
    let to = end
    while (trim && from < to && characters[from] === ' ') from++
    while (trim && to > from && characters[to - 1] === ' ') to--
    const parts = composed.partsOf(from, to)
    items.push({ kind: 'text', parts, span: composed.spanOf(from, to), ...(text.via ? { via: text.via } : {}) })
    if (found < 0) break
    start = found + delimiter.length
  }
  return { kind: 'list', items, span: text.span }
}
