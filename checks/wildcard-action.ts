import { actionPattern } from '../src/iam/action'
import { glob, globContains } from '../src/iam/glob'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { identityAllows } from './identity-statements'
import { severityUnder, underWhat } from './under-conditions'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export default defineCheck({
  id: 'wildcard-action',
  title: 'Every action of every service',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {
    checkov: ['CKV_AWS_63', 'CKV_AWS_49'],
    trivy: ['AWS-0057'],
    cfnNag: ['F3', 'F4', 'F5'],
    cdkNag: ['AwsSolutions-IAM5'],
    sonar: ['S6302'],
  },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const statement of identityAllows(policy, model)) {
      if (!statement.actions || statement.actions.negated) continue
      for (const item of statement.actions.items) {
        if (!namesEveryAction(item)) continue
        yield {
          ...inPolicy(policy),
          at: item.span,
          severity: severityUnder(statement, 'high'),
          message: `'${display(item)}' allows every action of every service${suffix(statement.resources?.items.map(display))}${underWhat(statement)}, also those that AWS adds later, in the ${nameOfPolicy(policy)}.`,
          subjects: [display(item)],
          key: 'wildcard-action',
          fix: { description: 'List the actions that the job needs.' },
        }
      }
    }
  },
})

/** `*`, `*:*`, `**`: whatever holds all that AWS could ever name. */
function namesEveryAction(item: Parameters<typeof actionPattern>[0]): boolean {
  const pattern = actionPattern(item)
  return pattern.holes.length === 0 && globContains(pattern.exact, everyAction)
}

/** The least that any name of an action looks like. */
const everyAction = glob('?*:?*')

function suffix(resources: readonly string[] | undefined): string {
  const [first] = resources ?? []
  return first && first !== '*' ? ` on '${first}'` : ''
}
