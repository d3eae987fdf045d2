import type { Span } from '../../../src/model/source'
import type { Data, Text, TextPart } from '../../../src/model/value'
import { asText, literal, text } from '../../../src/model/value'
import { splitText } from './parameter'
import type { Maybe } from './choice'
import { distribute } from './choice'
import { boundedText, largestText, unknown, unknownBecause } from './hole'

/** `Fn::Join` of resolved arguments. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html */
export function join(argument: Maybe, span: Span): Maybe {
  if (argument?.kind !== 'list')
    return argument?.kind === 'unknown' ? unknownBecause(span, [argument]) : unknown(span, 'invalid')
  return distribute(argument.items.slice(0, 2), span, ([delimiter, values]) => {
    const between = asText(delimiter)
    if (!between || values?.kind !== 'list') return unknownBecause(span, [delimiter, values])
    return joinItems(values.items, between, span)
  })
}

/** Items joined to one text; unknown when nobody can tell how many there are or what one of them is. */
export function joinItems(items: readonly Data[], delimiter: Text, span: Span): Data {
  const parts: TextPart[] = []
  for (const [index, item] of items.entries()) {
    // AWS joins a list inside the list as its items.
    const piece = item.kind === 'list' ? joinItems(item.items, delimiter, item.span) : item
    const value = asText(piece)
    if (!value) return unknownBecause(span, items)
    if (index > 0)
      parts.push(...delimiter.parts.map((part) => (part.kind === 'chunk' ? { ...part, exact: false } : part)))
    parts.push(...value.parts)
  }
  const [only] = items
  return boundedText(parts, items.length === 1 && only?.kind === 'text' ? only.span : span)
}

/** `Fn::Split` of resolved arguments. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html */
export function split(argument: Maybe, span: Span): Maybe {
  if (argument?.kind !== 'list') return unknownBecause(span, [argument])
  return distribute(argument.items.slice(0, 2), span, ([delimiterData, sourceData]) => {
    const delimiter = asText(delimiterData)
    const between = delimiter && literal(delimiter)
    const source = asText(sourceData)
    if (between === undefined || !source) return unknownBecause(span, [delimiterData, sourceData])
    const fields = between === ':' ? arnFields(source, span) : undefined
    if (fields) return { kind: 'list', items: fields, span }
    if (mayHoldDelimiter(source, between))
      return { kind: 'list', items: [{ ...unknownBecause(span, [source]), many: true }], span }
    return splitText(source, between)
  })
}

/** Pseudo parameters have an alphabet of their own; any other hole may hold the delimiter. */
function mayHoldDelimiter(source: Text, delimiter: string): boolean {
  return source.parts.some((part) => {
    if (part.kind === 'chunk') return false
    if (part.expression === 'AWS::AccountId') return /^[0-9]+$/.test(delimiter)
    if (part.expression === 'AWS::Region' || part.expression === 'AWS::Partition') return /^[a-z0-9-]+$/.test(delimiter)
    return !(part.expression === 'AWS::URLSuffix' && /^[^a-z.]+$/.test(delimiter))
  })
}

/** The fields of an ARN of a resource in the same template: the account of `Role.Arn` is itself an attribute. */
function arnFields(source: Text, span: Span): Data[] | undefined {
  const [only] = source.parts
  if (source.parts.length !== 1 || only?.kind !== 'hole' || !only.symbol) return undefined
  const { symbol } = only
  const fields = only.pattern?.split(':') ?? []
  if (fields[0] !== 'arn' || fields.length < 6) return undefined
  const items = fields.map((field, index): Data => {
    if (/^[^*?]+$/.test(field)) return text(field, source.span)
    const attribute = `${symbol.attribute}:${index}`
    const id = `${symbol.id}:${index}`
    const known = field === '*' ? {} : { pattern: field }
    const expression = `${only.expression}:${index}`
    const why = 'resource-attribute'
    const hole = { kind: 'hole', expression, why, span, symbol: { ...symbol, id, attribute }, ...known } as const
    return { kind: 'unknown', hole, span }
  })
  return [...items, { ...unknownBecause(span, [source]), many: true }]
}

/** `Fn::Select` of resolved arguments. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html */
export function select(argument: Maybe, span: Span): Maybe {
  if (argument?.kind !== 'list') return unknownBecause(span, [argument])
  return distribute(argument.items.slice(0, 2), span, ([indexData, values]) => {
    const text = asText(indexData)
    const index = Number((text && literal(text)) || Number.NaN)
    if (!Number.isInteger(index)) return unknownBecause(span, [indexData])
    // A list may be written as one text with commas, as a parameter's value is.
    const list = values?.kind === 'text' && literal(values) !== undefined ? splitText(values, ',', true) : values
    if (list?.kind !== 'list') return unknownBecause(span, [list])
    const before = list.items.slice(0, index + 1)
    const many = before.find((item) => item.kind === 'unknown' && item.many)
    if (many) return unknownBecause(span, [many])
    return list.items[index] ?? unknown(span, 'invalid')
  })
}

/**
 * `Fn::Base64` of a resolved argument. A script (several lines, or one with holes) stays as it is written: it is user
 * data, in which checks look for secrets, and a secret has its own line.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html
 */
export function base64(argument: Maybe, span: Span): Maybe {
  return distribute([argument], span, ([value]) => {
    const source = asText(value)
    if (!source) return unknownBecause(span, [value])
    const plain = literal(source)
    if (plain === undefined || plain.includes('\n')) return source
    if (plain.length > largestText.characters / 2) return unknown(span, 'limit')
    return text(Buffer.from(plain, 'utf8').toString('base64'), span)
  })
}
