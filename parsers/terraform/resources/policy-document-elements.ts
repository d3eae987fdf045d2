import type { Span } from '../../../src/model/source'
import { cover } from '../../../src/model/source'
import type { Data, Entry, Hole, ObjectData, Text } from '../../../src/model/value'
import { asText, display, entry, literal, text } from '../../../src/model/value'

/** The elements of a statement as the AWS provider writes them, from blocks and from the JSON of other documents. */

/**
 * A set of strings: each once, in descending order, a single one bare; undefined for the empty set, which is left out.
 * With `variables`, `&{...}` becomes `${...}`. Unknown items come last.
 */
export function stringSet(data: Data, variables: boolean): Data | undefined {
  if (data.kind !== 'list') return data
  const byText = new Map<string, Text>()
  const others: Data[] = []
  for (const item of data.items) {
    const string = asText(item)
    if (!string) {
      if (item.kind !== 'null') others.push(item)
      continue
    }
    const replaced = variables ? withVariables(string) : string
    if (!byText.has(display(replaced))) byText.set(display(replaced), replaced)
  }
  const items: Data[] = [...byText].sort(([left], [right]) => compare(right, left)).map(([, string]) => string)
  items.push(...others)
  if (items.length === 0) return undefined
  return items.length === 1 && byText.size === 1 ? items[0] : { ...data, items }
}

/** `&{aws:username}` as AWS's own variable. Both are two characters long: exact chunks stay exact. */
function withVariables(string: Text): Text {
  if (!string.parts.some((part) => part.kind === 'chunk' && part.text.includes('&{'))) return string
  const parts = string.parts.map((part) =>
    part.kind === 'chunk' ? { ...part, text: part.text.replaceAll('&{', '${') } : part,
  )
  return { ...string, parts }
}

/** `principals` blocks. Blocks of the same type give one list; only `*` with `["*"]` alone gives the bare `"*"`. */
export function renderPrincipals(data: Data): Data | undefined {
  const blocks = blocksOf(data)
  if (!blocks) return data
  const byType = new Map<string, PrincipalGroup>()
  const open: Hole[] = []
  const seen = new Set<string>()
  for (const block of blocks) {
    const given = block.kind === 'object' ? entry(block, 'identifiers') : undefined
    const type = block.kind === 'object' ? asText(entry(block, 'type')) : undefined
    if (!given || !type) {
      open.push(...unknownIn(block))
      continue
    }
    const identifiers = stringSet(given, true)
    const key = `${display(type)} ${identifiers ? plain(identifiers) : ''}`
    if (!identifiers || seen.has(key)) continue
    seen.add(key)
    const group = byType.get(display(type)) ?? {
      type,
      single: identifiers.kind !== 'list',
      items: [],
      span: given.span,
    }
    if (group.items.length > 0) group.single = false
    group.items.push(...(identifiers.kind === 'list' ? identifiers.items : [identifiers]))
    group.span = cover(group.span, given.span)
    byType.set(display(type), group)
  }
  if (byType.size === 0 && open.length === 0) return undefined
  const anyone = seen.size === 1 && open.length === 0 ? byType.get('*') : undefined
  if (anyone?.items.length === 1 && plain(anyone.items[0] as Data) === '*') return anyone.items[0]
  const entries = sorted(byType).map(({ type, single, items, span }) => ({
    key: type,
    value: single ? (items[0] as Data) : ({ kind: 'list', items, span } as const),
  }))
  return withOpen({ kind: 'object', entries, span: data.span }, open)
}

interface PrincipalGroup {
  readonly type: Text
  single: boolean
  readonly items: Data[]
  span: Span
}

/** `condition` blocks: those of the same test and variable give one list of values, in the order written. */
export function renderConditions(data: Data): Data | undefined {
  const blocks = blocksOf(data)
  if (!blocks) return data
  const operators = new Map<string, { test: Text; keys: Map<string, ConditionGroup>; span: Span }>()
  const open: Hole[] = []
  for (const block of blocks) {
    const test = block.kind === 'object' ? asText(entry(block, 'test')) : undefined
    const variable = block.kind === 'object' ? asText(entry(block, 'variable')) : undefined
    const given = block.kind === 'object' ? entry(block, 'values') : undefined
    if (!test || !variable || !given) {
      open.push(...unknownIn(block))
      continue
    }
    const operator = operators.get(display(test)) ?? { test, keys: new Map<string, ConditionGroup>(), span: block.span }
    operators.set(display(test), operator)
    const group = operator.keys.get(display(variable)) ?? { variable, items: [], span: given.span }
    operator.keys.set(display(variable), group)
    for (const item of given.kind === 'list' ? given.items : [given]) group.items.push(conditionValue(item, given))
  }
  if (operators.size === 0 && open.length === 0) return undefined
  const entries = sorted(operators).map(({ test, keys, span }) => ({
    key: test,
    value: { kind: 'object', entries: sorted(keys).map(conditionEntry), span } as const,
  }))
  return withOpen({ kind: 'object', entries, span: data.span }, open)
}

