import { actionSet, listActions } from '../src/iam/action'
import { type ActionInfo, actionDetails } from '../src/iam/data'
import { unfitActions } from '../src/iam/resource-fit'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display, literal, type Text } from '../src/model/value'
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
      if (!statement.resources?.items.every(isArn)) continue
      const unfit = new Set(unfitActions(statement, policy.document))
      const items = unfit.size === 0 ? [] : unfitItems(statement, unfit)
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

function unfitItems(statement: Statement, unfit: ReadonlySet<ActionInfo>): UnfitItem[] {
  const items = (statement.actions?.items ?? []).map((item) => ({ item, named: namedBy(item) }))
  return items
    .filter(({ named }) => named.length > 0 && named.every((action) => unfit.has(action)))
    .map(({ item, named }) => ({ item, named, onlyStar: named.every((action) => action.wildcardOnly) }))
}

/** The actions that an item is meant for: none for `*` and whole services, which are there for what fits. */
function namedBy(item: Text): readonly ActionInfo[] {
  const written = literal(item)
  if (written === undefined || /^[^:]*\*|:\*+$/.test(written)) return []
  return listActions(actionSet(written))
}

/** One report for all actions of a statement that have the same fault; its place is the first of them. */
function report(policy: Policy, statement: Statement, first: UnfitItem, more: readonly UnfitItem[]): Report {
  const names = [first, ...more].map(({ item }) => display(item))
  const [resource] = statement.resources?.items ?? []
  const count = statement.resources?.items.length ?? 0
  const where = count === 1 && resource ? `'${shortName(resource)}'` : `any of the ${count} resources`
  const reason = first.onlyStar ? "AWS takes no resource there but '*'" : 'what AWS asks for there is of another kind'
  const effect = statement.effect === 'Deny' ? 'nothing is denied by it' : 'nothing is granted by it'
  return {
    ...inPolicy(policy),
    at: first.item.span,
    message: `${listOf(names)} on ${where}: ${reason}, so that ${effect}.`,
    subjects: names,
    key: `resource-does-not-fit ${names.slice(0, 5).join(' ')}`,
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
