import { actionPattern } from '../src/iam/action'
import { globContains } from '../src/iam/glob'
import type { Statement } from '../src/model/policy'
import type { Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy, shortName } from './describe'
import { saysAll } from './statement-relations'
import { writtenStatements } from './written-statements'

/** So many statements are compared with each other. */
const mostCompared = 60

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
export default defineCheck({
  id: 'overlapping-statements',
  title: 'Statement that another one says already',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { accessAnalyzer: ['REDUNDANT_STATEMENT'] },
  since: '0.1.0',
  *run(policy) {
    const statements = writtenStatements(policy).slice(0, mostCompared)
    for (const [at, inner] of statements.entries()) {
      const outer = statements.find((other, index) => {
        if (index === at || !saysAll(other, inner, policy.document)) return false
        // Of two that say the same, the later one is too much.
        return index < at || !saysAll(inner, other, policy.document)
      })
      if (!outer) continue
      yield {
        ...inPolicy(policy),
        at: inner.actions?.keySpan ?? inner.span,
        message: `${nameOf(inner)} of the ${nameOfPolicy(policy)} says nothing that ${nameOf(outer, inner).replace('The', 'the')} does not say: whoever reviews the policy takes it for narrower than it is.`,
        key: `overlapping-statements ${inner.sid ? shortName(inner.sid) : (inner.actions?.items.map(shortName).join(' ') ?? '')}`,
        related: [{ span: outer.actions?.keySpan ?? outer.span, message: 'The statement that says it all' }],
        fix: { description: 'Leave the statement out, or narrow the other one.' },
      }
    }
  },
})

/** By its Sid, or by an action: of the wider statement the one that covers the first of the narrower one. */
function nameOf({ sid, actions }: Statement, covered?: Statement): string {
  if (sid && sid.parts.length > 0) return `The statement '${shortName(sid)}'`
  const [wanted] = covered?.actions?.items ?? []
  const items = actions?.items ?? []
  const covers = (item: Text) => wanted && globContains(actionPattern(item).exact, actionPattern(wanted).exact)
  const item = items.find(covers) ?? items[0]
  return item ? `The statement on '${shortName(item)}'` : 'The statement'
}
