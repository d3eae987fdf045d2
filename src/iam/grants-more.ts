import type { Condition, MatchElement, PolicyDocument, Statement } from '../model/policy'
import { holes, literal, type Text } from '../model/value'
import { actionPattern, actionSet, actionValue, elementActions, elementNamesAction } from './action'
import { type ActionInfo, allActions } from './data'
import { any, globContains, one } from './glob'
import { parseOperator } from './operator'
import { intersect, type Region, regionOf, sampleOf, subtract } from './region'
import { hasVariables, resourcePatterns, statementRegion } from './statement'
import { asPattern, asValue, patternOf } from './text'

/** Something that one set of policies allows and another does not. */
export interface MoreAccess {
  /** An action by name, as AWS spells it; one that AWS does not have yet where only a wildcard tells the two apart. */
  readonly action: string
  readonly newAction: boolean
  /** A resource that it is now allowed on, in the policy's own terms. */
  readonly resource: string
  /** The principal, for a policy that names principals. */
  readonly principal: string | undefined
  /** The statement that allows it. */
  readonly statement: Statement
  /** Conditions that have to hold. */
  readonly conditions: readonly Condition[]
}

interface Rule {
  readonly statement: Statement
  readonly document: PolicyDocument
  /** The known actions that it names, by `ActionInfo.index`. */
  readonly known: Uint8Array
}

/**
 * Whether the documents of `after` together allow anything that those of `before` do not: Allow minus Deny, action by
 * action, by resource, principal and condition. Undefined when they do not. A condition counts as met by another of the
 * same operator and key with wider values; logic beyond that is taken as a difference.
 */
export function grantsMore(
  before: readonly PolicyDocument[],
  after: readonly PolicyDocument[],
): MoreAccess | undefined {
  const [old, now] = [rulesOf(before), rulesOf(after)]
  const wanted = now.filter(({ statement }) => statement.effect === 'Allow')
  if (wanted.length === 0) return undefined
  const seen = new Set<string>()
  for (const { name, index } of namesToTry(wanted, [...old, ...now])) {
    const action = actionValue(name)
    const speaks = (rule: Rule): boolean =>
      index === undefined ? elementNamesAction(rule.statement.actions, action) === 'yes' : rule.known[index] === 1
    const signature = [...old, ...now].map((rule) => (speaks(rule) ? '1' : '0')).join('')
    if (seen.has(signature)) continue
    seen.add(signature)
    const found = moreOf(old.filter(speaks), now.filter(speaks))
    if (found) return { ...found, action: name, newAction: index === undefined }
  }
  return undefined
}

function rulesOf(documents: readonly PolicyDocument[]): Rule[] {
  return documents.flatMap((document) =>
    document.statements.map((statement) => ({ statement, document, known: knownActions(statement) })),
  )
}

const knownByElement = new WeakMap<MatchElement, Uint8Array>()

/** The known actions that a statement names for certain. */
function knownActions({ actions }: Statement): Uint8Array {
  if (!actions) return new Uint8Array(0)
  let found = knownByElement.get(actions)
  if (!found) {
    const unsure =
      actions.negated && (actions.unknown.length > 0 || actions.items.some((item) => holes(item).length > 0))
    const only = actions.items.length === 1 && !actions.negated ? literal(actions.items[0] as Text) : undefined
    // The set of one pattern is kept by the engine.
    found = unsure ? new Uint8Array(0) : (only === undefined ? elementActions(actions) : actionSet(only)).known
    knownByElement.set(actions, found)
  }
  return found
}

interface Name {
  readonly name: string
  /** In the list of known actions; undefined for one that AWS does not have. */
  readonly index?: number
}

/**
 * One known action for each way in which the rules tell actions apart, of those that any of the wanted rules names, and
 * names that AWS does not have, one for each wildcard.
 */
function* namesToTry(wanted: readonly Rule[], rules: readonly Rule[]): Iterable<Name> {
  const actions = allActions()
  const told = new Set<string>()
  let last = ''
  for (let index = 0; index < actions.length; index++) {
    if (!wanted.some((rule) => rule.known[index] === 1)) continue
    let key = ''
    let bits = 0
    for (let at = 0; at < rules.length; at++) {
      if (at % 30 === 29) {
        key += `${bits} `
        bits = 0
      }
      bits = (bits << 1) | ((rules[at] as Rule).known[index] === 1 ? 1 : 0)
    }
    key += bits
    // Neighbours are mostly alike.
    if (key === last || told.has(key)) continue
    told.add(key)
    last = key
    const { service, name } = actions[index] as ActionInfo
    yield { name: `${service}:${name}`, index }
  }
  yield { name: 'newservice:NewAction' }
  for (const { statement } of rules) {
    for (const item of statement.actions?.items ?? []) {
      const { exact } = actionPattern(item)
      if (exact.includes(':') && (exact.includes(any) || exact.includes(one))) {
        yield { name: exact.replaceAll(one, 'Z').replaceAll(any, 'NewAction') }
      }
    }
  }
}

