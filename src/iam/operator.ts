/**
 * The operators of conditions. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

export type OperatorFamily = 'string' | 'arn' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'null'
export type Comparison = 'equals' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal'

export interface Operator {
  readonly family: OperatorFamily
  readonly comparison: Comparison
  /** `Not...`: holds when no value matches. */
  readonly negated: boolean
  /** `*` and `?` in the policy's values are wildcards. */
  readonly wildcards: boolean
  readonly ignoreCase: boolean
  readonly ifExists: boolean
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined
}

type Row = readonly [family: OperatorFamily, comparison?: Comparison, flags?: string]

/** Flags: n negated, w wildcards, i ignore case. Names in lower case: AWS reads them in any case. */
const rows: Readonly<Record<string, Row>> = {
  stringequals: ['string'],
  stringnotequals: ['string', 'equals', 'n'],
  stringequalsignorecase: ['string', 'equals', 'i'],
  stringnotequalsignorecase: ['string', 'equals', 'ni'],
  stringlike: ['string', 'equals', 'w'],
  stringnotlike: ['string', 'equals', 'nw'],
  // ArnEquals and ArnLike behave identically, and so do their negations.
  arnequals: ['arn', 'equals', 'w'],
  arnlike: ['arn', 'equals', 'w'],
  arnnotequals: ['arn', 'equals', 'nw'],
  arnnotlike: ['arn', 'equals', 'nw'],
  numericequals: ['numeric'],
  numericnotequals: ['numeric', 'equals', 'n'],
  numericlessthan: ['numeric', 'less'],
  numericlessthanequals: ['numeric', 'less-or-equal'],
  numericgreaterthan: ['numeric', 'greater'],
  numericgreaterthanequals: ['numeric', 'greater-or-equal'],
  dateequals: ['date'],
  datenotequals: ['date', 'equals', 'n'],
  datelessthan: ['date', 'less'],
  datelessthanequals: ['date', 'less-or-equal'],
  dategreaterthan: ['date', 'greater'],
  dategreaterthanequals: ['date', 'greater-or-equal'],
  bool: ['bool'],
  binaryequals: ['binary'],
  ipaddress: ['ip'],
  notipaddress: ['ip', 'equals', 'n'],
  null: ['null'],
}

const parsed = new Map<string, Operator | undefined>()

/** An operator as written, `ForAnyValue:StringLikeIfExists`; undefined when AWS has none of that name. */
export function parseOperator(written: string): Operator | undefined {
  if (!parsed.has(written)) parsed.set(written, parse(written))
  return parsed.get(written)
}

function parse(written: string): Operator | undefined {
  const match = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(written.toLowerCase())
  const row = match ? rows[match[2] as string] : undefined
  if (!match || !row || !Object.hasOwn(rows, match[2] as string)) return undefined
  const ifExists = match[3] !== undefined
  // Null asks whether the key is there: neither IfExists nor a set says anything with it.
  if (row[0] === 'null' && (ifExists || match[1])) return undefined
  const flags = row[2] ?? ''
  const set = match[1] === 'forallvalues' ? 'ForAllValues' : match[1] ? 'ForAnyValue' : undefined
  return {
    family: row[0],
    comparison: row[1] ?? 'equals',
    negated: flags.includes('n'),
    wildcards: flags.includes('w'),
    ignoreCase: flags.includes('i'),
    ifExists,
    set,
  }
}

/** Whether `left` stands to `right` as the comparison says. */
export function compare(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case 'less':
      return left < right
    case 'less-or-equal':
      return left <= right
    case 'greater':
      return left > right
    case 'greater-or-equal':
      return left >= right
    default:
      return left === right
  }
}

/** A moment in milliseconds: ISO 8601, or seconds since 1970; NaN for anything else. */
export function parseDate(value: string): number {
  if (/^\d+(?:\.\d+)?$/.test(value) && value.length > 4) return Number(value) * 1000
  return /^\d{4}(?:-\d{2}){0,2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(value) ? Date.parse(value) : Number.NaN
}
