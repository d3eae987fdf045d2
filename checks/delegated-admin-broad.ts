import { knownActions } from '../src/iam/action'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import type { Resource } from '../src/model/resource'
import { property } from '../src/model/resource'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { literalOf } from './setting'

/** What the administrator of a service can do in every account. */
const powers = new Map([
  ['sso.amazonaws.com', 'give anybody any permission set'],
  ['member.org.stacksets.cloudformation.amazonaws.com', 'deploy any template, roles included,'],
  ['iam.amazonaws.com', 'act as root'],
  ['ssm.amazonaws.com', 'change what runs on instances'],
])

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html */
export default defineCheck({
  id: 'delegated-admin-broad',
  title: 'Delegated administrator as good as the management account',
  severity: 'note',
  confidence: 'high',
  on: 'model',
  tags: ['organizations'],
  maps: {},
  since: '0.1.0',
  *run(model) {
    for (const resource of model.resources) {
      if (resource.type === 'aws_organizations_delegated_administrator') yield* delegated(resource)
    }
    for (const policy of model.policies) {
      if (policy.protects?.type === 'AWS::Organizations::Organization') yield* granted(policy)
    }
  },
})

function* delegated(resource: Resource): Generator<Report> {
  const service = property(resource, ['service_principal'])
  const power = powers.get(literalOf(service) ?? '')
  if (!service || !power) return
  yield {
    at: service.span,
    resource,
    message: `The delegated administrator of ${literalOf(service)} can ${power} in every member account: whoever controls that account controls the organization.`,
    subjects: [literalOf(service) ?? ''],
    key: `delegated ${literalOf(service)}`,
    fix: { description: 'Use an account with as few people and workloads as the management account.' },
  }
}

/** What a delegation policy hands out of the organization's own policies. */
function* granted(policy: Policy): Generator<Report> {
  for (const statement of policy.document.statements) {
    if (statement.effect !== 'Allow' || !statement.actions || isOfOtherPolicies(statement)) continue
    const actions = knownActions(statement.actions)
      .map(({ service, name }) => `${service}:${name}`)
      .filter((name) => /^organizations:(?:AttachPolicy|DetachPolicy|UpdatePolicy|DeletePolicy)$/.test(name))
    if (actions.length === 0) continue
    const who = statement.principals?.entries.map((entry) => display(entry.value)) ?? []
    yield {
      ...inPolicy(policy),
      at: statement.actions.span,
      message: `The delegation policy lets ${listOf(who)} call ${listOf(actions)}: whoever controls that account can lift the policies that hold the others back.`,
      subjects: actions,
      key: 'delegation-policy',
      fix: {
        description:
          'Restrict organizations:PolicyType to the types that it is about, and the resources to its targets.',
      },
    }
  }
}

/** A condition that lets in none of the kinds of policy that restrict accounts: backup, tag and the like. */
function isOfOtherPolicies({ conditions }: Statement): boolean {
  const types = conditions.filter(({ key }) => literal(key)?.toLowerCase() === 'organizations:policytype')
  return types.some(({ values }) =>
    values.items.every(
      (item) => /^[A-Z_]+$/.test(display(item)) && !/^(?:SERVICE|RESOURCE)_CONTROL_POLICY$/.test(display(item)),
    ),
  )
}
