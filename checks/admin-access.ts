import { adminDocument, isAdmin } from '../src/iam/admin'
import { identityPolicies } from '../src/iam/identity'
import type { Report } from '../src/model/finding'
import type { Identity, IamModel, Policy } from '../src/model/iam'
import { defineCheck } from './check'
import { inPolicy, nameOf, nameOfPolicy } from './describe'
import { isIdentityPolicy } from './identity-statements'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1 */
export default defineCheck({
  id: 'admin-access',
  title: 'Full access to everything',
  severity: 'high',
  confidence: 'high',
  on: 'model',
  tags: ['least-privilege', 'admin'],
  maps: {
    cis: ['1.15'],
    fsbp: ['IAM.1'],
    checkov: ['CKV_AWS_1', 'CKV_AWS_62'],
    trivy: ['AWS-0057'],
    cfnNag: ['F3', 'F4', 'F5'],
    cdkNag: ['IAMPolicyNoStatementsWithAdminAccess'],
    parliament: ['RESOURCE_STAR'],
  },
  since: '0.1.0',
  *run(model) {
    for (const policy of model.policies) {
      if (isIdentityPolicy(policy, model)) yield* policyReports(policy)
    }
    for (const identity of [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]) {
      yield* combinedReports(identity, model)
    }
  },
})

function* policyReports(policy: Policy): Generator<Report> {
  const admin = adminDocument(policy.document)
  const [first, ...others] = admin?.statements ?? []
  if (!admin || !first) return
  const name = nameOfPolicy(policy)
  const who =
    others.length === 0 ? `The ${name} allows` : `${admin.statements.length} statements of the ${name} together allow`
  const but = admin.missing > 0 ? ` (all but ${admin.missing} actions)` : ''
  yield {
    ...inPolicy(policy),
    at: first.span,
    message: `${who} every action on every resource${but}: whoever has it owns the account.`,
    related: others.map((statement) => ({ span: statement.span, message: 'And this one' })),
    subjects: ['*'],
    key: 'admin',
    fix: { description: 'List the actions that the job needs, on the resources that it needs.' },
  }
}

/** Admin by several policies, none of which is by itself. */
function* combinedReports(identity: Identity, model: IamModel): Generator<Report> {
  const policies = identityPolicies(identity, model)
  if (policies.sources.some((source) => adminDocument(source.document))) return
  const [first, ...others] = isAdmin(identity, model)?.statements ?? []
  if (!first) return
  yield {
    at: identity.resource.span,
    resource: identity.resource,
    message: `The policies of ${nameOf(identity)} together allow every action on every resource: whoever is it owns the account.`,
    related: [first, ...others].map((statement) => ({ span: statement.span, message: 'One part of it' })),
    subjects: ['*'],
    key: 'admin together',
    fix: { description: 'List the actions that the job needs, on the resources that it needs.' },
  }
}
