import type { Condition, Statement } from '../model/policy'
import type { Answer, Hole } from '../model/value'
import { actionValue, servicesOf } from './action'
import { openRequest, type RequestContext } from './context'
import type { IdentityPolicies, PolicySource } from './identity'
import { intersect, type Region, regionHas, subtract } from './region'
import { hasVariables, namesResource, resourcePatterns, statementRegion, statementVerdict } from './statement'
import { everyText } from './region'
import type { Pattern } from './text'

/**
 * What a principal may do by his own policies: Allow minus Deny, within the boundary, groups included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** A statement and the policy that brings it. */
export interface Cause {
  readonly source: PolicySource
  readonly statement: Statement
}

/** One statement that allows an action, and on what, once Denies and the boundary are taken out. */
export interface Grant extends Cause {
  readonly region: Region
  /** `unknown`: it rests on something in the code that nobody knows (`holes`), or on a boundary that nobody knows. */
  readonly certainty: 'yes' | 'unknown'
  /** Conditions that the request decides; all of them have to hold. */
  readonly residual: readonly Condition[]
  readonly keys: readonly string[]
  readonly holes: readonly Hole[]
  /** Denies that could take it away: they hang on the request, or on something that nobody knows. */
  readonly mayBeDenied: readonly Cause[]
}

/** The statements of one effect, by the services that they spell out, and those that may be about any. */
interface Rules {
  readonly byService: ReadonlyMap<string, readonly Cause[]>
  readonly anywhere: readonly Cause[]
}

const ruleCache = new WeakMap<PolicySource, Readonly<Record<'Allow' | 'Deny', Rules>>>()

function rulesOf(source: PolicySource): Readonly<Record<'Allow' | 'Deny', Rules>> {
  let rules = ruleCache.get(source)
  if (!rules) {
    rules = { Allow: gather(source, 'Allow'), Deny: gather(source, 'Deny') }
    ruleCache.set(source, rules)
  }
  return rules
}

function gather(source: PolicySource, effect: 'Allow' | 'Deny'): Rules {
  const byService = new Map<string, Cause[]>()
  const anywhere: Cause[] = []
  for (const statement of source.document.statements) {
    if (statement.effect !== effect || !statement.actions) continue
    const cause = { source, statement }
    const services = servicesOf(statement.actions)
    if (!services) anywhere.push(cause)
    for (const service of services ?? []) {
      const list = byService.get(service)
      if (list) list.push(cause)
      else byService.set(service, [cause])
    }
  }
  return { byService, anywhere }
}

/** The statements of a policy that can be about an action at all. */
function causesFor(source: PolicySource, effect: 'Allow' | 'Deny', action: Pattern): readonly Cause[] {
  const { byService, anywhere } = rulesOf(source)[effect]
  if (byService.size === 0) return anywhere
  const near = byService.get(action.exact.slice(0, action.exact.indexOf(':')))
  if (!near) return anywhere
  return anywhere.length === 0 ? near : [...near, ...anywhere]
}

/**
 * The statements that allow a principal an action, by its name (`iam:PassRole`), each with what it leaves allowed.
 * `isAsked` leaves out those whose resources are not what is asked about.
 */
export function grantsOf(
  policies: IdentityPolicies,
  action: string,
  request: RequestContext = openRequest(),
  isAsked?: (region: Region) => boolean,
): Grant[] {
  const value = actionValue(action)
  let grants = allowed(policies.sources, value, request)
  if (isAsked) grants = grants.filter((grant) => isAsked(grant.region))
  if (grants.length === 0) return grants
  if (policies.boundary === 'unknown') grants = grants.map((grant) => ({ ...grant, certainty: 'unknown' }))
  else if (policies.boundary !== 'none') grants = within(grants, policies.boundary, value, request)
  const denying = policies.boundary === 'none' || policies.boundary === 'unknown' ? [] : [policies.boundary]
  return without(grants, [...policies.sources, ...denying], value, request)
}

function allowed(sources: readonly PolicySource[], action: Pattern, request: RequestContext): Grant[] {
  const grants: Grant[] = []
  for (const source of sources) {
    for (const cause of causesFor(source, 'Allow', action)) {
      const verdict = statementVerdict(cause.statement, source.document, action, request)
      if (verdict.answer === 'no') continue
      const region = statementRegion(cause.statement, hasVariables(source.document))
      const { residual, keys, holes } = verdict
      const certainty = holes.length > 0 ? 'unknown' : 'yes'
      grants.push({ ...cause, region, certainty, residual, keys, holes, mayBeDenied: [] })
    }
  }
  return grants
}

