import type { Span } from '../../../src/model/source'
import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { text } from '../../../src/model/value'

/** What data is made from: a string is literal text, everything made has one place. */
export type Plain = string | Data | readonly Plain[] | { readonly [key: string]: Plain | undefined }

/** Data as the SAM transform would write it, with the place of the text that caused it. */
export function make(plain: Plain, span: Span): Data {
  if (typeof plain === 'string') return text(plain, span)
  if (Array.isArray(plain)) return { kind: 'list', items: plain.map((item: Plain) => make(item, span)), span }
  if (isData(plain)) return plain
  return makeObject(plain as Readonly<Record<string, Plain | undefined>>, span)
}

/** An object; members that are undefined are left out. */
export function makeObject(members: Readonly<Record<string, Plain | undefined>>, span: Span): ObjectData {
  const entries: Entry[] = []
  for (const [key, value] of Object.entries(members)) {
    if (value !== undefined) entries.push({ key: text(key, span), value: make(value, span) })
  }
  return { kind: 'object', entries, span }
}

function isData(plain: Plain): plain is Data {
  return typeof plain === 'object' && 'kind' in plain && 'span' in plain
}

/** The attribute of a resource. */
export function getAtt(logicalId: string, attribute: string): Plain {
  return { 'Fn::GetAtt': [logicalId, attribute] }
}

/**
 * An ARN in which `{Name}` is a value and `:@:` stands for the region and account: `sqs:@:{QueueName}`. A text that
 * starts with `{` is that value, `*` is itself.
 */
export function arn(pattern: string, values: Readonly<Record<string, Plain | undefined>>): Plain {
  if (pattern === '*') return '*'
  const whole = pattern.startsWith('{') ? pattern : `arn:\${AWS::Partition}:${pattern}`
  const template = whole.replace(':@:', ':${AWS::Region}:${AWS::AccountId}:').replace(/(^|[^$]){(\w+)}/g, '$1${$2}')
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => template.includes(`\${${name}}`)))
  return { 'Fn::Sub': Object.keys(used).length > 0 ? [template, used] : template }
}

/** A trust policy for one service. */
export function trustOf(service: string): Plain {
  const statement = { Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }
  return { Version: '2012-10-17', Statement: [statement] }
}
