import type { Span } from '../../src/model/source'
import type { ChoiceData, Data, Entry, Guard, Text } from '../../src/model/value'

/** One way that a value can turn out, and the branches that lead there. `data` is undefined for "not there". */
export interface Variant {
  readonly data: Data | undefined
  readonly guards: readonly Guard[]
}

/** Beyond this many ways the choices inside a value are left unknown. */
const maximumVariants = 16

/** Longer lists are not looked through for what they have in common. */
const maximumCompared = 200

/**
 * Every way that the choices inside a value can turn out, each with its guards, which begin with `guards`. A condition
 * that occurs twice, or that `guards` already decide, turns out one way. More than 16 ways are folded into one, in
 * which each choice is an unknown value.
 */
export function variantsOf(data: Data, guards: readonly Guard[]): readonly Variant[] {
  if (!hasChoice(data)) return [{ data, guards }]
  const done: Variant[] = []
  const waiting: Variant[] = [{ data, guards }]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const decided = decideChoices(next.data, next.guards)
    const undecided = decided && findChoice(decided)
    if (!undecided) {
      done.push({ data: decided, guards: next.guards })
      continue
    }
    if (done.length + waiting.length + 2 > maximumVariants) return [{ data: fold(data), guards }]
    // Depth first, the true branch before the false one: the order is that of a truth table.
    const branches = [true, false].map((is) => ({
      data: decided,
      guards: [...next.guards, { condition: undecided.condition, is }],
    }))
    waiting.unshift(...branches)
  }
  return done
}

/** The branch that the guards decide; undefined when they say nothing of this condition. */
export function decidedBranch(choice: ChoiceData, guards: readonly Guard[]): 'whenTrue' | 'whenFalse' | undefined {
  const guard = guards.find((candidate) => candidate.condition === choice.condition)
  return guard && (guard.is ? 'whenTrue' : 'whenFalse')
}

/**
 * The items of a choice between two lists, in order: what both have stands for itself, what one has alone stays under
 * the condition. That is how `concat(common, condition ? more : [])` is meant, also when it comes as a choice of two
 * whole lists. Undefined when it is no such choice, or the lists are long.
 */
export function itemsOfChoice(choice: ChoiceData): readonly Data[] | undefined {
  const whenTrue = itemsOf(choice.whenTrue)
  const whenFalse = itemsOf(choice.whenFalse)
  if (!whenTrue || !whenFalse || Math.max(whenTrue.length, whenFalse.length) > maximumCompared) return undefined
  const items: Data[] = []
  const only = (branch: 'whenTrue' | 'whenFalse', item: Data): void => {
    items.push({ ...choice, whenTrue: undefined, whenFalse: undefined, [branch]: item, span: item.span })
  }
  let next = 0
  for (const item of whenTrue) {
    const same = whenFalse.findIndex((other, index) => index >= next && isSameData(item, other))
    if (same < 0) only('whenTrue', item)
    else {
      for (const other of whenFalse.slice(next, same)) only('whenFalse', other)
      items.push(item)
      next = same + 1
    }
  }
  for (const other of whenFalse.slice(next)) only('whenFalse', other)
  return items
}

function itemsOf(data: Data | undefined): readonly Data[] | undefined {
  return data?.kind === 'list' ? data.items : data?.kind === 'choice' ? itemsOfChoice(data) : undefined
}

/** The same value from the same place. */
export function isSameData(left: Data, right: Data): boolean {
  if (left === right) return true
  if (left.kind !== right.kind || !isSameSpan(left.span, right.span)) return false
  if (left.kind === 'text' && right.kind === 'text') return isSameText(left, right)
  if (left.kind === 'list' && right.kind === 'list') return isSameList(left.items, right.items, isSameData)
  if (left.kind === 'object' && right.kind === 'object') {
    const sameEntry = (one: Entry, other: Entry) => isSameText(one.key, other.key) && isSameData(one.value, other.value)
    return isSameList(left.entries, right.entries, sameEntry) && (left.open?.length ?? 0) === (right.open?.length ?? 0)
  }
  if (left.kind === 'number' && right.kind === 'number') return left.raw === right.raw
  if (left.kind === 'boolean' && right.kind === 'boolean') return left.value === right.value
  if (left.kind === 'unknown' && right.kind === 'unknown') return left.hole.expression === right.hole.expression
  if (left.kind === 'choice' && right.kind === 'choice') return isSameChoice(left, right)
  return left.kind === 'null'
}

function isSameChoice(left: ChoiceData, right: ChoiceData): boolean {
  if (left.condition !== right.condition) return false
  return (['whenTrue', 'whenFalse'] as const).every((branch) => {
    const [one, other] = [left[branch], right[branch]]
    return one && other ? isSameData(one, other) : one === other
  })
}

function isSameText(left: Text, right: Text): boolean {
  return isSameList(left.parts, right.parts, (one, other) =>
    one.kind === 'hole'
      ? other.kind === 'hole' && one.expression === other.expression
      : other.kind === 'chunk' && one.text === other.text,
  )
}

function isSameList<T>(left: readonly T[], right: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return left.length === right.length && left.every((item, index) => same(item, right[index] as T))
}

function isSameSpan(left: Span, right: Span): boolean {
  return left.source === right.source && left.start === right.start && left.end === right.end
}

function hasChoice(data: Data): boolean {
  return findChoice(data) !== undefined
}

function findChoice(data: Data): ChoiceData | undefined {
  if (data.kind === 'choice') return data
  if (data.kind === 'list') {
    for (const item of data.items) {
      const found = findChoice(item)
      if (found) return found
    }
  } else if (data.kind === 'object') {
    for (const { value } of data.entries) {
      const found = findChoice(value)
      if (found) return found
    }
  }
  return undefined
}

/** The value with every choice that the guards decide replaced by its branch. */
export function decideChoices(data: Data | undefined, guards: readonly Guard[]): Data | undefined {
  return replace(data, (choice) => {
    const branch = decidedBranch(choice, guards)
    return branch ? decideChoices(choice[branch], guards) : choice
  })
}

/** The value with every choice left unknown. */
function fold(data: Data): Data | undefined {
  return replace(data, (choice) => ({
    kind: 'unknown',
    hole: { kind: 'hole', expression: choice.condition, why: 'limit', span: choice.span },
    span: choice.span,
    many: true,
  }))
}

function replace(data: Data | undefined, by: (choice: ChoiceData) => Data | undefined): Data | undefined {
  if (data?.kind === 'choice') return by(data)
  if (data?.kind === 'list') {
    const items: Data[] = []
    for (const item of data.items) {
      const replaced = replace(item, by)
      // A list that a choice puts among the items gives its items, as `concat` and `Fn::If` in a list are meant.
      if (item.kind === 'choice' && replaced?.kind === 'list') items.push(...replaced.items)
      else if (replaced) items.push(replaced)
    }
    return { ...data, items }
  }
  if (data?.kind !== 'object') return data
  const entries: Entry[] = []
  for (const { key, value } of data.entries) {
    const replaced = replace(value, by)
    if (!replaced) continue
    entries.push({ key, value: value.kind === 'choice' ? single(replaced) : replaced })
  }
  return { ...data, entries }
}

/** At the place of one value an unknown is that value, not any number of them. */
function single(data: Data): Data {
  return data.kind === 'unknown' && data.many ? { ...data, many: false } : data
}
