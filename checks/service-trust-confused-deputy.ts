import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { letsStrangersUse, sourcePageOfTrust } from './source-keys'
import { trustAllows } from './trust-statements'

/** Services whose roles are passed with what runs under them, in one account: there is hardly a deputy to confuse. */
const workloads = /^(?:batch|codebuild|ecs-tasks|elasticmapreduce|sagemaker|states)\./

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention */
export default defineCheck({
  id: 'service-trust-confused-deputy',
  title: 'Role that a service assumes for whoever asks it',
  severity: 'low',
  confidence: 'medium',
  on: 'policy',
  tags: ['trust', 'confused-deputy'],
  maps: { prowler: ['iam_role_cross_service_confused_deputy_prevention'] },
  since: '0.1.0',
  *run(policy) {
    for (const statement of trustAllows(policy)) {
      if (statement.principals?.negated) continue
      for (const entry of statement.principals?.entries ?? []) {
        const service = entry.type === 'Service' ? literal(entry.value) : undefined
        if (service === undefined || sourcePageOfTrust(service) === undefined) continue
        if (!letsStrangersUse(service, statement, policy.document)) continue
        yield {
          ...inPolicy(policy),
          at: entry.value.span,
          confidence: workloads.test(service) ? 'low' : 'medium',
          message: `The ${nameOfPolicy(policy)} lets ${service} assume it whoever it acts for: should the service take a role's ARN from another account, that account uses this role.`,
          subjects: [service],
          key: `trust-without-source ${service}`,
          fix: {
            description: `Require aws:SourceAccount, and aws:SourceArn where it is known: ${sourcePageOfTrust(service)}.`,
          },
        }
      }
    }
  },
})
