import type { Span } from './source'

/**
 * Values as the code gives them: every scalar knows the characters it came from, and what nobody can know before
 * deployment stays in the tree as a hole. Parsers make these; everything after them only reads.
 */

/** Why a value cannot be known before deployment, or was not worked out. */
export type UnknownReason =
  | 'resource-attribute' // only AWS knows it after apply: a generated id, ARN, endpoint
  | 'data-source' // read from the account at plan time
  | 'variable-without-value' // an input without default that nobody set
  | 'module-not-found' // its module is not on disk
  | 'file-not-found'
  | 'outside-root' // a file outside the scanned root, which is never read
  | 'sensitive' // known to the plan, and not ours to show
  | 'after-apply' // the plan says: known after apply
  | 'import' // another stack's export that is not in this scan
  | 'pseudo-parameter' // AWS::AccountId and kin
  | 'dynamic-reference' // {{resolve:...}}
  | 'transform' // a macro of CloudFormation
  | 'impure-function' // timestamp(), uuid(), provider functions
  | 'unsupported' // something iamgate does not evaluate yet
  | 'invalid' // the code is wrong here; a diagnostic says how
  | 'limit' // a bound was reached; a diagnostic says which

/** An attribute of a resource in the same code: equal to itself everywhere it occurs. */
export interface ResourceSymbol {
  /** `<scope>|<address>.<attribute>`: two symbols stand for the same text exactly when their ids are equal. */
  readonly id: string
  /** The resource's address: `module.a.aws_s3_bucket.logs`, a logical id. */
  readonly address: string
  /** The native attribute: `arn`, `id`, `name`, `Arn`, `Ref`. */
  readonly attribute: string
  /** The native type of the resource: `aws_s3_bucket`, `AWS::S3::Bucket`. */
  readonly type: string
}

/** One unknown text. A hole is never a wildcard: it stands for exactly one string that is not known yet. */
export interface Hole {
  readonly kind: 'hole'
  /** The expression as written: `aws_s3_bucket.logs.arn`, `AWS::AccountId`, `var.bucket`. */
  readonly expression: string
  readonly why: UnknownReason
  readonly span: Span
  readonly symbol?: ResourceSymbol
  /**
   * A glob (`*`, `?`) that the text is known to match, such as `arn:*:s3:::*` for the ARN of a bucket; absent when
   * nothing is known of it. In the pattern a `*` means "some text, unknown which", not an IAM wildcard.
   */
  readonly pattern?: string
  /** `sensitive` alone: where the code writes the value in plain text all the same. It is never shown. */
  readonly written?: Span
}

/** Literal characters. `exact` says that they stand in the source one for one, so that offsets can be counted in. */
export interface Chunk {
  readonly kind: 'chunk'
  readonly text: string
  readonly span: Span
  readonly exact: boolean
}

export type TextPart = Chunk | Hole

/** A string: literal chunks and holes. The empty string has no parts. */
export interface Text {
  readonly kind: 'text'
  readonly parts: readonly TextPart[]
  /** The innermost characters that a person would change. */
  readonly span: Span
  /** The way it took here, outermost use first: the reference in the document, the local, the module argument. */
  readonly via?: readonly Span[]
}

/** A number. `raw` keeps what was written, so that an account id of 0123... keeps its zero. */
export interface NumberData {
  readonly kind: 'number'
  readonly value: number
  readonly raw: string
  readonly span: Span
}

export interface BooleanData {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly span: Span
}

export interface NullData {
  readonly kind: 'null'
  readonly span: Span
}

/** A list. An unknown item with `many` stands for any number of items, none included. */
export interface ListData {
  readonly kind: 'list'
  readonly items: readonly Data[]
  readonly span: Span
}

export interface Entry {
  readonly key: Text
  readonly value: Data
}

/** An object or map, in the order written. `open` holds what may add entries that nobody can know. */
export interface ObjectData {
  readonly kind: 'object'
  readonly entries: readonly Entry[]
  readonly span: Span
  readonly open?: readonly Hole[]
}

