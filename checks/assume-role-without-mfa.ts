import type { Grant } from '../src/iam/access'
import { elementActions } from '../src/iam/action'
import { findAction } from '../src/iam/data'
import { allowedWithoutMfa, assumedWithoutMfa } from '../src/iam/mfa'
import { namesIdentity, patternSymbol } from '../src/iam/principal'
import { sameScope } from '../src/iam/reach'
import { hasVariables, resourcePatterns } from '../src/iam/statement'
import type { Report } from '../src/model/finding'
import type { Group, IamModel, Role, User } from '../src/model/iam'
import { membersOf } from '../src/model/queries'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOf, shortName } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html#MFAProtectedAPI-cross-account-delegation */
export default defineCheck({
  id: 'assume-role-without-mfa',
  title: 'Person who may assume a role without MFA',
  severity: 'medium',
  confidence: 'medium',
  on: 'model',
  tags: ['mfa', 'trust'],
  maps: {},
  since: '0.1.0',
  *run(model) {
    for (const user of model.users) yield* reports(user, model)
    for (const group of model.groups) if (membersOf(model, group).length === 0) yield* reports(group, model)
  },
})

function* reports(person: User | Group, model: IamModel): Generator<Report> {
  const [allowed] = allowedWithoutMfa(person, ['sts:AssumeRole'], model)
  if (allowed?.certainty !== 'yes') return
  for (const grant of allowed.grants) {
    const { policy, managedByAws, group } = grant.source
    if (grant.certainty !== 'yes' || !policy || managedByAws || asksForMfa(grant, person, model)) continue
    if (!isNamed(grant)) continue
    const who = group ?? person
    const [resource] = grant.statement.resources?.items ?? []
    yield {
      ...inPolicy(policy),
      at: placeOf(grant),
      message: `${who.kind === 'group' ? `Members of ${nameOf(who)}` : capital(nameOf(who))} may assume ${resource ? `'${shortName(resource)}'` : 'roles'} without MFA: with a stolen access key an attacker has the role as well.`,
      subjects: ['sts:AssumeRole'],
      key: `assume-role-without-mfa ${nameOf(who)}`,
      fix: {
        description: 'Add the condition Bool aws:MultiFactorAuthPresent true, or ask for MFA in the trust policy.',
      },
    }
  }
}

/** Whether the statement is about assuming roles: what `*` allows is said by other checks. */
function isNamed({ statement }: Grant): boolean {
  if (!statement.actions || statement.actions.negated) return false
  return statement.actions.items.some((item) => /^sts:/i.test(literal(item) ?? ''))
}

/**
 * Whether every role that the statement names is in the code, and its own trust policy asks for MFA. A name means a role
 * of the same root module, template or stack: another one may be another account's.
 */
function asksForMfa({ statement, source }: Grant, person: User | Group, model: IamModel): boolean {
  if (statement.resources?.negated) return false
  const patterns = resourcePatterns(statement, hasVariables(source.document))
  return patterns.every((pattern) => {
    if (/[\uE000\uE001]/.test(pattern.exact)) return false
    const near = (role: Role): boolean => patternSymbol(pattern) !== undefined || sameScope(role, person)
    const roles = model.roles.filter((role) => near(role) && namesIdentity(pattern, role) === 'yes')
    return roles.length > 0 && roles.every((role) => role.trust && assumedWithoutMfa(role).length === 0)
  })
}

function placeOf({ statement }: Grant) {
  const index = findAction('sts:AssumeRole')?.index ?? -1
  const { actions } = statement
  const item = actions?.items.find((each) => elementActions({ ...actions, items: [each] }).known[index] === 1)
  return item?.span ?? actions?.span ?? statement.span
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
