import { identityPolicies, type PolicySource } from '../src/iam/identity'
import { membershipsOf } from '../src/model/queries'
import { defineCheck } from './check'
import { nameOfMention } from './describe'
import { isMfaCondition } from './mfa-worlds'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_users-self-manage-mfa-and-creds.html */
export default defineCheck({
  id: 'console-user-without-mfa-policy',
  title: 'Console user whom no policy asks for MFA',
  severity: 'high',
  confidence: 'high',
  on: 'login-profile',
  tags: ['mfa', 'identities'],
  maps: { cis: ['1.9'], fsbp: ['IAM.5'], trivy: ['AWS-0145'], kics: ['IAM User Policy Without MFA'] },
  since: '0.1.0',
  *run(profile, { model }) {
    const user = profile.user.to
    if (!user) return
    const { sources, boundary, unresolved } = identityPolicies(user, model)
    // Without a policy there is nothing to hold back.
    if (sources.length === 0 || boundary === 'unknown') return
    if ([...sources, ...(boundary === 'none' ? [] : [boundary])].some(asksForMfa)) return
    const unknownGroup = membershipsOf(model, user).some((membership) => !membership.group.to)
    const unsure = unresolved.length > 0 || unknownGroup || sources.some(isPartlyUnknown)
    yield {
      at: profile.span,
      resource: profile.resource,
      confidence: unsure ? 'low' : 'high',
      message: `User '${nameOfMention(profile.user)}' signs in with a password, and none of his policies or of his groups' asks for MFA: a phished password is all that an attacker needs.`,
      key: 'console-user-without-mfa-policy',
      fix: {
        description: 'Add a Deny of all but the set-up of MFA with BoolIfExists aws:MultiFactorAuthPresent false.',
      },
    }
  },
})

const asksForMfa = ({ document }: PolicySource): boolean =>
  document.statements.some((statement) => statement.conditions.some(isMfaCondition))

const isPartlyUnknown = ({ document }: PolicySource): boolean =>
  document.unknown.length > 0 || document.statements.some((statement) => statement.unknownConditions.length > 0)
