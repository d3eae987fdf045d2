import type { Identity } from '../model/iam'
import { knownEscalations } from './escalation-catalogue'
import { normalService } from './principal'
import { asValue, patternOf } from './text'

/** Takes roles for its own work as well as for its clusters, which have another. */
const emr = 'elasticmapreduce.amazonaws.com'

/** Services that run what their users give them under the role: code, commands, templates. */
const runners = new Set([
  ...knownEscalations.flatMap((known) => known.services ?? []).filter((service) => service !== emr),
  'amplify.amazonaws.com',
  'codedeploy.amazonaws.com',
  'codepipeline.amazonaws.com',
  'edgelambda.amazonaws.com',
  'eks.amazonaws.com',
  'events.amazonaws.com',
  'imagebuilder.amazonaws.com',
  'pods.eks.amazonaws.com',
  'scheduler.amazonaws.com',
  'ssm.amazonaws.com',
  'states.amazonaws.com',
])

/**
 * True for a role that only AWS services assume which do no more with it than their own work (AWS Backup, Batch, Spot
 * Fleet): nobody of the account acts as it. False when anyone else may assume it, or nothing is known of who may.
 */
export function worksForAwsAlone(identity: Identity): boolean {
  if (identity.kind !== 'role' || !identity.trust) return false
  const { statements, unknown } = identity.trust.document
  const allows = statements.filter((statement) => statement.effect !== 'Deny')
  if (allows.length === 0 || unknown.length > 0) return false
  return allows.every(({ principals }) => {
    if (!principals || principals.negated || principals.unknown.length > 0) return false
    return principals.entries.every((entry) => {
      const service = patternOf(entry.value, asValue)
      return entry.type === 'Service' && service.holes.length === 0 && !runners.has(normalService(service.exact))
    })
  })
}
