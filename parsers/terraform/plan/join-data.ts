import type { Span } from '../../../src/model/source'
import { cover } from '../../../src/model/source'
import type { Data, ObjectData, Text, TextPart } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import { encodedFrom, encodeJson, parseJsonText, rememberEncoded } from '../../policy-json'

/**
 * A value of the plan with the places of the source. What is equal is taken from the source; what the source leaves open
 * is filled from the plan; what the plan does not know yet comes from the source. `at` is for what the source lacks.
 */
export function joinData(planned: Data, source: Data | undefined, at: Span): Data {
  if (!source) return placed(planned, at)
  if (planned.kind === 'unknown')
    return planned.hole.why === 'after-apply' || planned.hole.symbol ? source : placed(planned, placeOf(source, at))
  if (source.kind === 'choice') return joinChoice(planned, source, at)
  const place = placeOf(source, at)
  if (planned.kind === 'text') return joinText(planned, source, place)
  if (planned.kind === 'object') return joinObject(planned, source, place)
  if (planned.kind === 'list') return joinList(planned, source, place)
  if (source.kind === planned.kind) return { ...planned, span: place }
  return placed(planned, place)
}

/** Files that are none (values from the command line) have their place where they are used. */
function placeOf(data: Data, at: Span): Span {
  if (!data.span.source.path.startsWith('<')) return data.span
  return (data.kind === 'text' ? data.via?.find((use) => !use.source.path.startsWith('<')) : undefined) ?? at
}

function joinChoice(planned: Data, source: Extract<Data, { kind: 'choice' }>, at: Span): Data {
  for (const branch of [source.whenTrue, source.whenFalse]) {
    if (branch && isSame(planned, branch)) return joinData(planned, branch, at)
  }
  for (const branch of [source.whenTrue, source.whenFalse]) {
    const joined = branch?.kind === 'text' && planned.kind === 'text' ? filled(planned, branch, at) : undefined
    if (joined) return joined
  }
  return placed(planned, source.span)
}

/** Whether both are the same known scalar. */
function isSame(left: Data, right: Data): boolean {
  if (left.kind === 'text' && right.kind === 'text') {
    const known = literal(left)
    return known !== undefined && known === literal(right)
  }
  return left.kind === right.kind && 'value' in left && 'value' in right && left.value === right.value
}

function joinText(planned: Text, source: Data, place: Span): Data {
  // AWS gives a list of one back as its only item.
  const own = source.kind === 'list' && source.items.length === 1 ? source.items[0] : source
  if (own?.kind !== 'text') return placed(planned, place)
  if (own !== source) return joinText(planned, own, placeOf(own, place))
  if (isSame(planned, own) && own.span === place) return own
  return filled(planned, own, place) ?? joinJson(planned, own, place) ?? placed(planned, place)
}

/**
 * AWS gives a policy back with other white space and order of keys than it was written with: then both are joined as
 * what they say. Undefined where one of them is no object in JSON.
 */
function joinJson(planned: Text, source: Text, place: Span): Text | undefined {
  if (!/^\s*\{/.test(literal(planned) ?? '')) return undefined
  const encoded = encodedFrom(source)
  const own = encoded?.data ?? parseJsonText(source).data
  const { data, problems } = parseJsonText(planned)
  if (own.kind !== 'object' || data.kind !== 'object' || problems.length > 0) return undefined
  const joined = joinData(data, own, place)
  const text = { ...encodeJson(joined), span: place, ...(source.via && { via: source.via }) }
  rememberEncoded(text, { ...encoded, data: joined })
  return text
}

/** The text of the plan laid over the source's: literal characters keep their places, each hole gets what is between. */
function filled(planned: Text, source: Text, place: Span): Text | undefined {
  const whole = literal(planned)
  if (whole === undefined || source.parts.length === 0) return undefined
  const parts: TextPart[] = []
  let at = 0
  let hole: Span | undefined
  for (const part of source.parts) {
    if (part.kind === 'hole') {
      hole = hole ? cover(hole, part.span) : part.span
      continue
    }
    const found = hole ? whole.indexOf(part.text, at) : at
    if (found < 0 || !whole.startsWith(part.text, found)) return undefined
    if (hole && found > at) parts.push({ kind: 'chunk', text: whole.slice(at, found), span: hole, exact: false })
    parts.push(part)
    at = found + part.text.length
    hole = undefined
  }
  if (at < whole.length) {
    if (!hole) return undefined
    parts.push({ kind: 'chunk', text: whole.slice(at), span: hole, exact: false })
  }
  return { ...source, parts, span: place }
}

function joinObject(planned: ObjectData, source: Data, place: Span): Data {
  const only = source.kind === 'list' && source.items.length === 1 ? source.items[0] : source
  if (only?.kind !== 'object') return placed(planned, place)
  const entries = planned.entries.map(({ key, value }) => {
    const name = literal(key) ?? ''
    const given = only.entries.find((candidate) => literal(candidate.key) === name)
    return { key: given?.key ?? { ...key, span: place }, value: joinData(value, given?.value, place) }
  })
  return { kind: 'object', entries, span: place }
}

/** The provider may sort a list: equal items are found wherever they stand, the rest by their position. */
function joinList(planned: Extract<Data, { kind: 'list' }>, source: Data, place: Span): Data {
  if (source.kind !== 'list') {
    const single = planned.items.length === 1 && planned.items[0]
    return {
      kind: 'list',
      items: single ? [joinData(single, source, place)] : planned.items.map((item) => placed(item, place)),
      span: place,
    }
  }
  const left = new Set(source.items)
  const equal = planned.items.map((item) => {
    const found = [...left].find((candidate) => isSame(item, candidate) || isSameBlock(item, candidate))
    if (found) left.delete(found)
    return found
  })
  const inOrder = planned.items.length === source.items.length
  const items = planned.items.map((item, index) => {
    const byPosition = source.items[index]
    const match = equal[index] ?? (inOrder && byPosition && left.has(byPosition) ? byPosition : undefined)
    return joinData(item, match, place)
  })
  return { kind: 'list', items, span: place }
}

/** Blocks of one resource that have the same name or Sid are the same. */
function isSameBlock(planned: Data, source: Data): boolean {
  return ['name', 'sid', 'Sid'].some((key) => {
    const left = entry(planned, key)
    const right = entry(source, key)
    return left !== undefined && right !== undefined && isSame(left, right)
  })
}

/** A value whose every place is the same one. */
export function placed(data: Data, at: Span): Data {
  switch (data.kind) {
    case 'text':
      return {
        ...data,
        parts: data.parts.map((part) => ({ ...part, span: at, ...(part.kind === 'chunk' && { exact: false }) })),
        span: at,
      }
    case 'list':
      return { ...data, items: data.items.map((item) => placed(item, at)), span: at }
    case 'object':
      return {
        ...data,
        entries: data.entries.map(({ key, value }) => ({ key: placed(key, at) as Text, value: placed(value, at) })),
        span: at,
      }
    case 'unknown':
      return { ...data, hole: { ...data.hole, span: at }, span: at }
    default:
      return { ...data, span: at }
  }
}
