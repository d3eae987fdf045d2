import { conditionsOf } from '../src/iam/condition'
import { context, present } from '../src/iam/context'
import { hasVariables } from '../src/iam/statement'
import type { Policy } from '../src/model/iam'
import { property } from '../src/model/resource'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { deniesOf } from './organization-statements'
import { itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html */
export default defineCheck({
  id: 'scp-does-not-deny-root',
  title: 'Root users of member accounts may do everything',
  severity: 'low',
  confidence: 'medium',
  on: 'model',
  tags: ['organizations', 'root'],
  maps: {},
  since: '0.1.0',
  whole: true,
  *run(model) {
    const scps = model.policies.filter((policy) => policy.kind === 'scp')
    const [first] = scps
    if (!first || scps.some((policy) => policy.document.unknown.length > 0 || deniesRoot(policy))) return
    // Without credentials the root users can do nothing either.
    const features = model.resources.filter((resource) => resource.type === 'aws_iam_organizations_features')
    const enabled = features.flatMap((resource) => itemsOf(property(resource, ['enabled_features'])).map(literalOf))
    if (enabled.some((name) => name === undefined || name === 'RootCredentialsManagement')) return
    yield {
      at: first.resource.span,
      resource: first.resource,
      message: `No SCP of this code denies the root users of member accounts: whoever recovers such a password by mail does everything.`,
      key: 'scp-root',
      fix: { description: 'Deny * where aws:PrincipalArn is like arn:aws:iam::*:root, or centralise root access.' },
    }
  },
})

const rootRequest = context({
  'aws:PrincipalArn': present('arn:aws:iam::111122223333:root'),
  'aws:PrincipalAccount': present('111122223333'),
})

/** A Deny that its conditions aim at root users. */
function deniesRoot(policy: Policy): boolean {
  return deniesOf(policy).some((statement) => {
    const aimed = statement.conditions.some(({ key }) => literal(key)?.toLowerCase() === 'aws:principalarn')
    return (
      aimed &&
      conditionsOf(statement, hasVariables(policy.document), rootRequest).answer !== 'no' &&
      isAimedAtRoot(statement)
    )
  })
}

function isAimedAtRoot(statement: ReturnType<typeof deniesOf>[number]): boolean {
  return statement.conditions.some(
    ({ operator, values }) =>
      !/not/i.test(literal(operator) ?? 'not') && values.items.some((item) => /:root$|\*$/.test(literal(item) ?? '')),
  )
}
