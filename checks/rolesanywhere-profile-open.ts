import { property } from '../src/model/resource'
import type { Statement } from '../src/model/policy'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy, nameOfResource } from './describe'
import { isOn } from './setting'
import { trustAllows } from './trust-statements'

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
export default defineCheck({
  id: 'rolesanywhere-profile-open',
  title: 'Any certificate of the trust anchor may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['trust', 'credentials', 'rolesanywhere'],
  maps: { prowler: ['rolesanywhere_trust_anchor'] },
  since: '0.1.0',
  *run(model) {
    for (const policy of model.policies) {
      for (const statement of trustAllows(policy)) {
        const entry = statement.principals?.negated ? undefined : statement.principals?.entries.find(isRolesAnywhere)
        if (!entry || namesCertificate(statement)) continue
        yield {
          ...inPolicy(policy),
          at: entry.value.span,
          message: `The ${nameOfPolicy(policy)} takes every certificate of every trust anchor of the account: whoever gets one of them, made for whatever else, has this role.`,
          subjects: ['rolesanywhere.amazonaws.com'],
          key: 'rolesanywhere',
          fix: { description: 'Require aws:PrincipalTag/x509Subject/CN, and aws:SourceArn of the trust anchor.' },
        }
      }
    }
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::RolesAnywhere::Profile') continue
      const setting = property(resource, ['AcceptRoleSessionName'])
      if (isOn(setting, false) !== 'yes') continue
      yield {
        at: setting?.span ?? resource.span,
        resource,
        severity: 'low',
        message: `Profile '${nameOfResource(resource)}' lets the caller choose the name of the session: the trail no longer says which certificate was used.`,
        key: 'rolesanywhere-session-name',
        fix: {
          description:
            'Leave acceptRoleSessionName off: the session is then named by the serial number of the certificate.',
        },
      }
    }
  },
})

const isRolesAnywhere = ({ type, value }: { type: string; value: Parameters<typeof literal>[0] }): boolean =>
  type === 'Service' && literal(value) === 'rolesanywhere.amazonaws.com'

/** A condition on the certificate or the trust anchor; one that nobody can know counts. */
function namesCertificate({ conditions, unknownConditions }: Statement): boolean {
  if (unknownConditions.length > 0) return true
  return conditions.some(({ key }) => /^aws:(?:principaltag\/x509|sourcearn$)/i.test(literal(key) ?? 'aws:sourcearn'))
}
