import { adminDocument } from '../src/iam/admin'
import { documentEscalations, type EscalationPath } from '../src/iam/escalation'
import { managedDocument, managedPolicyName } from '../src/iam/managed'
import type { Attachment } from '../src/model/iam'
import type { PolicyDocument } from '../src/model/policy'

/** The AWS managed policy that an attachment gives as permissions: its name after `policy/`, and its document. */
export function attachedManaged(
  attachment: Attachment,
): { readonly name: string; readonly document: PolicyDocument } | undefined {
  if (attachment.as !== 'permissions') return undefined
  const name = managedPolicyName(attachment.policy.text)
  const document = name === undefined ? undefined : managedDocument(name)
  return name !== undefined && document ? { name, document } : undefined
}

/** Policies for service roles are meant for the service that they are named for. */
export const isForServices = (name: string): boolean => /^(?:service-role|aws-service-role)\//.test(name)

/** Whether a managed policy is everything, or leads there: `aws-managed-admin-policy` speaks of those. */
export function isAsGoodAsAdmin(name: string, document: PolicyDocument): boolean {
  if (name === 'PowerUserAccess' || adminDocument(document) !== undefined) return true
  return wayToAdmin(document) !== undefined
}

/**
 * The surest way that a managed policy opens by itself. What commands something that runs already only leads as far as
 * the role of that thing, and is none.
 */
export function wayToAdmin(document: PolicyDocument): EscalationPath | undefined {
  let found = ways.get(document)
  if (found === undefined) {
    found =
      documentEscalations(document).find(
        ({ certainty, steps }) => certainty !== 'possible' && steps[0]?.known.target !== 'workload',
      ) ?? null
    ways.set(document, found)
  }
  return found ?? undefined
}

/** One policy of AWS is attached many times. */
const ways = new WeakMap<PolicyDocument, EscalationPath | null>()
