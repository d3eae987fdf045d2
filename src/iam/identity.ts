import type { Attachment, Group, IamModel, Identity, Policy, Reference } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import type { Span } from '../model/source'
import { display } from '../model/value'
import { managedDocument, managedPolicyName } from './managed'

/** A policy that a principal has, and how he comes by it. */
export interface PolicySource {
  readonly document: PolicyDocument
  /** As people read it: the policy's name or ARN. */
  readonly name: string
  /** In code; undefined for an AWS managed policy that is only mentioned. */
  readonly policy: Policy | undefined
  /** True when its document comes from AWS. */
  readonly managedByAws: boolean
  readonly attachment: Attachment | undefined
  /** The group that hands it on. */
  readonly group: Group | undefined
  /** Where the code gives it to him. */
  readonly span: Span
}

/** All that a principal has by identity policies. */
export interface IdentityPolicies {
  readonly sources: readonly PolicySource[]
  /** His permissions boundary: `none`, known, or one that is there and whose document nobody knows. */
  readonly boundary: 'none' | 'unknown' | PolicySource
  /** Policies that are his and whose documents nobody knows, as written. */
  readonly unresolved: readonly { readonly name: string; readonly span: Span }[]
}

interface ModelIndex {
  readonly inline: Map<Identity, Policy[]>
  readonly attachments: Map<Identity, Attachment[]>
  readonly groups: Map<Identity, Group[]>
  readonly answers: Map<Identity, IdentityPolicies>
}

const indexes = new WeakMap<IamModel, ModelIndex>()

function indexOf(model: IamModel): ModelIndex {
  const found = indexes.get(model)
  if (found) return found
  const index: ModelIndex = { inline: new Map(), attachments: new Map(), groups: new Map(), answers: new Map() }
  for (const policy of model.policies) {
    if (policy.kind === 'inline' && policy.carrier?.to) add(index.inline, policy.carrier.to, policy)
  }
  for (const attachment of model.attachments) {
    if (attachment.target.to) add(index.attachments, attachment.target.to, attachment)
  }
  for (const membership of model.memberships) {
    if (membership.user.to && membership.group.to) add(index.groups, membership.user.to, membership.group.to)
  }
  indexes.set(model, index)
  return index
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/**
 * The policies of a principal: inline, attached, those of his groups, and his boundary. The model must be linked and
 * must not change afterwards: the answer is kept.
 */
export function identityPolicies(identity: Identity, model: IamModel): IdentityPolicies {
  const index = indexOf(model)
  const found = index.answers.get(identity)
  if (found) return found
  const sources: PolicySource[] = []
  const unresolved: { name: string; span: Span }[] = []
  const collect = (carrier: Identity, group: Group | undefined): void => {
    for (const policy of index.inline.get(carrier) ?? []) sources.push(inlineSource(policy, group))
    for (const attachment of index.attachments.get(carrier) ?? []) {
      if (attachment.as !== 'permissions') continue
      const source = sourceOf(attachment.policy, attachment, group)
      if (source) sources.push(source)
      else unresolved.push({ name: display(attachment.policy.text), span: attachment.span })
    }
  }
  collect(identity, undefined)
  for (const group of new Set(index.groups.get(identity) ?? [])) collect(group, group)
  const answer: IdentityPolicies = { sources, boundary: boundaryOf(identity, index), unresolved }
  index.answers.set(identity, answer)
  return answer
}

/** The groups of a user. */
export function groupsOf(identity: Identity, model: IamModel): readonly Group[] {
  return [...new Set(indexOf(model).groups.get(identity) ?? [])]
}

/** Every principal of a model that can act: users, roles and permission sets. Groups act through their users. */
export function actorsOf(model: IamModel): readonly Identity[] {
  return [...model.users, ...model.roles, ...model.permissionSets]
}

function inlineSource(policy: Policy, group: Group | undefined): PolicySource {
  const name = policy.name ? display(policy.name) : policy.resource.name
  return {
    document: policy.document,
    name,
    policy,
    managedByAws: false,
    attachment: undefined,
    group,
    span: policy.use,
  }
}

function sourceOf(
  reference: Reference<Policy>,
  attachment: Attachment | undefined,
  group: Group | undefined,
): PolicySource | undefined {
  const span = attachment?.span ?? reference.text.span
  const awsName = managedPolicyName(reference.text) ?? awsManaged(reference.to)
  if (awsName !== undefined) {
    const document = managedDocument(awsName)
    if (!document) return undefined
    return { document, name: awsName, policy: reference.to, managedByAws: true, attachment, group, span }
  }
  const policy = reference.to
  if (!policy || policy.kind === 'aws-managed') return undefined
  const name = policy.name ? display(policy.name) : policy.resource.name
  return { document: policy.document, name, policy, managedByAws: false, attachment, group, span }
}

function awsManaged(policy: Policy | undefined): string | undefined {
  if (policy?.kind !== 'aws-managed' || !policy.name) return undefined
  const written = display(policy.name)
  return managedPolicyName(policy.name) ?? (managedDocument(written) ? written : undefined)
}

function boundaryOf(identity: Identity, index: ModelIndex): IdentityPolicies['boundary'] {
  const attached = (index.attachments.get(identity) ?? []).find((attachment) => attachment.as === 'boundary')
  const reference = (identity.kind === 'group' ? undefined : identity.boundary) ?? attached?.policy
  if (!reference) return 'none'
  return sourceOf(reference, attached, undefined) ?? 'unknown'
}
