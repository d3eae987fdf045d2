import type { Statement } from '../src/model/policy'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { areTogether, writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export default defineCheck({
  id: 'duplicate-sid',
  title: 'Sid given twice',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    parliament: ['DUPLICATE_SID'],
    accessAnalyzer: ['UNIQUE_SIDS_REQUIRED', 'UNIQUE_SIDS_RECOMMENDED'],
    cfnLint: ['E3510'],
  },
  since: '0.1.0',
  *run(policy) {
    const bySid = new Map<string, Statement[]>()
    for (const statement of writtenStatements(policy)) {
      const sid = statement.sid && literal(statement.sid)
      if (!sid || !statement.sid) continue
      const earlier = bySid.get(sid) ?? []
      const first = earlier.find((other) => areTogether(other, statement))
      bySid.set(sid, [...earlier, statement])
      if (!first?.sid) continue
      yield {
        ...inPolicy(policy),
        at: statement.sid.span,
        message: `The Sid '${sid}' occurs twice in the ${nameOfPolicy(policy)}: AWS rejects the policy, or Terraform puts one statement in place of the other.`,
        subjects: [sid],
        key: `duplicate-sid ${sid}`,
        related: [{ span: first.sid.span, message: 'The first statement of this Sid' }],
        fix: { description: 'Give each statement a Sid of its own, or none.' },
      }
    }
  },
})
