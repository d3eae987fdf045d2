import type { IamModel, Reference } from '../model/iam'
import type { Resource } from '../model/resource'
import { boundaryOf } from '../model/queries'
import type { Guard, Text } from '../model/value'
import type { Alignment, Side } from './alignment'
import { statementKey } from './uncovered'

/**
 * How IAM reads in a model: one line for each principal, policy, attachment and the like, without places, Sids and
 * order. Two models that read the same give the same access.
 */
export function readingOf(model: IamModel, side: Side, alignment: Alignment): string {
  const owner = (resource: Resource): string => alignment.owner(side, resource)
  const key = (text: Text | undefined): string => (text ? alignment.key(side, text) : '')
  const guards = ({ guards: own = [] }: { readonly guards?: readonly Guard[] }): string =>
    own.map(({ condition, is }) => `${is} ${condition}`).join(' ')
  const mention = (reference: Reference<unknown> | undefined): string => key(reference?.text)
  const lines = [
    ...[...model.users, ...model.groups, ...model.roles, ...model.permissionSets].map((identity) => [
      identity.kind,
      owner(identity.resource),
      key(identity.name),
      mention(boundaryOf(model, identity)),
      guards(identity.resource),
    ]),
    ...model.policies.map((policy) => [
      ...[policy.kind, owner(policy.resource), key(policy.name), mention(policy.carrier)],
      ...[mention(policy.protects?.reference), guards(policy.resource), guards(policy)],
      ...(policy.targets ?? []).map(key),
      ...policy.document.unknown.map((hole) => alignment.holeKey(side, hole)),
      ...policy.document.statements
        .map((statement) => statementKey(alignment.statement(side, statement), policy.document))
        .sort(),
    ]),
    ...model.attachments.map((one) => [
      ...[owner(one.resource), one.as, mention(one.policy), mention(one.target), guards(one.resource), guards(one)],
    ]),
    ...model.memberships.map((one) => [owner(one.resource), mention(one.user), mention(one.group)]),
    ...model.accessKeys.map((one) => ['access key', owner(one.resource), mention(one.user), key(one.status)]),
    ...model.loginProfiles.map((one) => ['login', owner(one.resource), mention(one.user)]),
    ...model.instanceProfiles.map((one) => [owner(one.resource), key(one.name), ...one.roles.map(mention)]),
    ...model.oidcProviders.map((one) => ['oidc', owner(one.resource), key(one.url)]),
    ...model.samlProviders.map((one) => ['saml', owner(one.resource), key(one.name)]),
    ...model.accountAssignments.map((one) => [
      ...['assignment', mention(one.permissionSet), key(one.principalType), key(one.principal), key(one.target)],
    ]),
  ]
  return lines
    .map((line) => JSON.stringify(line))
    .sort()
    .join('\n')
}
