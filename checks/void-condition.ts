import { describeCondition, keepsStrangersOut, restrictionsOf, scopeOfKey } from '../src/iam/condition-scope'
import { any } from '../src/iam/glob'
import { type Operator, parseOperator } from '../src/iam/operator'
import { namesEveryone } from '../src/iam/principal'
import { patternOf } from '../src/iam/text'
import type { Severity } from '../src/model/finding'
import type { Condition, PolicyDocument, Statement } from '../src/model/policy'
import { literal } from '../src/model/value'
import { isMfaCondition } from './mfa-worlds'

/** A condition that looks as if it kept somebody out, and does not. */
export interface VoidCondition {
  readonly condition: Condition
  /** Why, as the second half of a sentence. */
  readonly why: string
  readonly severity: Severity
}

/** The void conditions of an Allow. `identity`: of a policy that names no principals. */
export function* voidConditions(
  statement: Statement,
  document: PolicyDocument,
  identity: boolean,
): Generator<VoidCondition> {
  const everyone = namesEveryone(statement)
  const safe = everyone && restrictionsOf(statement.conditions, document).some(({ scope }) => scope !== 'service')
  if (safe) return
  for (const condition of statement.conditions) {
    const key = literal(condition.key)?.toLowerCase()
    const operator = parseOperator(literal(condition.operator) ?? '')
    // `Not...` says whom the statement leaves out, not whom it lets in.
    if (key === undefined || !operator || operator.negated || operator.family === 'null') continue
    if (isMfaCondition(condition)) continue
    const found = isSourceKey(key)
      ? voidSource(condition, statement, document)
      : voidCaller({ condition, key, operator, document, everyone, identity, service: isForServices(statement) })
    if (found) yield { condition, ...found }
  }
}

type Found = Omit<VoidCondition, 'condition'> | undefined

const isSourceKey = (key: string): boolean => /^aws:source(?:arn|account|owner)$/.test(key)

/** Whom a service acts for: a value that any account's resource meets keeps no deputy from being confused. */
function voidSource(condition: Condition, statement: Statement, document: PolicyDocument): Found {
  const others = statement.conditions.filter((other) => other !== condition)
  if (others.some((other) => isBound(other))) return undefined
  if (valuesOf(condition).some(isAnybodys)) {
    return { why: 'every resource of every account meets its value', severity: 'high' }
  }
  const open = namesEveryone(statement) && keepsStrangersOut(condition, document) === 'no'
  return open ? { why: 'it holds where the key is missing, as in every direct call', severity: 'high' } : undefined
}

/** A condition that ties a service to an account, an organization or a named resource. */
function isBound(condition: Condition): boolean {
  const key = literal(condition.key)?.toLowerCase() ?? ''
  if (!isSourceKey(key) && scopeOfKey(key) === 'caller') return false
  const who = isSourceKey(key) || ['organization', 'account', 'principal', 'network'].includes(scopeOfKey(key))
  return who && !valuesOf(condition).some(isAnybodys)
}

const valuesOf = (condition: Condition): readonly string[] => {
  const operator = parseOperator(literal(condition.operator) ?? '')
  if (!operator?.wildcards) return []
  return condition.values.items.map((item) => patternOf(item, { wildcards: true, variables: true }).exact)
}

/** `*`, and ARNs without account and name: `arn:aws:sns:*:*:*`, `arn:aws:s3:::*`. */
function isAnybodys(value: string): boolean {
  if (isWild(value)) return true
  const fields = value.split(':')
  if (fields[0] !== 'arn' || fields.length < 6) return /^arn:\uE000$/.test(value)
  const name = fields.slice(5).join(':')
  const accountless = isWild(fields[4] as string) || (fields[4] === '' && fields[2] === 's3')
  return accountless && isWild(name)
}

const isWild = (text: string): boolean => text !== '' && [...text].every((unit) => unit === any)

interface CallerCondition {
  readonly condition: Condition
  readonly key: string
  readonly operator: Operator
  readonly document: PolicyDocument
  readonly everyone: boolean
  readonly identity: boolean
  /** Services alone are let in. SES says in `aws:Referer` for which account it acts. */
  readonly service: boolean
}

const isForServices = ({ principals }: Statement): boolean =>
  principals !== undefined && !principals.negated && principals.entries.every(({ type }) => type === 'Service')

/** Keys of which the caller says what he likes; the last ones where anybody may call. */
const sentByCaller = /^aws:(?:referer|useragent)$/
const ownedByCaller = /^aws:(?:username|principaltype|sourceidentity|principaltag\/.+)$/

/** Keys that a request of somebody meant to be kept out may lack. */
const mayBeMissing =
  /^(?:aws:(?:sourcevpc|sourcevpce|sourceidentity|principalorgid|principalorgpaths|principaltag\/.+)|sts:externalid)$/

function voidCaller({ condition, key, operator, document, everyone, identity, service }: CallerCondition): Found {
  if (service) return undefined
  if (sentByCaller.test(key)) return { why: 'the caller sends whatever value he likes', severity: 'high' }
  if (everyone) {
    if (ownedByCaller.test(key)) {
      return { why: "in an account of one's own everybody has any value that he likes", severity: 'high' }
    }
    const who = ['organization', 'account', 'principal', 'network'].includes(scopeOfKey(key))
    if (!who || keepsStrangersOut(condition, document) !== 'no') return undefined
    const why = missing(operator) ?? (describeCondition(condition).values.includes('*') ? everything : undefined)
    return why === undefined ? undefined : { why, severity: 'high' }
  }
  const star = valuesOf(condition).some(isWild)
  if (star && (key === 'sts:externalid' || key === 'aws:principalarn')) return { why: everything, severity: 'high' }
  const why = mayBeMissing.test(key) ? missing(operator) : undefined
  if (why === undefined) return undefined
  return { why, severity: identity || key !== 'sts:externalid' ? 'medium' : 'high' }
}

const everything = "'*' is met by every value"

function missing(operator: Operator): string | undefined {
  if (operator.set === 'ForAllValues') return 'ForAllValues holds where the key is missing'
  return operator.ifExists ? '...IfExists holds where the key is missing' : undefined
}
