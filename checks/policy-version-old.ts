import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { costOfOldVersion } from './variable-mention'
import { isWritten } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
export default defineCheck({
  id: 'policy-version-old',
  title: 'Policy of version 2008-10-17',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { parliament: ['OLD_VERSION'], cfnLint: ['W2511'] },
  since: '0.1.0',
  *run(policy) {
    const { version } = policy.document
    if (!isWritten(policy) || !version || literal(version) !== '2008-10-17') return
    const { message, severity } = costOfOldVersion(policy.document)
    yield {
      ...inPolicy(policy),
      at: version.span,
      severity,
      message: `The ${nameOfPolicy(policy)} is of version 2008-10-17: ${message}.`,
      key: 'policy-version-old',
      fix: { description: 'Write 2012-10-17.' },
    }
  },
})