interface ConditionGroup {
  readonly variable: Text
  readonly items: Data[]
  readonly span: Span
}

function conditionEntry({ variable, items, span }: ConditionGroup): Entry {
  const only = items.length === 1 ? (items[0] as Data) : undefined
  const single = only && !(only.kind === 'unknown' && only.many) && !mayBeMissing(only)
  return { key: variable, value: single ? only : { kind: 'list', items, span } }
}

/** Without its only value a condition still stands there, and never holds: the list stays, though it may be empty. */
function mayBeMissing(data: Data | undefined): boolean {
  if (!data) return true
  return data.kind === 'choice' && (mayBeMissing(data.whenTrue) || mayBeMissing(data.whenFalse))
}

/** A null among values is the empty string to the provider; a value that is unknown as a whole may be many. */
function conditionValue(item: Data, given: Data): Data {
  if (item.kind === 'null') return text('', item.span)
  if (item.kind === 'unknown' && item === given) return { ...item, many: true }
  const string = asText(item)
  return string ? withVariables(string) : item
}

/** `Principal` of another document: any bare string becomes `"*"`, lists are put in descending order. */
export function normalizePrincipals(data: Data): Data {
  if (data.kind === 'text') return text('*', data.span, literal(data) === '*')
  if (data.kind !== 'object') return data
  const entries = data.entries.map(({ key, value }) => ({ key, value: inDescendingOrder(value) }))
  return { ...data, entries: entries.sort((left, right) => compare(display(left.key), display(right.key))) }
}

function inDescendingOrder(data: Data): Data {
  if (data.kind !== 'list') return data
  const strings = data.items.filter((item) => item.kind === 'text')
  const others = data.items.filter((item) => item.kind !== 'text')
  strings.sort((left, right) => compare(display(right), display(left)))
  return { ...data, items: [...strings, ...others] }
}

/**
 * `Condition` of another document: keys in order, lists of one bare, booleans as strings. A bare number is lost: the
 * provider reads strings, booleans and lists alone.
 */
export function normalizeConditions(data: Data): Data {
  if (data.kind !== 'object') return data
  const byKey = (left: Entry, right: Entry) => compare(display(left.key), display(right.key))
  const entries: Entry[] = []
  for (const { key, value } of data.entries) {
    if (value.kind !== 'object') entries.push({ key, value })
    else {
      const keys = value.entries.flatMap((pair) => normalizeConditionValue(pair)).sort(byKey)
      if (keys.length > 0 || value.open) entries.push({ key, value: { ...value, entries: keys } })
    }
  }
  return { ...data, entries: entries.sort(byKey) }
}

function normalizeConditionValue({ key, value }: Entry): Entry[] {
  if (value.kind === 'number' || value.kind === 'null') return []
  if (value.kind === 'boolean') return [{ key, value: text(String(value.value), value.span, true) }]
  const only = value.kind === 'list' && value.items.length === 1 ? value.items[0] : undefined
  return [{ key, value: only?.kind === 'text' ? only : value }]
}

function blocksOf(data: Data): readonly Data[] | undefined {
  if (data.kind === 'list') return data.items
  return data.kind === 'object' ? [data] : undefined
}

/** The hole of a block that nobody knows, or of one that lacks what makes it known. */
function unknownIn(block: Data): readonly Hole[] {
  if (block.kind === 'unknown') return [block.hole]
  if (block.kind === 'object') return block.open ?? []
  if (block.kind !== 'choice') return []
  return [{ kind: 'hole', expression: block.condition, why: 'unsupported', span: block.span }]
}

function withOpen(data: ObjectData, open: readonly Hole[]): ObjectData {
  return open.length > 0 ? { ...data, open } : data
}

function plain(data: Data): string {
  const string = asText(data)
  if (string) return display(string)
  return data.kind === 'list' ? data.items.map(plain).join('\n') : ''
}

/** Go sorts the keys of a map. */
function sorted<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([left], [right]) => compare(left, right)).map(([, value]) => value)
}

/** Go's order of strings for the characters of policies: by code unit. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
