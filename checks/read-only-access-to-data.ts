import { exposure } from '../src/iam/exposure'
import type { Identity, TrustZone } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOfReference } from './describe'
import { attachedManaged } from './managed-attachment'

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html */
export default defineCheck({
  id: 'read-only-access-to-data',
  title: 'ReadOnlyAccess reads all data',
  severity: 'low',
  confidence: 'high',
  on: 'attachment',
  tags: ['least-privilege', 'aws-managed', 'data'],
  maps: { prowler: ['iam_role_cross_account_readonlyaccess_policy'] },
  since: '0.1.0',
  *run(attachment, { trust }) {
    if (attachedManaged(attachment)?.name !== 'ReadOnlyAccess') return
    const outsiders = attachment.target.to ? isForOutsiders(attachment.target.to, trust) : false
    yield {
      at: attachment.span,
      resource: attachment.resource,
      severity: outsiders ? 'medium' : 'low',
      message: `ReadOnlyAccess on ${nameOfReference(attachment.target)} reads not only settings but contents${outsiders ? ', and principals of another account may assume it' : ''}: every object in S3, every item in DynamoDB, every message and log.`,
      subjects: ['ReadOnlyAccess'],
      key: 'read-only-access',
      fix: { description: 'Attach job-function/ViewOnlyAccess or SecurityAudit, which leave contents out.' },
    }
  },
})

function isForOutsiders(identity: Identity, zone: TrustZone): boolean {
  if (identity.kind !== 'role' || !identity.trust) return false
  return exposure(identity.trust.document, zone).some(
    ({ verdict, certainty }) => certainty === 'yes' && (verdict === 'public' || verdict === 'cross-account'),
  )
}
