import type { IamModel, Identity, Policy, Reference } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { attachmentsOf, boundaryOf, groupsOf, membersOf } from '../model/queries'
import { recordOf, type Unread } from '../model/recorded/record'
import { openHoles } from '../model/resolution'
import type { Resource } from '../model/resource'
import type { Span } from '../model/source'
import { display, type Text } from '../model/value'
import { type Range, rangeOf } from './place'
import { type Json, plainData, plainDocument } from './plain-data'

/** A node of the model as other programs read it. */
interface Node extends Range {
  readonly address: string
  readonly scope: string | undefined
  readonly [field: string]: unknown
}

/** What `iamgate model --format json` gives: version 1. A field that does not apply is left out. */
export interface ModelReport {
  readonly version: 1
  readonly principals: readonly Node[]
  readonly policies: readonly Node[]
  readonly attachments: readonly Node[]
  readonly memberships: readonly Node[]
  readonly accessKeys: readonly Node[]
  readonly loginProfiles: readonly Node[]
  readonly instanceProfiles: readonly Node[]
  readonly passwordPolicies: readonly Node[]
  readonly identityProviders: readonly Node[]
  readonly accountAssignments: readonly Node[]
}

/** What tells the JSON of a model from other JSON. */
const kind = 'iamgate-model'

/**
 * The resolved IAM model as JSON, version 1: a contract for other programs. `record` is for iamgate alone, which makes
 * the model again from it; each of its nodes is one line. `unread` is what of the code is not in the model.
 */
export function modelJson(model: IamModel, unread: readonly Unread[]): string {
  const report = JSON.stringify({ kind, ...modelReport(model) }, null, 2)
  const members = Object.entries(recordOf(model, unread)).map(
    ([name, value]) => `    ${JSON.stringify(name)}: ${Array.isArray(value) ? linesOf(value) : JSON.stringify(value)}`,
  )
  return `${report.slice(0, -2)},\n  "record": {\n${members.join(',\n')}\n  }\n}\n`
}

function linesOf(items: readonly unknown[]): string {
  if (items.length === 0) return '[]'
  return `[\n${items.map((item) => `      ${JSON.stringify(item)}`).join(',\n')}\n    ]`
}

/**
 * What other programs read of it, and what tests of parsers compare, as plain values. Nodes are in the order of their
 * addresses. Who or what is meant is an address where it is in the code, else as written. `model` is linked.
 */
export function modelReport(model: IamModel): ModelReport {
  const identities: Identity[] = [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]
  return {
    version: 1,
    principals: sorted(identities.map((identity) => principalOf(model, identity))),
    policies: sorted(model.policies.map((policy) => policyOf(model, policy))),
    attachments: sorted(
      model.attachments.map(({ resource, as, policy, target, exclusive, span }) => ({
        ...head(resource, span),
        as,
        policy: mention(policy),
        target: { kind: target.identityKind, principal: mention(target) },
        exclusive,
      })),
    ),
    memberships: sorted(
      model.memberships.map(({ resource, user, group, span }) => ({
        ...head(resource, span),
        user: mention(user),
        group: mention(group),
      })),
    ),
    ...credentials(model),
  }
}

function credentials(model: IamModel) {
  return {
    accessKeys: sorted(
      model.accessKeys.map(({ resource, user, status }) => ({
        ...head(resource),
        user: user && mention(user),
        status: shown(status),
      })),
    ),
    loginProfiles: sorted(
      model.loginProfiles.map(({ resource, user, span }) => ({ ...head(resource, span), user: mention(user) })),
    ),
    instanceProfiles: sorted(
      model.instanceProfiles.map(({ resource, name, roles }) => ({
        ...head(resource),
        name: shown(name),
        roles: roles.map(mention),
      })),
    ),
    passwordPolicies: sorted(model.passwordPolicies.map(({ resource }) => head(resource))),
    identityProviders: sorted([
      ...model.oidcProviders.map(({ resource, kind, url, clientIds }) => ({
        ...head(resource),
        kind,
        url: shown(url),
        clientIds: clientIds && plainData(clientIds),
      })),
      ...model.samlProviders.map(({ resource, kind, name }) => ({ ...head(resource), kind, name: shown(name) })),
    ]),
    accountAssignments: sorted(
      model.accountAssignments.map(({ resource, permissionSet, principalType, principal, target }) => ({
        ...head(resource),
        permissionSet: mention(permissionSet),
        principalType: shown(principalType),
        principal: shown(principal),
        target: shown(target),
      })),
    ),
  }
}

function principalOf(model: IamModel, identity: Identity): Node {
  const boundary = boundaryOf(model, identity)
  return {
    ...head(identity.resource),
    kind: identity.kind,
    name: display(identity.name),
    path: identity.kind === 'permission-set' ? undefined : shown(identity.path),
    boundary: boundary && mention(boundary),
    groups: identity.kind === 'user' ? groupsOf(model, identity).map(addressOf) : undefined,
    members: identity.kind === 'group' ? membersOf(model, identity).map(addressOf) : undefined,
    maxSessionDuration:
      identity.kind === 'role' && identity.maxSessionDuration ? plainData(identity.maxSessionDuration) : undefined,
  }
}

function policyOf(model: IamModel, policy: Policy): Node {
  const { resource, document } = policy
  return {
    ...head(resource, document.span),
    kind: policy.kind,
    name: shown(policy.name),
    carriers: carriers(model, policy),
    definedIn: document.definedIn,
    protects: policy.protects?.type,
    targets: policy.targets?.map(display),
    document: plainDocument(document),
    conditional: conditionsOf(document),
    unresolved: openHoles(document).map((hole) => {
      const { file, start } = rangeOf(hole.span)
      return { expression: hole.expression, why: hole.why, file, start: { ...start } }
    }),
    problems: document.problems.map(({ kind, message }) => ({ kind, message })),
  }
}

/** Under which conditions the statements of `document` exist, by their index; undefined where all always do. */
function conditionsOf(document: PolicyDocument): readonly Json[] | undefined {
  const conditional = document.statements.flatMap(({ guards }, statement) =>
    guards.length > 0 ? [{ statement, when: guards.map(({ condition, is }) => ({ condition, is })) }] : [],
  )
  return conditional.length > 0 ? conditional : undefined
}

/** Who has it: the identity that it is in, all that it is attached to, the resource that it protects. */
function carriers(model: IamModel, policy: Policy): Json {
  const mentions = policy.carrier
    ? [policy.carrier]
    : policy.protects?.reference
      ? [policy.protects.reference]
      : attachmentsOf(model, policy).map((attachment) => attachment.target)
  return [...new Set(mentions.map(mention))].sort(compare)
}

function head(resource: Resource, at: Span = resource.span) {
  const { address, type, framework, scope, constructPath } = resource
  return { address, type, framework, scope: scope || undefined, constructPath, ...rangeOf(at) }
}

function mention(reference: Reference<{ readonly resource: Resource } | Resource>): string {
  const { to, text } = reference
  if (!to) return display(text)
  return 'resource' in to ? to.resource.address : to.address
}

function addressOf(node: { readonly resource: Resource }): string {
  return node.resource.address
}

function shown(text: Text | undefined): string | undefined {
  return text && display(text)
}

/** By address, then as they were. */
function sorted(nodes: readonly Node[]): readonly Node[] {
  const key = (node: Node) => `${node.scope ?? ''}\n${node.address}`
  return [...nodes].sort((left, right) => compare(key(left), key(right)))
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
