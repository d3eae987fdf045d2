import type { PolicyKind } from '../../src/model/iam'
import type { Resource } from '../../src/model/resource'
import { entry, literal, type ObjectData } from '../../src/model/value'
import { parsePolicy } from '../policy-json'
import { addResource, type Evidence, objectsOf, stringOf, textOf } from './evidence'

/** `aws organizations describe-organization`: a resource `account.organization` with the API's properties. */
export function readOrganization(evidence: Evidence, data: ObjectData): void {
  const organization = entry(data, 'Organization')
  if (organization?.kind !== 'object') return
  addNamed(evidence, organization, 'account.organization', 'AWS::Organizations::Organization', 'Id')
}

/** `aws organizations list-accounts`: resources `account.organization-account` (`Id`, `Email`, `Status` ...). */
export function readAccounts(evidence: Evidence, data: ObjectData): void {
  for (const account of objectsOf(entry(data, 'Accounts'))) {
    addNamed(evidence, account, 'account.organization-account', 'AWS::Organizations::Account', 'Name')
  }
}

/** `aws organizations list-roots`: resources `account.organization-root`, whose `PolicyTypes` say what is enabled. */
export function readRoots(evidence: Evidence, data: ObjectData): void {
  for (const root of objectsOf(entry(data, 'Roots'))) {
    addNamed(evidence, root, 'account.organization-root', 'account.organization-root', 'Id')
  }
}

const policyKinds: Readonly<Record<string, PolicyKind>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
}

/**
 * `aws organizations describe-policy`: a resource `account.organization-policy`, and an SCP or RCP with its document.
 * Policies of other types (tags, backups) have a language of their own and stay a resource.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html
 */
export function readOrganizationPolicy(evidence: Evidence, data: ObjectData): void {
  const policy = entry(data, 'Policy')
  const summary = entry(policy, 'PolicySummary')
  if (policy?.kind !== 'object' || summary?.kind !== 'object') return
  const resource = addNamed(evidence, summary, 'account.organization-policy', 'AWS::Organizations::Policy', 'Name')
  const content = entry(policy, 'Content')
  const kind = policyKinds[stringOf(summary, 'Type')]
  if (!content || !kind) return
  const name = textOf(summary, 'Name')
  evidence.model.policies.push({ kind, resource, name, document: parsePolicy(content), use: content.span })
}

function addNamed(
  evidence: Evidence,
  data: ObjectData,
  type: string,
  canonicalType: string,
  nameKey: string,
): Resource {
  const name = textOf(data, nameKey) ?? textOf(data, 'Id')
  const address = stringOf(data, 'Arn') || stringOf(data, 'Id') || `${evidence.source.path}#${type}`
  const shown = (name && literal(name)) ?? address
  const span = name?.span ?? data.span
  return addResource(evidence, { address, type, canonicalType, name: shown, span, properties: data })
}
