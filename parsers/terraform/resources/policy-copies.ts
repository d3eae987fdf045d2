import type { Attachment, IamModel, IdentityReference, Policy } from '../../../src/model/iam'
import { ownerOf } from '../../../src/model/reference-index'
import type { Resource } from '../../../src/model/resource'
import type { Text } from '../../../src/model/value'
import { literal } from '../../../src/model/value'

/**
 * Takes out of a model the copies that a plan shows. What `aws_s3_bucket_policy` sets, the provider reads back as the
 * attribute `policy` of `aws_s3_bucket`, which nobody wrote there; what `aws_iam_role_policy` and
 * `aws_iam_role_policy_attachment` set, as `inline_policy` and `managed_policy_arns` of the role. What no other resource
 * of the plan sets is kept.
 */
export function withoutCopies(model: IamModel): IamModel {
  if (!model.resources.some(isReadBack)) return model
  const { policies, attachments } = model
  return { ...model, policies: unique(policies, policyKeys), attachments: unique(attachments, attachmentKeys) }
}

function isReadBack(resource: Resource): boolean {
  return resource.framework === 'terraform-plan'
}

/** The nodes without those that are written in what they belong to, and said by a resource of their own as well. */
function unique<T extends Policy | Attachment>(nodes: readonly T[], keysOf: (node: T) => readonly string[]): T[] {
  const said = new Set(nodes.flatMap((node) => (isOwn(node) ? [] : keysOf(node))))
  return nodes.filter(
    (node) => !(isOwn(node) && isReadBack(node.resource) && keysOf(node).some((key) => said.has(key))),
  )
}

/** Whether a node is an attribute of what it belongs to. */
function isOwn(node: Policy | Attachment): boolean {
  if ('target' in node) return node.target.to?.resource === node.resource
  return node.carrier?.to?.resource === node.resource || node.protects?.reference?.to === node.resource
}

/** What a policy belongs to, in each way that may be said, with what tells it from others there. */
function policyKeys(policy: Policy): readonly string[] {
  const { kind, resource, carrier, protects, name } = policy
  if (kind === 'inline' && carrier) return keysWith('inline', carrier, resource, name)
  const mention = protects?.reference
  if (!mention) return []
  const names = mention.to === resource ? namesOf(resource) : mentions(mention.text)
  return names.map((each) => `${resource.scope}\n${protects?.type}\n${each}`)
}

function attachmentKeys({ resource, target, policy, as }: Attachment): readonly string[] {
  return keysWith(as, target, resource, policy.text)
}

/** What is not known tells nothing from anything else. */
function keysWith(how: string, of: IdentityReference, resource: Resource, name: Text | undefined): readonly string[] {
  const known = name && literal(name)
  return known === undefined ? [] : identityKeys(of, resource).map((key) => `${how}\n${key}\n${known}`)
}

function identityKeys(identity: IdentityReference, { scope }: Resource): readonly string[] {
  const { to, text, identityKind } = identity
  const names = [...mentions(text), ...(to ? [`${to.resource.scope}|${to.resource.address}`] : [])]
  return names.map((each) => `${scope}\n${identityKind}\n${each}`)
}

/** All by which a resource may be mentioned: its address, and every text among its values (id, ARN, name, URL). */
function namesOf({ scope, address, properties }: Resource): readonly string[] {
  const values = properties.entries.flatMap(({ value }) => (value.kind === 'text' ? (literal(value) ?? []) : []))
  return [`${scope}|${address}`, ...values]
}

/** A name as it is written, and the resource whose attribute it is. */
function mentions(text: Text): readonly string[] {
  const name = literal(text)
  if (name !== undefined) return name === '' ? [] : [name]
  const only = text.parts.length === 1 ? text.parts[0] : undefined
  return only?.kind === 'hole' && only.symbol ? [ownerOf(only.symbol)] : []
}
