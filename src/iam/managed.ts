import type { Condition, MatchElement, PolicyDocument, Statement } from '../model/policy'
import { SourceFile, type Span } from '../model/source'
import { type Data, type Text, text } from '../model/value'
import { managedPolicyNames, managedPolicyText } from './data'
import { asValue, patternOf } from './text'

/**
 * The part of an AWS managed policy's ARN after `policy/`, as AWS spells it; undefined for any other text. The partition
 * does not count.
 */
export function managedPolicyName(arn: Text): string | undefined {
  const pattern = patternOf(arn, asValue)
  if (pattern.exact !== pattern.wide) return undefined
  const name = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(pattern.exact)?.[1]
  return name === undefined ? undefined : asAwsSpells(name)
}

let spellings: ReadonlyMap<string, string> | undefined

/** IAM finds a policy by its name in any case: https://github.com/awslabs/mcp/pull/4101. */
function asAwsSpells(name: string): string {
  if (managedPolicyText(name) !== undefined) return name
  spellings ??= new Map(managedPolicyNames().map((known) => [known.toLowerCase(), known]))
  return spellings.get(name.toLowerCase()) ?? name
}

const documents = new Map<string, PolicyDocument | undefined>()

/**
 * The latest document of an AWS managed policy by name (`service-role/AWSLambdaRole`), with its statements in a source
 * of its own whose path is the policy's ARN; undefined when the tables have none of that name.
 */
export function managedDocument(name: string): PolicyDocument | undefined {
  if (!documents.has(name)) {
    const json = managedPolicyText(name)
    documents.set(name, json === undefined ? undefined : build(name, json))
  }
  return documents.get(name)
}

interface Raw {
  readonly Version?: string
  readonly Statement: RawStatement | readonly RawStatement[]
}

interface RawStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T]
}

function build(name: string, json: string): PolicyDocument {
  const raw = JSON.parse(json) as Raw
  const statements = listed<RawStatement>(raw.Statement)
  // One line for each statement, so that a place in it says something.
  const lines = statements.map((statement) => JSON.stringify(statement))
  const source = new SourceFile(`arn:aws:iam::aws:policy/${name}`, lines.join('\n'))
  let offset = 0
  const built = statements.map((statement, at) => {
    const start = offset
    offset += (lines[at] as string).length + 1
    return buildStatement(statement, { source, start, end: offset - 1 })
  })
  const span = { source, start: 0, end: source.text.length }
  const version = raw.Version === undefined ? undefined : text(raw.Version, span)
  return { version, id: undefined, statements: built, unknown: [], problems: [], span, data: nullAt(span) }
}

const nullAt = (span: Span): Data => ({ kind: 'null', span })

function buildStatement(raw: RawStatement, span: Span): Statement {
  return {
    sid: raw.Sid === undefined ? undefined : text(raw.Sid, span),
    effect: raw.Effect,
    effectSpan: span,
    principals: undefined,
    actions: element(raw.Action, raw.NotAction, span),
    resources: element(raw.Resource, raw.NotResource, span),
    conditions: conditionsOf(raw, span),
    unknownConditions: [],
    guards: [],
    span,
    data: nullAt(span),
  }
}

type Listed = string | readonly string[] | undefined

function element(plain: Listed, negated: Listed, span: Span): MatchElement | undefined {
  const given = plain ?? negated
  if (given === undefined) return undefined
  const items = listed<string>(given).map((value) => text(value, span))
  return { items, unknown: [], span, negated: plain === undefined, keySpan: span }
}

function conditionsOf(raw: RawStatement, span: Span): Condition[] {
  return Object.entries(raw.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator: text(operator, span),
      key: text(key, span),
      values: { items: listed<unknown>(values).map((value) => text(String(value), span)), unknown: [], span },
      span,
    })),
  )
}
