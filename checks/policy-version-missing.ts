import type { Span } from '../src/model/source'
import { type Data, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { costOfOldVersion } from './variable-mention'
import { isWritten } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
export default defineCheck({
  id: 'policy-version-missing',
  title: 'Policy without Version',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { parliament: ['NO_VERSION'], accessAnalyzer: ['MISSING_VERSION'], cfnLint: ['W2511'] },
  since: '0.1.0',
  *run(policy) {
    const { document } = policy
    if (!isWritten(policy) || document.version || document.statements.length === 0) return
    const at = keyOfStatements(document.data)
    if (!at) return
    const { message, severity } = costOfOldVersion(policy.document)
    yield {
      ...inPolicy(policy),
      at,
      severity,
      message: `The ${nameOfPolicy(policy)} has no Version, so that AWS takes 2008-10-17: ${message}.`,
      key: 'policy-version-missing',
      fix: { description: 'Add "Version": "2012-10-17".' },
    }
  },
})

/** The key `Statement` of a document to which nothing unknown may add a version. */
function keyOfStatements(data: Data): Span | undefined {
  if (data.kind !== 'object' || (data.open?.length ?? 0) > 0) return undefined
  return data.entries.find(({ key }) => literal(key)?.toLowerCase() === 'statement')?.key.span
}
