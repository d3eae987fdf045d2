import type { Span } from '../../../src/model/source'
import type { ChoiceData, Data } from '../../../src/model/value'
import { unknown } from './hole'

/** A function of more undecided conditions than this is left unknown: each doubles what it may give. */
const mostConditions = 5

/** A value, or undefined for `AWS::NoValue`. */
export type Maybe = Data | undefined

/**
 * Applies a function of plain values to values that conditions may choose: once for each way that the conditions can
 * turn out, and the results as a choice again. Choices inside the items of lists are settled too.
 */
export function distribute(values: readonly Maybe[], span: Span, build: (values: readonly Maybe[]) => Maybe): Maybe {
  return spread(values, span, build, 0)
}

function spread(
  values: readonly Maybe[],
  span: Span,
  build: (values: readonly Maybe[]) => Maybe,
  depth: number,
): Maybe {
  const found = firstChoice(values)
  if (!found) return build(values)
  if (depth >= mostConditions) return unknown(span, 'limit')
  const { condition } = found
  const branch = (is: boolean) => {
    const settled = values.map((value) => settle(value, condition, is))
    return spread(settled, span, build, depth + 1)
  }
  return choice(condition, branch(true), branch(false), span)
}

/** A choice, or undefined when neither branch has a value. */
export function choice(condition: string, whenTrue: Maybe, whenFalse: Maybe, span: Span): ChoiceData | undefined {
  return whenTrue || whenFalse ? { kind: 'choice', condition, whenTrue, whenFalse, span } : undefined
}

function firstChoice(values: readonly Maybe[]): ChoiceData | undefined {
  for (const value of values) {
    if (value?.kind === 'choice') return value
    const inner = value?.kind === 'list' ? firstChoice(value.items) : undefined
    if (inner) return inner
  }
  return undefined
}

/** The value once the condition is known, in itself and in the items of lists. */
function settle(value: Maybe, condition: string, is: boolean): Maybe {
  if (value?.kind === 'choice' && value.condition === condition) {
    return settle(is ? value.whenTrue : value.whenFalse, condition, is)
  }
  if (value?.kind !== 'list') return value
  const items = value.items.map((item) => settle(item, condition, is)).filter((item) => item !== undefined)
  return { ...value, items }
}
