import { actionPattern } from '../src/iam/action'
import { globContains } from '../src/iam/glob'
import type { MatchElement } from '../src/model/policy'
import { display, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy } from './describe'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-action */
export default defineCheck({
  id: 'redundant-action',
  title: 'Action that another one of the list names already',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { accessAnalyzer: ['REDUNDANT_ACTION'] },
  since: '0.1.0',
  *run(policy) {
    for (const { actions } of writtenStatements(policy)) {
      for (const { item, by } of actions ? redundant(actions) : []) {
        yield {
          ...inPolicy(policy),
          at: item.span,
          message: `${display(item)} is in the list already, by ${display(by)}: a list that looks narrower than it is hides what a stolen credential can do.`,
          subjects: [display(item)],
          key: `redundant-action ${display(item)} ${display(by)}`,
          related: [{ span: by.span, message: 'What names it already' }],
          fix: { description: `Leave out ${display(item)}, or narrow ${display(by)}.` },
        }
      }
    }
  },
})

function* redundant({ items }: MatchElement): Generator<{ item: Text; by: Text }> {
  const known = items
    .map((item) => ({ item, pattern: actionPattern(item) }))
    .filter(({ pattern }) => pattern.holes.length === 0)
  for (const [at, { item, pattern }] of known.entries()) {
    const outer = known.find((other, index) => {
      if (index === at || !globContains(other.pattern.exact, pattern.exact)) return false
      // Of two that are the same, the later one is too much.
      return index < at || other.pattern.exact !== pattern.exact
    })
    if (outer) yield { item, by: outer.item }
  }
}
