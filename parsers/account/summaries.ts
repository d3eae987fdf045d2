import { entry, literal, type ObjectData } from '../../src/model/value'
import { addResource, type Evidence, objectOf, objectsOf, stringOf, textOf } from './evidence'

/**
 * `aws iam get-account-summary`. A resource `account.summary` has the numbers under the API's names, and one
 * `account.root` what they say of the root user: `AccessKeysPresent`, `MfaEnabled`, `SigningCertificatesPresent`,
 * `PasswordPresent` (each 0 or 1).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export function readAccountSummary(evidence: Evidence, data: ObjectData): void {
  const map = entry(data, 'SummaryMap')
  if (map?.kind !== 'object') return
  const address = `${evidence.scope}#summary`
  const about = { type: 'account.summary', canonicalType: 'account.summary', name: 'summary', span: map.span }
  addResource(evidence, { address, ...about, properties: map })
  const root = objectOf(
    {
      AccessKeysPresent: entry(map, 'AccountAccessKeysPresent'),
      MfaEnabled: entry(map, 'AccountMFAEnabled'),
      SigningCertificatesPresent: entry(map, 'AccountSigningCertificatesPresent'),
      PasswordPresent: entry(map, 'AccountPasswordPresent'),
    },
    map.span,
  )
  addResource(evidence, {
    address: `${evidence.scope}#root`,
    type: 'account.root',
    canonicalType: 'account.root',
    name: 'root',
    span: root.entries[0]?.value.span ?? map.span,
    properties: root,
  })
}

/**
 * `aws iam get-account-password-policy`: a resource `account.password-policy`, its properties the API's.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
export function readPasswordPolicy(evidence: Evidence, data: ObjectData): void {
  const policy = entry(data, 'PasswordPolicy')
  if (policy?.kind !== 'object') return
  const resource = addResource(evidence, {
    address: `${evidence.scope}#password-policy`,
    type: 'account.password-policy',
    canonicalType: 'account.password-policy',
    name: 'password policy',
    span: policy.entries[0]?.key.span ?? policy.span,
    properties: policy,
  })
  evidence.model.passwordPolicies.push({ kind: 'password-policy', resource })
}

/**
 * `aws iam get-service-last-accessed-details`: a resource `account.last-accessed`. Properties: `Entity`, the ARN that
 * used the services last, where all of them were used by one (a report on a role or a user), and the API's
 * `JobCompletionDate` and `ServicesLastAccessed` (`ServiceNamespace`, `LastAuthenticated`, `TrackedActionsLastAccessed`).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export function readLastAccessed(evidence: Evidence, data: ObjectData): void {
  const services = entry(data, 'ServicesLastAccessed')
  const entities = objectsOf(services).flatMap((service) => textOf(service, 'LastAuthenticatedEntity') ?? [])
  const names = new Set(entities.map((entity) => literal(entity)))
  const entity = names.size === 1 ? entities[0] : undefined
  const status = stringOf(data, 'JobStatus')
  if (status !== '' && status !== 'COMPLETED') {
    const message = `says that its job is ${status}: ask again with get-service-last-accessed-details when it is COMPLETED`
    evidence.diagnostics.push({ level: 'warning', kind: 'account-truncated', message, file: evidence.source.path })
  }
  addResource(evidence, {
    address: `${(entity && literal(entity)) ?? evidence.source.path}#last-accessed`,
    type: 'account.last-accessed',
    canonicalType: 'account.last-accessed',
    name: (entity && literal(entity)) ?? 'last accessed',
    span: entity?.span ?? services?.span ?? data.span,
    properties: objectOf(
      { Entity: entity, JobCompletionDate: entry(data, 'JobCompletionDate'), ServicesLastAccessed: services },
      data.span,
    ),
  })
}
