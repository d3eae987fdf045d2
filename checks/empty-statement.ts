import type { Statement, TextList } from '../src/model/policy'
import { contains, type Span } from '../src/model/source'
import { display, entry } from '../src/model/value'
import type { Report } from '../src/model/finding'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isOpen, isWritten } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
export default defineCheck({
  id: 'empty-statement',
  title: 'Policy element with nothing in it',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    accessAnalyzer: ['EMPTY_ARRAY_ACTION', 'EMPTY_ARRAY_RESOURCE', 'EMPTY_ARRAY_CONDITION', 'EMPTY_OBJECT_PRINCIPAL'],
  },
  since: '0.1.0',
  *run(policy) {
    if (!isWritten(policy)) return
    const { document } = policy
    const statements = entry(document.data, 'Statement')
    const none = statements?.kind === 'list' && statements.items.length === 0 && document.unknown.length === 0
    if (none) yield report({ name: 'Statement', at: statements.span, sure: isLiterallyEmpty(statements.span) })
    for (const statement of document.statements) {
      for (const found of emptyElements(statement)) yield report(found)
    }

    function report({ name, at, sure }: Empty): Report {
      return {
        ...inPolicy(policy),
        at,
        confidence: sure ? 'high' : 'low',
        message: `${name} is empty in the ${nameOfPolicy(policy)}: the statement does nothing, or AWS rejects it.`,
        subjects: [name],
        key: `empty-statement ${name}`,
        fix: { description: 'Say what is meant, or leave the statement out.' },
      }
    }
  },
})

interface Empty {
  readonly name: string
  readonly at: Span
  /** Somebody wrote `[]` there; what a variable, a loop or a condition leaves empty may be full in another deployment. */
  readonly sure: boolean
}

function* emptyElements(statement: Statement): Generator<Empty> {
  if (isOpen(statement)) return
  const { actions, resources, principals, conditions } = statement
  const empty = (name: string, at: Span, content: Span): Empty => {
    const written = contains(statement.span, content) && isLiterallyEmpty(content)
    return { name, at, sure: written && statement.guards.length === 0 }
  }
  if (actions && isEmpty(actions)) yield empty(actions.negated ? 'NotAction' : 'Action', actions.keySpan, actions.span)
  if (resources && isEmpty(resources)) {
    yield empty(resources.negated ? 'NotResource' : 'Resource', resources.keySpan, resources.span)
  }
  if (principals && principals.entries.length === 0 && principals.unknown.length === 0) {
    yield empty(principals.negated ? 'NotPrincipal' : 'Principal', principals.keySpan, principals.span)
  }
  for (const { key, values, span } of conditions) {
    if (isEmpty(values)) yield empty(`The condition on ${display(key)}`, span, values.span)
  }
}

const isEmpty = (list: TextList): boolean => list.items.length === 0 && list.unknown.length === 0

const isLiterallyEmpty = ({ source, start, end }: Span): boolean =>
  /^(?:[[{]\s*[\]}]|)$/.test(source.text.slice(start, end))
