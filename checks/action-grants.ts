import { actionPattern, actionValue, elementNamesAction } from '../src/iam/action'
import { isUnscoped } from '../src/iam/region'
import { hasVariables, statementRegion } from '../src/iam/statement'
import { matches } from '../src/iam/text'
import type { IamModel, Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import type { Span } from '../src/model/source'
import { display, literal } from '../src/model/value'
import { identityAllows } from './identity-statements'

/** One Allow of an identity policy that grants an action, spelt out or by a wildcard within its service. */
export interface ActionGrant {
  readonly statement: Statement
  /** What names the action. */
  readonly item: { readonly span: Span }
  /** Condition keys of the statement, in lower case. */
  readonly narrowing: readonly string[]
  /** Whether it is on every resource of its kind, and how that is written. */
  readonly resource: { readonly every: boolean; readonly text: string }
}

/** The grants of one action in a policy. What `*`, a whole service or
 * `NotAction` grants has checks of its own and is left out. */
export function* actionGrantsIn(policy: Policy, action: string, model: IamModel): Generator<ActionGrant> {
  const wanted = actionValue(action)
  for (const statement of identityAllows(policy, model)) {
    if (!statement.actions || statement.actions.negated || !statement.resources) continue
    if (elementNamesAction(statement.actions, wanted) !== 'yes') continue
    const item = statement.actions.items.find((each) => matches(actionPattern(each), wanted) === 'yes')
    if (!item || /^[^:]*\*|:\*+$/.test(literal(item) ?? '')) continue
    yield {
      statement,
      item,
      narrowing: statement.conditions.map((condition) => (literal(condition.key) ?? '').toLowerCase()),
      resource: resourceOf(policy, statement),
    }
  }
}

/** `*`, and ARNs of IAM that name every role: `arn:aws:iam::*:role/*`. */
function resourceOf(policy: Policy, statement: Statement): ActionGrant['resource'] {
  const items = statement.resources?.items ?? []
  if (isUnscoped(statementRegion(statement, hasVariables(policy.document)))) return { every: true, text: "'*'" }
  const wide = items.find((item) =>
    /^arn:(?:[^:]|\$\{[^}]*\})*:iam::(?:[^:]|\$\{[^}]*\})*:(role\/)?\*+$/.test(display(item)),
  )
  return { every: wide !== undefined, text: `'${display(wide ?? items[0] ?? statement.sid ?? emptyText(statement))}'` }
}

const emptyText = (statement: Statement) => ({ kind: 'text', parts: [], span: statement.span }) as const
