import type { Condition, PolicyDocument } from '../model/policy'
import { literal } from '../model/value'
import { evaluateCondition } from './condition'
import { worldsOfStrangers } from './context'
import { hasVariables } from './statement'
import { asValue, patternOf } from './text'

/**
 * Whom a condition lets in.
 * - `organization`, `account`, `principal`, `network`: it keeps strangers out by that
 * - `service`: it names the resource, account or service that an AWS service must be acting for
 * - `credential`: MFA, age of the session; `time`; `request`: what is asked for; `tag`: tags of the resource
 * - `caller`: the caller sets the key himself, so that it keeps nobody out
 */
export type ConditionScope =
  | 'organization'
  | 'account'
  | 'principal'
  | 'network'
  | 'service'
  | 'credential'
  | 'time'
  | 'tag'
  | 'request'
  | 'caller'

const scopes: readonly (readonly [RegExp, ConditionScope])[] = [
  [/^aws:(?:principalorgid|principalorgpaths|vpceorgid|vpceorgpaths)$/, 'organization'],
  [/^aws:source(?:orgid|orgpaths)$/, 'organization'],
  [/^(?:aws:principalaccount|kms:calleraccount|s3:dataaccesspointaccount|aws:vpceaccount)$/, 'account'],
  [/^aws:(?:principalarn|userid|federatedprovider|principalisawsservice)$/, 'principal'],
  [
    /^(?:saml|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|[\w.$/{}-]+\.[a-z]{2,}(?:\/[^:]*)?):/,
    'principal',
  ],
  [/^sts:externalid$/, 'principal'],
  [/^aws:(?:sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn)$/, 'network'],
  [/^(?:s3:dataaccesspointarn|elasticfilesystem:accessedviamounttarget)$/, 'network'],
  [/^aws:(?:sourcearn|sourceaccount|sourceowner|calledvia.*|viaawsservice|principalservicename.*)$/, 'service'],
  [
    /^(?:kms:viaservice|iam:passedtoservice|iam:awsservicename|lambda:eventsourcetoken|elasticfilesystem:accesspointarn)$/,
    'service',
  ],
  [/^aws:(?:multifactorauthpresent|multifactorauthage|tokenissuetime)$/, 'credential'],
  [/^aws:(?:currenttime|epochtime)$/, 'time'],
  [/^[\w-]+:resourcetag\//, 'tag'],
  [/^aws:(?:referer|useragent|securetransport|requestedregion|username|principaltype|sourceidentity)$/, 'caller'],
  [/^aws:(?:principaltag|requesttag)\//, 'caller'],
  [/^aws:tagkeys$/, 'caller'],
]

/** What a condition key restricts, by its name in any case. `request` for any key that says nothing of the caller. */
export function scopeOfKey(key: string): ConditionScope {
  const lower = key.toLowerCase()
  return scopes.find(([form]) => form.test(lower))?.[1] ?? 'request'
}

/** Keys that name the resource of a request, or what it is part of, where `Resource` cannot. */
const resourceKeys =
  /^(?:[\w-]+:resourcetag\/.*|ecs:(?:cluster|service)|ec2:(?:vpc|subnet|vpcid)|kms:(?:requestalias|resourcealiases|viaservice|encryptioncontext:.*)|secretsmanager:(?:secretid|resource\/allowrotationlambdaarn)|iam:policyarn|lambda:functionarn|rds:(?:db-tag|cluster-tag)\/.*)$/

/**
 * Whether a condition says which resources are meant, as tags and a few keys of services do: `ecs:cluster`,
 * `aws:ResourceTag/Team`, `kms:RequestAlias`. Not where it holds without the key, or excludes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html#access_tags_control-resources
 */
export function namesResources({ operator, key, values }: Condition): boolean {
  const how = (literal(operator) ?? '').toLowerCase()
  if (!resourceKeys.test((literal(key) ?? '').toLowerCase())) return false
  if (/^forallvalues:|ifexists$|not/.test(how)) return false
  const texts = values.items.map((item) => literal(item))
  if (how === 'null') return texts.every((text) => text?.toLowerCase() === 'false')
  return texts.every((text) => text === undefined || !/^\*+$/.test(text))
}

/** A condition that keeps strangers out, and by what. */
export interface Restriction {
  readonly condition: Condition
  readonly scope: ConditionScope
  /** Its values as patterns. */
  readonly values: readonly string[]
}

/**
 * Whether a condition, taken alone, keeps out every stranger: anonymous callers, and principals of accounts that
 * nothing names. `ForAllValues` on a key that may be missing, `...IfExists`, a bare `*`, and keys that the caller sets
 * do not. `unknown` when a hole decides. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
 */
export function keepsStrangersOut(condition: Condition, document: PolicyDocument): 'yes' | 'no' | 'unknown' {
  const answers = worldsOfStrangers().map(
    ({ request }) => evaluateCondition(condition, hasVariables(document), request).answer,
  )
  if (answers.includes('yes')) return 'no'
  return answers.includes('unknown') ? 'unknown' : 'yes'
}

/** The conditions of a list that keep strangers out. */
export function restrictionsOf(conditions: readonly Condition[], document: PolicyDocument): Restriction[] {
  return conditions.filter((condition) => keepsStrangersOut(condition, document) === 'yes').map(describeCondition)
}

/** What a condition restricts, and its values, whether or not it keeps anyone out. */
export function describeCondition(condition: Condition): Restriction {
  return {
    condition,
    scope: scopeOfKey(literal(condition.key) ?? ''),
    values: condition.values.items.map((item) => patternOf(item, asValue).exact),
  }
}