/** What a boundary leaves: only what it allows as well. */
function within(grants: readonly Grant[], boundary: PolicySource, action: Pattern, request: RequestContext): Grant[] {
  const limits = allowed([boundary], action, request)
  const kept: Grant[] = []
  for (const grant of grants) {
    for (const limit of limits) {
      const region = intersect(grant.region, limit.region)
      if (region.length === 0) continue
      kept.push({
        ...grant,
        region,
        certainty: grant.certainty === 'yes' && limit.certainty === 'yes' ? 'yes' : 'unknown',
        residual: [...grant.residual, ...limit.residual],
        keys: [...new Set([...grant.keys, ...limit.keys])],
        holes: [...grant.holes, ...limit.holes],
      })
    }
  }
  return kept
}

/** What Denies leave. One that is certain takes its resources out; another is remembered. */
function without(
  grants: readonly Grant[],
  sources: readonly PolicySource[],
  action: Pattern,
  request: RequestContext,
): Grant[] {
  let left = [...grants]
  for (const source of sources) {
    for (const cause of causesFor(source, 'Deny', action)) {
      const verdict = statementVerdict(cause.statement, source.document, action, request)
      if (verdict.answer === 'no') continue
      const sure = verdict.answer === 'yes' && !source.guarded
      left = sure ? takeOut(left, cause) : left.map((grant) => remember(grant, cause))
      if (left.length === 0) return left
    }
  }
  return left
}

function takeOut(grants: readonly Grant[], cause: Cause): Grant[] {
  const { resources } = cause.statement
  const patterns = resourcePatterns(cause.statement, hasVariables(cause.source.document))
  // A NotResource list that may hold more may deny less than it seems.
  if (resources?.negated && resources.unknown.length > 0) return grants.map((grant) => remember(grant, cause))
  const left: Grant[] = []
  for (const grant of grants) {
    const region = subtract(grant.region, patterns, resources?.negated ?? false)
    if (region.length > 0) left.push({ ...grant, region })
  }
  return left
}

function remember(grant: Grant, cause: Cause): Grant {
  return { ...grant, mayBeDenied: [...grant.mayBeDenied, cause] }
}

/** What a principal's policies say of one action on one resource. */
export interface AccessDecision {
  /** `unknown`: it hangs on the request's keys, or on something that nobody knows. */
  readonly answer: Answer
  readonly allowedBy: readonly Grant[]
  /** Denies that hold for certain. */
  readonly deniedBy: readonly Cause[]
  readonly mayBeDeniedBy: readonly Cause[]
  /** True when an Allow was there and the boundary did not let it through. */
  readonly outsideBoundary: boolean
}

/** Whether a principal may do an action on one resource (any resource where none is given), by identity policies alone. */
export function decideAccess(
  policies: IdentityPolicies,
  action: string,
  resource: Pattern | undefined,
  request: RequestContext = openRequest(),
): AccessDecision {
  const value = actionValue(action)
  const reaches = (region: Region): Answer =>
    resource ? regionHas(region, resource) : region.length > 0 ? 'yes' : 'no'
  const wanted = allowed(policies.sources, value, request).filter((grant) => reaches(grant.region) !== 'no')
  const grants = grantsOf(policies, action, request).filter((grant) => reaches(grant.region) !== 'no')
  const denies = deniesOf(policies, value, resource, request)
  const mayBeDeniedBy = [...new Set([...denies.unsure, ...grants.flatMap((grant) => grant.mayBeDenied)])]
  const sure = grants.some(
    (grant) =>
      grant.certainty === 'yes' &&
      grant.residual.length === 0 &&
      reaches(grant.region) === 'yes' &&
      mayBeDeniedBy.length === 0,
  )
  const answer: Answer = grants.length === 0 ? 'no' : sure ? 'yes' : 'unknown'
  const possible = answer === 'no' && policies.unresolved.length > 0 && denies.sure.length === 0 ? 'unknown' : answer
  const outsideBoundary = wanted.length > 0 && grants.length === 0 && denies.sure.length === 0
  return { answer: possible, allowedBy: grants, deniedBy: denies.sure, mayBeDeniedBy, outsideBoundary }
}

function deniesOf(
  policies: IdentityPolicies,
  action: Pattern,
  resource: Pattern | undefined,
  request: RequestContext,
): { sure: Cause[]; unsure: Cause[] } {
  const sure: Cause[] = []
  const unsure: Cause[] = []
  const { boundary } = policies
  const sources = typeof boundary === 'string' ? policies.sources : [...policies.sources, boundary]
  for (const source of sources) {
    for (const cause of causesFor(source, 'Deny', action)) {
      const verdict = statementVerdict(cause.statement, source.document, action, request)
      if (verdict.answer === 'no') continue
      const about = namesResource(cause.statement, hasVariables(source.document), resource ?? everyText)
      if (about === 'no') continue
      if (verdict.answer === 'yes' && about === 'yes' && !source.guarded) sure.push(cause)
      else if (resource) unsure.push(cause)
    }
  }
  return { sure, unsure }
}
