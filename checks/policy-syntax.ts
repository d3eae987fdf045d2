import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { contains, type Span } from '../src/model/source'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isIdentityKind, isOpen, isWritten } from './written-statements'

/** So many faults of one document are told. */
const mostTold = 20

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export default defineCheck({
  id: 'policy-syntax',
  title: 'Policy that AWS does not take as written',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    parliament: ['MALFORMED_JSON', 'MALFORMED', 'INVALID_VERSION'],
    accessAnalyzer: [
      'JSON_SYNTAX_ERROR',
      'INVALID_POLICY_ELEMENT',
      'MISSING_EFFECT',
      'MISSING_ACTION',
      'MISSING_RESOURCE',
      'MISSING_PRINCIPAL',
      'UNSUPPORTED_PRINCIPAL',
    ],
    cfnLint: ['E3510', 'E3512', 'E3513', 'E3530'],
    kics: ['Policy Without Principal'],
  },
  since: '0.1.0',
  *run(policy) {
    if (!isWritten(policy)) return
    const { problems } = policy.document
    const faults: readonly Fault[] = problems.length > 0 ? innermost(problems) : [...misplacedElements(policy)]
    for (const { message, span, unsure } of faults.slice(0, mostTold)) {
      yield {
        ...inPolicy(policy),
        at: span,
        confidence: unsure ? 'low' : 'high',
        message: `${message} (${nameOfPolicy(policy)}): AWS rejects the policy, or reads it otherwise than it is written.`,
        key: `policy-syntax ${message}`,
        fix: { description: 'Write it as the grammar of policies has it.' },
      }
    }
  },
})

interface Fault {
  readonly message: string
  readonly span: Span
  /** Another deployment may have what is missing here. */
  readonly unsure?: boolean
}

/** Without what is said of a whole statement when the cause inside it is told: an element misspelt is one missing. */
function innermost(faults: readonly Fault[]): readonly Fault[] {
  const isOuter = (outer: Span, inner: Span) => contains(outer, inner) && !contains(inner, outer)
  return faults.filter((fault) => !faults.some((other) => isOuter(fault.span, other.span)))
}

/** Elements that a policy of its kind must have, or must not have. */
function* misplacedElements(policy: Policy): Generator<Fault> {
  for (const statement of policy.document.statements) {
    if (isOpen(statement)) continue
    const { principals, resources } = statement
    if (isIdentityKind(policy) || policy.kind === 'scp') {
      if (principals) yield { message: `${nameOf(policy)} names no Principal`, span: principals.keySpan }
      if (!resources) yield missing('Resource', statement)
    } else if (policy.kind === 'trust' || policy.kind === 'resource') {
      if (!principals)
        yield { message: 'The statement has neither Principal nor NotPrincipal', span: placeOf(statement) }
      if (policy.kind === 'trust' && resources) {
        yield { message: 'A trust policy has no Resource', span: resources.keySpan }
      }
    }
  }
}

function missing(element: 'Resource' | 'Principal', statement: Statement): Fault {
  const message = `The statement has neither ${element} nor Not${element}`
  const { source, start, end } = statement.span
  // An argument of the data source that is there and gave nothing: `resources = var.buckets`.
  const given = new RegExp(`\\b${element.toLowerCase()}s\\b`).test(source.text.slice(start, end))
  return { message, span: placeOf(statement), unsure: given || statement.guards.length > 0 }
}

const nameOf = (policy: Policy): string =>
  policy.kind === 'scp' ? 'A service control policy' : 'A policy of an identity'

/** A line of the statement, rather than all of it. */
const placeOf = (statement: Statement): Span => statement.actions?.keySpan ?? statement.span
