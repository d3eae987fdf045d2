import type { Data } from '../../../src/model/value'
import { asText, entry, literal } from '../../../src/model/value'
import { isPseudoParameter } from './pseudo'
import type { Evaluation } from './state'

/** Conditions deeper than this are left open. */
const deepest = 50

/**
 * What a condition comes to, or undefined when deployment decides: it hangs on a parameter that nobody gave, or on the
 * account or region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function decideExpression(data: Data | undefined, evaluation: Evaluation, depth = 0): boolean | undefined {
  if (data?.kind === 'boolean') return data.value
  if (data?.kind !== 'object' || data.entries.length !== 1 || depth > deepest) return undefined
  const [only] = data.entries
  const name = only && literal(only.key)
  const argument = only?.value
  switch (name) {
    case 'Condition': {
      const condition = argument?.kind === 'text' ? literal(argument) : undefined
      return condition === undefined ? undefined : evaluation.decide(condition)
    }
    case 'Fn::Not': {
      const [inner] = several(argument, evaluation, depth)
      return inner === undefined ? undefined : !inner
    }
    case 'Fn::And':
      return every(several(argument, evaluation, depth), true)
    case 'Fn::Or':
      return every(several(argument, evaluation, depth), false)
    case 'Fn::Equals':
      return argument?.kind === 'list' ? equals(argument.items, evaluation) : undefined
    default:
      return undefined
  }
}

function several(data: Data | undefined, evaluation: Evaluation, depth: number): (boolean | undefined)[] {
  const items = data?.kind === 'list' ? data.items : data ? [data] : []
  return items.map((item) => decideExpression(item, evaluation, depth + 1))
}

/** `and` for true, `or` for false: one value that is otherwise decides at once. */
function every(values: readonly (boolean | undefined)[], wanted: boolean): boolean | undefined {
  if (values.includes(!wanted)) return !wanted
  return values.includes(undefined) || values.length === 0 ? undefined : wanted
}

function equals(items: readonly Data[], evaluation: Evaluation): boolean | undefined {
  const [left, right] = items
  if (!left || !right) return undefined
  const a = constant(evaluation.resolve(left))
  const b = constant(evaluation.resolve(right))
  if (a !== undefined && b !== undefined) return a === b
  if (a !== undefined && excludes(right, a, evaluation)) return false
  return b !== undefined && excludes(left, b, evaluation) ? false : undefined
}

/** A value as CloudFormation compares it: texts, and lists of them. */
function constant(data: Data | undefined): string | undefined {
  if (!data) return undefined
  if (data.kind === 'list') {
    const items = data.items.map(constant)
    return items.includes(undefined) ? undefined : JSON.stringify(items)
  }
  const text = asText(data)
  return text && literal(text)
}

/** True when a parameter's `AllowedValues` rule the value out. */
function excludes(data: Data, value: string, evaluation: Evaluation): boolean {
  const reference = data.kind === 'object' && data.entries.length === 1 ? entry(data, 'Ref') : undefined
  const name = reference?.kind === 'text' ? literal(reference) : undefined
  if (name === undefined || isPseudoParameter(name)) return false
  const { given, template } = evaluation.stack
  const allowedValues = template.parameters.get(name)?.allowedValues
  return !given.has(name) && allowedValues !== undefined && !allowedValues.includes(value)
}

/** The names that a condition refers to, through the conditions that it is made of. */
export function parametersIn(name: string, conditions: ReadonlyMap<string, Data>): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Set<string>([name])
  const visit = (data: Data | undefined): void => {
    if (data?.kind === 'list') for (const item of data.items) visit(item)
    if (data?.kind !== 'object') return
    for (const { key, value } of data.entries) {
      const word = value.kind === 'text' ? literal(value) : undefined
      if (literal(key) === 'Ref' && word !== undefined) names.add(word)
      else if (literal(key) === 'Condition' && word !== undefined && !seen.has(word)) {
        seen.add(word)
        visit(conditions.get(word))
      } else visit(value)
    }
  }
  visit(conditions.get(name))
  return names
}
