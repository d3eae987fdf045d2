import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { writtenStatements } from './written-statements'

/** More than these is more than a reviewer holds in his head.. */
const most = { statements: 20, actions: 100 }

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege */
export default defineCheck({
  id: 'policy-complexity',
  title: 'Policy that is too long to review',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {},
  since: '0.1.0',
  optional: true,
  *run(policy) {
    const statements = writtenStatements(policy)
    const actions = statements.reduce((sum, statement) => sum + (statement.actions?.items.length ?? 0), 0)
    if (statements.length <= most.statements && actions <= most.actions) return
    yield {
      ...inPolicy(policy),
      at: policy.use,
      message: `The ${nameOfPolicy(policy)} has ${statements.length} statements and ${actions} actions: a grant too many goes unnoticed in it.`,
      key: 'policy-complexity',
      fix: {
        description: `Split it by what it is for: ${most.statements} statements and ${most.actions} actions at most.`,
      },
    }
  },
})