function moreOf(before: readonly Rule[], after: readonly Rule[]): Omit<MoreAccess, 'action' | 'newAction'> | undefined {
  for (const rule of after) {
    const { statement } = rule
    if (statement.effect !== 'Allow') continue
    for (const principal of principalsOf(statement)) {
      let left = statementRegion(statement, hasVariables(rule.document))
      for (const deny of denials(after, principal)) if (isUnconditional(deny)) left = minus(left, deny)
      left = uncovered(left, rule, principal, before, after)
      const resource = left.length > 0 ? sampleOf(left) : undefined
      if (resource !== undefined) return { resource, principal, statement, conditions: statement.conditions }
    }
  }
  return undefined
}

/** What the old policies do not allow of a region. */
function uncovered(
  region: Region,
  rule: Rule,
  principal: string | undefined,
  before: readonly Rule[],
  after: readonly Rule[],
): Region {
  const covers = before.filter(
    ({ statement }) => statement.effect === 'Allow' && covered(rule.statement, statement, principal),
  )
  let left = region
  for (const cover of covers) left = differ(left, statementRegion(cover.statement, hasVariables(cover.document)))
  // What an old Deny took away is new again, unless a Deny of today takes at least as much away.
  let regained: Region = []
  for (const deny of denials(before, principal)) {
    if (!isUnconditional(deny) && denials(after, principal).some((other) => deniesAsMuch(other, deny))) continue
    const taken = regionOf(
      resourcePatterns(deny.statement, hasVariables(deny.document)),
      deny.statement.resources?.negated ?? false,
    )
    regained = [...regained, ...intersect(region, taken)]
  }
  return [...left, ...regained]
}

function minus(region: Region, { statement, document }: Rule): Region {
  return subtract(region, resourcePatterns(statement, hasVariables(document)), statement.resources?.negated ?? false)
}

/** A region without another, clause by clause. */
function differ(region: Region, other: Region): Region {
  let left = region
  for (const clause of other) {
    const outside = clause.all.flatMap((pattern) => subtract(left, [pattern], false))
    const inside = clause.none.length > 0 ? intersect(left, regionOf(clause.none, false)) : []
    left = [...outside, ...inside]
  }
  return left
}

const isUnconditional = ({ statement }: Rule): boolean =>
  statement.conditions.length === 0 && statement.unknownConditions.length === 0 && statement.guards.length === 0

function denials(rules: readonly Rule[], principal: string | undefined): Rule[] {
  return rules.filter(
    ({ statement }) => statement.effect === 'Deny' && (principal === undefined || namesPrincipal(statement, principal)),
  )
}

function deniesAsMuch(other: Rule, deny: Rule): boolean {
  if (!isImplied(deny.statement.conditions, other.statement.conditions)) return false
  const mine = regionOf(
    resourcePatterns(deny.statement, hasVariables(deny.document)),
    deny.statement.resources?.negated ?? false,
  )
  return minus(mine, other).length === 0
}

/** Whom a statement names, one by one, as text; undefined alone for a policy without principals. */
function principalsOf(statement: Statement): readonly (string | undefined)[] {
  const element = statement.principals
  if (!element) return [undefined]
  if (element.negated) return ['*']
  return element.entries.map((entry) =>
    `${entry.type} ${patternOf(entry.value, asValue).exact}`.replace(/^(?:AWS|\*) \*$/, '*'),
  )
}

function namesPrincipal(statement: Statement, principal: string): boolean {
  const named = principalsOf(statement)
  return named.includes(principal) || named.includes('*')
}

/** Whether what `now` allows a principal under its conditions, `old` allows as well. */
function covered(now: Statement, old: Statement, principal: string | undefined): boolean {
  if (principal !== undefined && !namesPrincipal(old, principal)) return false
  if (old.guards.length > 0 || old.unknownConditions.length > 0) return sameGuards(now, old)
  return isImplied(now.conditions, old.conditions)
}

function sameGuards(now: Statement, old: Statement): boolean {
  if (old.unknownConditions.length > 0 && now.unknownConditions.length === 0) return false
  const guards = new Set(now.guards.map((guard) => `${guard.condition} ${guard.is}`))
  return (
    old.guards.every((guard) => guards.has(`${guard.condition} ${guard.is}`)) &&
    isImplied(now.conditions, old.conditions)
  )
}

/** Whether meeting the first list means meeting the second. */
function isImplied(met: readonly Condition[], asked: readonly Condition[]): boolean {
  return asked.every((condition) => met.some((other) => implies(other, condition)))
}

function implies(met: Condition, asked: Condition): boolean {
  const [one, other] = [textOf(met.operator).toLowerCase(), textOf(asked.operator).toLowerCase()]
  // What holds of a key that is there holds all the more where it may be absent.
  if (one !== other && `${one}ifexists` !== other) return false
  if (textOf(met.key).toLowerCase() !== textOf(asked.key).toLowerCase()) return false
  const operator = parseOperator(one)
  const reading = operator?.wildcards ? asPattern : asValue
  const values = (condition: Condition): string[] =>
    condition.values.items.map((value) => patternOf(value, reading).exact)
  const [narrow, wide] = operator?.negated ? [values(asked), values(met)] : [values(met), values(asked)]
  const known = met.values.unknown.length === 0 && asked.values.unknown.length === 0
  return known && narrow.every((value) => wide.some((outer) => globContains(outer, value)))
}

const textOf = (text: Condition['key']): string => patternOf(text, asValue).exact
