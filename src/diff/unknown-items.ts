import type { IamModel } from '../model/iam'
import type { MatchElement, PrincipalElement, Statement, TextList } from '../model/policy'
import { type Hole, holeText } from '../model/value'

/** What stands for any number of items in lists of policies: `resources = var.arns`. */

type List = Pick<TextList | PrincipalElement, 'unknown'>

function listsOf({ actions, resources, principals, conditions }: Statement): readonly List[] {
  const elements = [actions, resources, principals].filter((list) => list !== undefined)
  return [...elements, ...conditions.map(({ values }) => values)]
}

export function unknownsOf(model: IamModel): readonly Hole[] {
  return model.policies.flatMap(({ document }) =>
    document.statements.flatMap((statement) => listsOf(statement).flatMap(({ unknown }) => unknown)),
  )
}

/** A statement in which each such thing that `isOne` says yes to is an item; the same statement where there is none. */
export function spelledOut(statement: Statement, isOne: (hole: Hole) => boolean): Statement {
  if (!listsOf(statement).some(({ unknown }) => unknown.some(isOne))) return statement
  const { actions, resources, principals, conditions } = statement
  return {
    ...statement,
    actions: actions && withItems(actions, isOne),
    resources: resources && withItems(resources, isOne),
    principals: principals && withEntries(principals, isOne),
    conditions: conditions.map((condition) => ({ ...condition, values: withItems(condition.values, isOne) })),
  }
}

function withItems<List extends TextList | MatchElement>(list: List, isOne: (hole: Hole) => boolean): List {
  const unknown = list.unknown.filter((hole) => !isOne(hole))
  return { ...list, unknown, items: [...list.items, ...list.unknown.filter(isOne).map(holeText)] }
}

/** Of what type they are, nobody knows; whoever they are, they are the same on both sides. */
function withEntries(element: PrincipalElement, isOne: (hole: Hole) => boolean): PrincipalElement {
  const unknown = element.unknown.filter((hole) => !isOne(hole))
  const entries = element.unknown.filter(isOne).map((hole) => ({ type: 'unknown', value: holeText(hole) }))
  return { ...element, unknown, entries: [...element.entries, ...entries] }
}
