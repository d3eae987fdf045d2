import type { ActionInfo } from '../src/iam/data'
import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { hasGraverCheck } from './unscoped-kinds'

/** What every function does, and what one in a network does, most of them on everything, as AWS's own roles for them say. */
const isUsual = ({ service, name }: ActionInfo): boolean =>
  (service === 'logs' && /^(?:CreateLogGroup|CreateLogStream|PutLogEvents)$/.test(name)) ||
  (service === 'ec2' && /^(?:Create|Delete|Detach)NetworkInterface$|^(?:Una|A)ssignPrivateIpAddresses$/.test(name))

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export default defineCheck({
  id: 'wildcard-resource',
  title: 'Actions on every resource that could be on one',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {
    checkov: ['CKV_AWS_355', 'CKV_AWS_356', 'CKV_AWS_111', 'CKV_AWS_290'],
    trivy: ['AWS-0057'],
    cfnNag: ['W11', 'W12', 'W13'],
    cdkNag: ['AwsSolutions-IAM5'],
    sonar: ['S6304'],
    cfnLint: ['I3510'],
  },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'wildcard-resource',
        has: (action) => action.level !== 'L' && !hasGraverCheck(action),
        // What is worth stealing by reading has graver checks: what is left tells settings.
        severity: (actions) => (actions.every((action) => action.level === 'R' || isUsual(action)) ? 'low' : 'medium'),
        risk: 'AWS lets this be granted on single resources, and a stolen credential reaches every one',
        fix: 'Name the resources; keep what takes no resource in a statement of its own.',
        wholeKinds: false,
      },
      context,
    ),
})
