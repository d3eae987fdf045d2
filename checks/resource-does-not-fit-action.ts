import { actionPattern, namedBy } from '../src/iam/action'
import { type ActionInfo, actionDetails } from '../src/iam/data'
import { any } from '../src/iam/glob'
import { someFits } from '../src/iam/resource-fit'
import { hasVariables, resourcePatterns } from '../src/iam/statement'
import type { Pattern } from '../src/iam/text'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display, literal, type Text } from '../src/model/value'
import { severityOfNothing } from './action-names'
import { defineCheck } from './check'
import { inPolicy, listOf, shortName } from './describe'
import { plainText } from './plain-text'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export default defineCheck({
  id: 'resource-does-not-fit-action',
  title: 'Action on resources that it does not act on',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    parliament: ['RESOURCE_MISMATCH'],
    cfnLint: ['I3510'],
    accessAnalyzer: ['UNSUPPORTED_RESOURCE_ARN_IN_POLICY'],
  },
  since: '0.1.0',
  *run(policy) {
    // API Gateway writes `execute-api:/stage/*` and completes it; only the policy of an API may.
    if (policy.protects?.type.startsWith('AWS::ApiGateway::')) return
    for (const statement of writtenStatements(policy)) {
      const { resources, actions } = statement
      if (!resources || resources.negated || resources.unknown.length > 0 || actions?.negated) continue
      if (!resources.items.every(isArn)) continue
      const items = unfitItems(statement, resourcePatterns(statement, hasVariables(policy.document)))
      for (const onlyStar of [true, false]) {
        const alike = items.filter((each) => each.onlyStar === onlyStar)
        if (alike[0]) yield report(policy, statement, alike[0], alike.slice(1))
      }
    }
  },
})

/** What is no ARN at all is said by `invalid-arn`. */
const isArn = (item: Text): boolean => /^(?:arn:|[*\uFFFC])/.test(plainText(item))

interface UnfitItem {
  readonly item: Text
  readonly named: readonly ActionInfo[]
  /** The action takes no resource at all. */
  readonly onlyStar: boolean
}

function unfitItems(statement: Statement, patterns: readonly Pattern[]): UnfitItem[] {
  const fits = (action: ActionInfo) => someFits(patterns, action)
  if (patterns.length === 0 || patterns.some((pattern) => pattern.exact === any)) return []
  const items = (statement.actions?.items ?? []).map((item) => ({ item, named: meantBy(item) }))
  return items
    .filter(({ named }) => named.length > 0 && !named.some(fits))
    .map(({ item, named }) => ({ item, named, onlyStar: named.every((action) => action.wildcardOnly) }))
}

/** The actions that an item is meant for: none for `*` and whole services, which are there for what fits. */
function meantBy(item: Text): readonly ActionInfo[] {
  const written = literal(item)
  return written === undefined || /^[^:]*[*?]|:\*+$/.test(written) ? [] : namedBy(actionPattern(item).exact)
}

/** One report for all actions of a statement that have the same fault; its place is the first of them. */
function report(policy: Policy, statement: Statement, first: UnfitItem, more: readonly UnfitItem[]): Report {
  const names = [first, ...more].map(({ item }) => display(item))
  const [resource] = statement.resources?.items ?? []
  const count = statement.resources?.items.length ?? 0
  const where = count === 1 && resource ? `'${shortName(resource)}'` : `any of the ${count} resources`
  const reason = first.onlyStar
    ? "AWS documents no resource for it but '*'"
    : 'what AWS asks for there is of another kind'
  const effect = statement.effect === 'Deny' ? 'nothing is denied by it' : 'nothing is granted by it'
  return {
    ...inPolicy(policy),
    at: first.item.span,
    severity: severityOfNothing(statement, statement.actions),
    // The tables leave out a resource now and then, but for lists, which have none.
    confidence: first.onlyStar && !first.named.every(({ level }) => level === 'L') ? 'medium' : 'high',
    message: `${listOf(names)} on ${where}: ${reason}, so that ${effect}.`,
    subjects: names,
    key: `resource-does-not-fit ${[...names].sort().slice(0, 5).join(' ')}`,
    related: more.map(({ item }) => ({ span: item.span, message: 'The same for this action' })),
    fix: { description: first.onlyStar ? "Put it in a statement of its own on '*'." : `Name ${kindsOf(first.named)}.` },
  }
}

/** The ARNs of what an action acts on, two at most. */
function kindsOf(named: readonly ActionInfo[]): string {
  const forms = named.slice(0, 1).flatMap((action) => actionDetails(action).resourceTypes.map(({ arn }) => arn))
  return (
    forms
      .filter((arn) => arn !== '')
      .slice(0, 2)
      .join(' or ') || 'what the action acts on'
  )
}
