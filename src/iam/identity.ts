import type { Attachment, Group, IamModel, Identity, Policy, Reference } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { readableName } from '../model/names'
import type { Span } from '../model/source'
import { display, type Guard } from '../model/value'
import { boundaryOf as boundaryReference, policiesOf } from '../model/queries'
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
  /** True when it is his only under a deployment-time condition that he himself does not hang on. */
  readonly guarded: boolean
}

/** All that a principal has by identity policies. */
export interface IdentityPolicies {
  readonly sources: readonly PolicySource[]
  /** His permissions boundary: `none`, known, or one that is there and whose document nobody knows. */
  readonly boundary: 'none' | 'unknown' | PolicySource
  /** Policies that are his and whose documents nobody knows, as written. */
  readonly unresolved: readonly { readonly name: string; readonly span: Span }[]
}

const answers = new WeakMap<IamModel, Map<Identity, IdentityPolicies>>()

/**
 * The policies of a principal: inline, attached, those of his groups, and his boundary. The model must be linked and
 * must not change afterwards: the answer is kept.
 */
export function identityPolicies(identity: Identity, model: IamModel): IdentityPolicies {
  let known = answers.get(model)
  if (!known) {
    known = new Map()
    answers.set(model, known)
  }
  let answer = known.get(identity)
  if (!answer) {
    answer = collect(identity, model)
    known.set(identity, answer)
  }
  return answer
}

function collect(identity: Identity, model: IamModel): IdentityPolicies {
  const sources: PolicySource[] = []
  const unresolved: { name: string; span: Span }[] = []
  for (const held of policiesOf(model, identity)) {
    if (held.how === 'inline' && held.policy) sources.push(inlineSource(held.policy, held.via, identity))
    if (!held.mention || !held.attachment) continue
    const source = sourceOf(held.mention, held.attachment, held.via, identity)
    if (source) sources.push(source)
    else unresolved.push({ name: display(held.mention.text), span: held.attachment.span })
  }
  const reference = boundaryReference(model, identity)
  const boundary = reference ? (sourceOf(reference, undefined, undefined, identity) ?? 'unknown') : 'none'
  return { sources, boundary, unresolved }
}

/** Every principal of a model that can act: users, roles and permission sets. Groups act through their users. */
export function actorsOf(model: IamModel): readonly Identity[] {
  return [...model.users, ...model.roles, ...model.permissionSets]
}

function inlineSource(policy: Policy, group: Group | undefined, identity: Identity): PolicySource {
  const guarded = hasOwnGuards(identity, policy.resource, policy)
  const name = readableName(policy.name, policy.resource)
  return {
    document: policy.document,
    name,
    policy,
    managedByAws: false,
    attachment: undefined,
    group,
    span: policy.use,
    guarded,
  }
}

/** Whether something that brings a policy exists under conditions that its principal does not share. */
function hasOwnGuards(identity: Identity, ...brought: readonly ({ guards?: readonly Guard[] } | undefined)[]): boolean {
  const shared = new Set(identity.resource.guards.map((guard) => `${guard.is} ${guard.condition}`))
  return brought.some((one) => one?.guards?.some((guard) => !shared.has(`${guard.is} ${guard.condition}`)))
}

function sourceOf(
  reference: Reference<Policy>,
  attachment: Attachment | undefined,
  group: Group | undefined,
  identity: Identity,
): PolicySource | undefined {
  const guarded = hasOwnGuards(identity, attachment?.resource, attachment, reference.to?.resource)
  const span = attachment?.span ?? reference.text.span
  const awsName = managedPolicyName(reference.text) ?? awsManaged(reference.to)
  if (awsName !== undefined) {
    const document = managedDocument(awsName)
    if (!document) return undefined
    return { document, name: awsName, policy: reference.to, managedByAws: true, attachment, group, span, guarded }
  }
  const policy = reference.to
  if (!policy || policy.kind === 'aws-managed') return undefined
  const name = readableName(policy.name, policy.resource)
  return { document: policy.document, name, policy, managedByAws: false, attachment, group, span, guarded }
}

function awsManaged(policy: Policy | undefined): string | undefined {
  if (policy?.kind !== 'aws-managed' || !policy.name) return undefined
  const written = display(policy.name)
  return managedPolicyName(policy.name) ?? (managedDocument(written) ? written : undefined)
}
