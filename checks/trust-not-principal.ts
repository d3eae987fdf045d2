import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOfPolicy } from './describe'
import { trustAllows } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
export default defineCheck({
  id: 'trust-not-principal',
  title: 'Role that everybody but a few may assume',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'exposure'],
  maps: {
    cfnNag: ['F6'],
    parliament: ['NOTPRINCIPAL_WITH_ALLOW'],
    accessAnalyzer: ['ROLE_TRUST_POLICY_SYNTAX_ERROR_NOT_PRINCIPAL'],
  },
  since: '0.1.0',
  *run(policy) {
    for (const statement of trustAllows(policy)) {
      if (!statement.principals?.negated) continue
      yield {
        ...inPolicy(policy),
        at: statement.principals.keySpan,
        message: `The ${nameOfPolicy(policy)} allows everybody but ${listOf(statement.principals.entries.map((entry) => display(entry.value)))}: the whole world, anonymous callers included, is not on the list.`,
        key: 'not-principal',
        fix: { description: 'Name those who may assume the role with Principal.' },
      }
    }
  },
})
