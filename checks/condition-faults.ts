import { parseRange } from '../src/iam/ip'
import { type Operator, type OperatorFamily, parseDate, parseOperator } from '../src/iam/operator'
import type { Condition } from '../src/model/policy'
import type { Span } from '../src/model/source'
import { display, literal, type Text } from '../src/model/value'
import { findKey, isOfProvider } from './condition-keys'

/** Something about an operator, its key and its values that cannot be meant so. */
export interface ConditionFault {
  readonly at: Span
  /** The first half of a sentence. */
  readonly problem: string
  readonly advice: string
  readonly confidence: 'high' | 'medium'
}

/** What is wrong with one condition, its operator first; nothing where holes decide. */
export function conditionFaults(condition: Condition): ConditionFault[] {
  const written = literal(condition.operator)
  if (written === undefined) return []
  const operator = parseOperator(written)
  if (!operator) {
    const advice = 'Write an operator of the list, such as StringEquals, Bool or ArnLike.'
    return [{ at: condition.operator.span, problem: `'${written}' is no operator`, advice, confidence: 'high' }]
  }
  const values = condition.values.items.flatMap((value) => valueFault(operator, written, value) ?? [])
  return values.length > 0 ? values : typeFaults(operator, written, condition)
}

/** A value that the operator cannot read, and so never matches. */
function valueFault(operator: Operator, written: string, value: Text): ConditionFault | undefined {
  const text = literal(value)
  const fault = (problem: string, advice: string): ConditionFault => ({
    at: value.span,
    problem,
    advice,
    confidence: 'high',
  })
  if (isLiteralWildcard(operator, value)) {
    const problem = `the '*' of '${display(value)}' is an asterisk to ${written}, not a wildcard`
    return fault(problem, `Write ${written.replace('Equals', 'Like')}.`)
  }
  if (text === undefined || readable(operator.family, text)) return undefined
  return fault(
    `'${text}' is no ${nouns[operator.family]}, which ${written} asks for`,
    `Write ${samples[operator.family]}.`,
  )
}

const nouns: Readonly<Partial<Record<OperatorFamily, string>>> = {
  bool: 'boolean',
  numeric: 'number',
  date: 'date',
  ip: 'address or range of addresses',
  null: 'boolean',
  arn: 'ARN',
}

const samples: Readonly<Partial<Record<OperatorFamily, string>>> = {
  bool: '"true" or "false"',
  numeric: 'a number',
  date: 'a date such as 2030-01-01T00:00:00Z',
  ip: 'a range such as 203.0.113.0/24',
  null: '"true" or "false"',
  arn: 'an ARN, such as arn:aws:s3:::reports',
}

function readable(family: OperatorFamily, text: string): boolean {
  if (text.includes('${')) return true
  switch (family) {
    case 'bool':
    case 'null':
      return /^(?:true|false)$/i.test(text)
    case 'numeric':
      return /^\s*[-+]?\d+(?:\.\d+)?\s*$/.test(text)
    case 'date':
      return !Number.isNaN(parseDate(text))
    case 'ip':
      return parseRange(text) !== undefined
    case 'arn':
      return /^arn:|^[*?]/.test(text)
    default:
      return true
  }
}

/** `StringEquals` with a `*` in the code's own letters, policy variables left out. */
function isLiteralWildcard(operator: Operator, value: Text): boolean {
  if (operator.family !== 'string' || operator.wildcards || operator.ignoreCase) return false
  const own = value.parts.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
  return own.replaceAll(/\$\{[^}]*\}/g, '').includes('*')
}

/** Families of operators that can read a key of a type; text compares anything but addresses. */
const families: Readonly<Record<string, readonly OperatorFamily[]>> = {
  String: ['string', 'arn', 'binary'],
  ARN: ['string', 'arn'],
  Bool: ['bool', 'string'],
  Numeric: ['numeric', 'string'],
  Date: ['date', 'numeric', 'string'],
  IPAddress: ['ip'],
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function typeFaults(operator: Operator, written: string, condition: Condition): ConditionFault[] {
  const key = literal(condition.key)
  if (key === undefined || operator.family === 'null' || isOfProvider(key)) return []
  const known = findKey(key)
  const readers = known && families[known.type]
  if (!known || !readers || readers.includes(operator.family)) return []
  return [
    {
      at: condition.operator.span,
      problem: `${written} cannot read ${known.name}, whose values are of type ${known.type}`,
      advice: `Write ${operatorFor(readers[0] as OperatorFamily, operator)}.`,
      confidence: known.global ? 'high' : 'medium',
    },
  ]
}

function operatorFor(family: OperatorFamily, { negated }: Operator): string {
  const not = negated ? 'Not' : ''
  if (family === 'ip') return negated ? 'NotIpAddress' : 'IpAddress'
  if (family === 'bool') return 'Bool'
  return (
    { string: `String${not}Equals`, numeric: `Numeric${not}Equals`, date: 'DateGreaterThan' }[family as string] ?? ''
  )
}