/** A value of unknown type, or (in a list, with `many`) an unknown number of them. */
export interface UnknownData {
  readonly kind: 'unknown'
  readonly hole: Hole
  readonly span: Span
  readonly many?: boolean
}

/** A value that a deployment-time condition chooses (`Fn::If`, `cond ? a : b`). A missing branch means "not there". */
export interface ChoiceData {
  readonly kind: 'choice'
  /** The condition as written: a condition's name in CloudFormation, an expression in Terraform. */
  readonly condition: string
  readonly whenTrue: Data | undefined
  readonly whenFalse: Data | undefined
  readonly span: Span
}

export type Data = Text | NumberData | BooleanData | NullData | ListData | ObjectData | UnknownData | ChoiceData

/** A condition under which something exists: one branch of a choice. */
export interface Guard {
  readonly condition: string
  readonly is: boolean
}

/** A text of literal characters alone. `exact` when they stand in the source one for one. */
export function text(value: string, at: Span, exact = false): Text {
  const parts = value === '' ? [] : [{ kind: 'chunk', text: value, span: at, exact } as const]
  return { kind: 'text', parts, span: at }
}

/** A text that is one hole. */
export function holeText(hole: Hole): Text {
  return { kind: 'text', parts: [hole], span: hole.span }
}

/** The literal string of a text, or undefined when it has a hole. */
export function literal(value: Text): string | undefined {
  const only = value.parts[0]
  // Nearly every text is one piece, and this is asked of every key, several times.
  if (only && value.parts.length === 1) return only.kind === 'hole' ? undefined : only.text
  let all = ''
  for (const part of value.parts) {
    if (part.kind === 'hole') return undefined
    all += part.text
  }
  return all
}

/** The text as people read it, each hole as `${expression}`. */
export function display(value: Text): string {
  return value.parts.map((part) => (part.kind === 'hole' ? `\${${part.expression}}` : part.text)).join('')
}

/** The holes of a text, in order. */
export function holes(value: Text): readonly Hole[] {
  return value.parts.filter((part) => part.kind === 'hole')
}

/**
 * A scalar as text: numbers and booleans as AWS reads them in a policy, an unknown as one hole; undefined for lists,
 * objects, null and choices.
 */
export function asText(data: Data | undefined): Text | undefined {
  switch (data?.kind) {
    case 'text':
      return data
    case 'number':
      return text(data.raw, data.span, true)
    case 'boolean':
      return text(String(data.value), data.span, true)
    case 'unknown':
      return data.many ? undefined : holeText(data.hole)
    default:
      return undefined
  }
}

/**
 * The value, or undefined where the code gives none: there is no such key, it is null, or it is the empty text, which is
 * what a plan says of an argument that nobody set, and what a caller passes on who has nothing to pass.
 */
export function given(data: Data | undefined): Data | undefined {
  if (!data || data.kind === 'null') return undefined
  return data.kind === 'text' && data.parts.length === 0 ? undefined : data
}

/**
 * The value of a key, or undefined when the object has none. The last one wins, as in JSON. Names are compared
 * exactly: what AWS folds (the elements of a policy are case-sensitive, its condition keys are not) is the caller's.
 */
export function entry(data: Data | undefined, key: string): Data | undefined {
  if (data?.kind !== 'object') return undefined
  for (let index = data.entries.length - 1; index >= 0; index--) {
    const candidate = data.entries[index] as Entry
    if (literal(candidate.key) === key) return candidate.value
  }
  return undefined
}

/** Three-valued logic. A check tests positively: `=== 'yes'`. */
export type Answer = 'yes' | 'no' | 'unknown'

/** `no` if any is no, else `unknown` if any is unknown, else `yes`. */
export function all(answers: Iterable<Answer>): Answer {
  let result: Answer = 'yes'
  for (const answer of answers) {
    if (answer === 'no') return 'no'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

/** `yes` if any is yes, else `unknown` if any is unknown, else `no`. */
export function any(answers: Iterable<Answer>): Answer {
  let result: Answer = 'no'
  for (const answer of answers) {
    if (answer === 'yes') return 'yes'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

/** yes for no, no for yes, unknown for unknown. */
export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown'
}
