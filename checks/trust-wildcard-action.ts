import { actionPattern, actionValue } from '../src/iam/action'
import { isLiteral } from '../src/iam/glob'
import { matches } from '../src/iam/text'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { trustAllows } from './trust-statements'

const assume = actionValue('sts:AssumeRole')

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html and the grammar of trust policies. */
export default defineCheck({
  id: 'trust-wildcard-action',
  title: 'Trust policy with a wildcard action',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust'],
  maps: { cfnNag: ['F2', 'W14'], guard: ['IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY'] },
  since: '0.1.0',
  *run(policy) {
    for (const statement of trustAllows(policy)) {
      if (statement.actions?.negated) {
        yield report(policy, statement.actions.keySpan, `with NotAction`)
        continue
      }
      for (const item of statement.actions?.items ?? []) {
        const pattern = actionPattern(item)
        if (isLiteral(pattern.exact) || matches(pattern, assume) !== 'yes') continue
        yield report(policy, item.span, `'${display(item)}'`)
      }
    }
  },
})

function report(policy: Parameters<typeof inPolicy>[0], at: typeof policy.use, how: string) {
  return {
    ...inPolicy(policy),
    at,
    message: `The ${nameOfPolicy(policy)} allows ${how}: the principal may assume the role in every way, set session tags and a source identity included, which other policies trust.`,
    key: 'trust-wildcard',
    fix: { description: 'Allow sts:AssumeRole, or the one action of your federation, alone.' },
  }
}
