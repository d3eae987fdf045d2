import { knownActions } from '../src/iam/action'
import type { ActionInfo } from '../src/iam/data'
import { type Exposure, exposure } from '../src/iam/exposure'
import type { Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6 */
export default defineCheck({
  id: 'resource-policy-permissions-management',
  title: 'Strangers may change who has access',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure', 'escalation'],
  maps: {
    fsbp: ['S3.6'],
    parliament: ['RESOURCE_POLICY_PRIVILEGE_ESCALATION'],
    cfripper: ['SQSDangerousPolicyActionsRule', 'SNSTopicDangerousPolicyActionsRule'],
  },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource') return
    for (const exposed of exposure(policy.document, trust)) {
      if (!outsiders.includes(exposed.verdict)) continue
      const { statement } = exposed
      const named = changesNamed(statement)
      if (named.length === 0) continue
      yield {
        ...inPolicy(policy),
        at: statement.actions?.span ?? statement.span,
        confidence: exposed.certainty === 'yes' ? 'high' : 'low',
        message: `${capital(whom(exposed))} may call ${listOf(named)} on ${protectedName(policy)}, and so give themselves, or anybody, whatever the policy withholds.`,
        subjects: named,
        key: `permissions-management ${exposed.verdict}`,
        fix: { description: 'Leave the policy of the resource to principals of its own account.' },
      }
    }
  },
})

const outsiders: readonly Exposure['verdict'][] = ['public', 'cross-account', 'organization', 'network']

function whom({ verdict, principals }: Exposure): string {
  if (verdict === 'cross-account' && principals.length > 0)
    return listOf(principals.map((entry) => display(entry.value)))
  return verdict === 'organization' ? 'everybody of an organization' : 'everybody'
}

/** Actions that change who may use the resource, and that are named: what `*` brings has a check of its own. */
function changesNamed(statement: Statement): string[] {
  const { actions } = statement
  if (!actions || actions.negated) return []
  const items = actions.items.filter((item) => !/^[^:]*\*|:\*+$/.test(literal(item) ?? ''))
  // Grants that only AWS services can use are how other accounts share a key for disks and databases.
  const forServices = statement.conditions.some(({ key }) => /^kms:GrantIsForAWSResource$/i.test(literal(key) ?? ''))
  return knownActions({ ...actions, items })
    .filter((action) => changesAccess(action) && !(forServices && action.name === 'CreateGrant'))
    .map((action) => `${action.service}:${action.name}`)
}

function changesAccess({ level, name }: ActionInfo): boolean {
  if (level !== 'P' || /^(?:Get|List|Describe|PutObject|Retire|Revoke)/.test(name)) return false
  return /Polic(?:y|ies)$|Permission|Acl$|Grant$|PublicAccessBlock$|^Set(?:Topic|Queue)Attributes$/.test(name)
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
