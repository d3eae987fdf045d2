import type { Report } from '../src/model/finding'
import type { IamModel, IdentityKind, Policy } from '../src/model/iam'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy, nameOfReference } from './describe'
import { leastSize } from './policy-size'

/** Characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const managed = 6_144
/** All inline policies of one identity together, from the same page. */
const inline: Readonly<Partial<Record<IdentityKind, number>>> = { user: 2_048, group: 5_120, role: 10_240 }
/** A trust policy; the second is what AWS raises the first to on request. */
const trust = { usual: 2_048, raised: 8_192 }
/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const organization = 5_120
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html: 20 KB. */
const bucket = 20_480

export default defineCheck({
  id: 'policy-too-long',
  title: 'Policy that is longer than AWS takes',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['validity'],
  maps: { accessAnalyzer: ['POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA'] },
  since: '0.1.0',
  *run(model) {
    for (const policy of model.policies) yield* singleReports(policy)
    for (const policies of inlineGroups(model)) yield* inlineReports(policies)
  },
})

function* singleReports(policy: Policy): Generator<Report> {
  const limit = limitOf(policy)
  if (limit === undefined) return
  const size = leastSize(policy.document.data)
  if (size <= limit) return
  const raisable = policy.kind === 'trust' && size <= trust.raised
  yield {
    ...inPolicy(policy),
    at: policy.use,
    severity: raisable ? 'low' : 'medium',
    message: `The ${nameOfPolicy(policy)} has ${size} characters without white space, and AWS takes ${limit}${raisable ? ` unless the quota is raised (to ${trust.raised} at most)` : ''}: the deployment fails.`,
    key: 'policy-too-long',
    fix: { description: advice(policy) },
  }
}

function limitOf(policy: Policy): number | undefined {
  if (policy.kind === 'managed') return managed
  if (policy.kind === 'trust') return trust.usual
  if (policy.kind === 'scp' || policy.kind === 'rcp') return organization
  return policy.kind === 'resource' && policy.protects?.type === 'AWS::S3::Bucket' ? bucket : undefined
}

const advice = (policy: Policy): string =>
  policy.kind === 'managed'
    ? 'Split it by what it is for, or name actions by a part of a service.'
    : 'Say it more shortly: list resources in one statement, and leave Sids out.'

/** The inline policies of one identity, together. */
function inlineGroups(model: IamModel): Iterable<readonly Policy[]> {
  const groups = new Map<unknown, Policy[]>()
  for (const policy of model.policies) {
    if (policy.kind !== 'inline' || !policy.carrier) continue
    const { carrier, resource } = policy
    const whose = carrier.to ?? `${resource.scope} ${carrier.identityKind} ${display(carrier.text)}`
    const all = groups.get(whose)
    if (all) all.push(policy)
    else groups.set(whose, [policy])
  }
  return groups.values()
}

function* inlineReports(policies: readonly Policy[]): Generator<Report> {
  // What exists under a condition may not be there together with the rest.
  const sure = policies.filter((policy) => policy.resource.guards.length === 0)
  const sized = sure.map((policy) => ({ policy, size: leastSize(policy.document.data) }))
  const total = sized.reduce((sum, { size }) => sum + size, 0)
  const largest = sized.sort((one, other) => other.size - one.size)[0]?.policy
  const limit = largest?.carrier && inline[largest.carrier.identityKind]
  if (!largest?.carrier || limit === undefined || total <= limit) return
  const count = sized.length === 1 ? 'The inline policy' : `The ${sized.length} inline policies`
  yield {
    ...inPolicy(largest),
    at: largest.use,
    message: `${count} of ${nameOfReference(largest.carrier)} ${sized.length === 1 ? 'has' : 'have'} ${total} characters without white space, and AWS takes ${limit} for all together: the deployment fails.`,
    key: 'policy-too-long inline',
    fix: { description: 'Make managed policies of them, which have 6144 characters each.' },
  }
}
