import type { EscalationPath, EscalationStep } from '../src/iam/escalation'
import type { Report } from '../src/model/finding'
import type { Identity } from '../src/model/iam'
import { inPolicy, nameOf } from './describe'

/** How findings speak of ways to more privileges. */

export const confidences = { certain: 'high', likely: 'medium', possible: 'low' } as const

/** True for a way of nothing but roles that are assumed one after the other, up to an administrator. */
export function isRoleChain({ steps }: EscalationPath): boolean {
  return steps.every((step) => step.known.target === 'assume' && step.target !== undefined)
}

/** Where a way begins: the statement of the principal's own policy, the mention of AWS's, the trust policy. */
export function placeOfStep(step: EscalationStep, identity: Identity): Pick<Report, 'at' | 'resource' | 'definedIn'> {
  const cause = step.causes[0]?.grant
  const own = cause && !cause.source.managedByAws ? cause.source.policy : undefined
  if (own) return { ...inPolicy(own), at: cause?.statement.actions?.span ?? own.resource.span }
  return {
    resource: cause?.source.attachment?.resource ?? identity.resource,
    at: cause?.source.span ?? step.trust?.span ?? identity.resource.span,
  }
}

/** ` through role 'a', then role 'b'`; '' where nobody else is on the way. */
export function throughWhom({ steps }: EscalationPath, identity: Identity): string {
  const names = steps.flatMap((step) => (step.target && step.target !== identity ? [nameOf(step.target)] : []))
  return names.length > 0 ? ` through ${names.join(', then ')}` : ''
}

/** The sentence with a capital letter. */
export const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
