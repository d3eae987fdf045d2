import type { TerraformFunction } from '../function'
import { dynamicType, stringType } from '../type'
import type { Entry, StringValue, Value } from '../value'
import { objectValue, stringOf, stringValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { FlatText } from './flat-text'
import { madeChunk, partsFor, spanOfParts, textOf } from './text'

/**
 * The functions of the AWS provider that work on text alone.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_build
 */

const sections = ['partition', 'service', 'region', 'account_id', 'resource']

const arnBuild: Definition = {
  name: 'provider::aws::arn_build',
  parameters: sections.map(stringParameter),
  run(args, call) {
    const parts = args.flatMap((value) => [madeChunk(':', value.span), ...partsFor(value)])
    const all = [madeChunk('arn', call.at), ...parts]
    return stringOf(all, spanOfParts(all, call.at))
  },
}

/** The six sections of an ARN; undefined where a hole may hide a colon before the last one. */
function splitArn(value: StringValue): readonly StringValue[] | undefined {
  const flat = new FlatText(value.parts)
  const ends: number[] = []
  for (let at = flat.text.indexOf(':'); at >= 0 && ends.length < 5; at = flat.text.indexOf(':', at + 1)) ends.push(at)
  if (ends.length < 5) return undefined
  const starts = [0, ...ends.map((end) => end + 1)]
  return starts.map((start, index) => {
    const parts = flat.slice(start, ends[index] ?? flat.text.length)
    return stringOf(parts, spanOfParts(parts, value.span))
  })
}

/** Whole sections are holes when each stands alone between colons: an account id or a region has no colon. */
function isPlain(section: StringValue): boolean {
  return textOf(section) !== undefined || section.parts.length === 1
}

function readArn(value: StringValue, call: Call): readonly StringValue[] | undefined {
  const found = splitArn(value)
  const known = textOf(value) !== undefined
  if (found && textOf(found[0]) === 'arn' && (known || found.slice(0, 5).every(isPlain))) return found
  return known ? call.fail(`value (${textOf(value)}) could not be parsed as an ARN`) : undefined
}

const arnParse: Definition = {
  name: 'provider::aws::arn_parse',
  parameters: [stringParameter('arn')],
  run([value], call) {
    const found = value?.kind === 'string' ? readArn(value, call) : undefined
    if (!found) return call.unknown(dynamicType, value as Value)
    const entries = sections.map((name, at): Entry => ({ key: stringValue(name, call.at), value: found[at + 1]! }))
    return objectValue(entries, (value as Value).span)
  },
}

const trimRolePath: Definition = {
  name: 'provider::aws::trim_iam_role_path',
  parameters: [stringParameter('arn')],
  run([value], call) {
    const found = value?.kind === 'string' ? readArn(value, call) : undefined
    const resource = textOf(found?.[5])
    if (value?.kind !== 'string' || !found || resource === undefined) return call.unknown(stringType, value as Value)
    if (textOf(found[2]) !== 'iam') call.fail('service must be "iam"')
    if (textOf(found[3]) !== '') call.fail('region must be empty')
    if (!resource.startsWith('role/')) call.fail('resource must begin with "role/"')
    const flat = new FlatText(value.parts)
    const name = resource.slice(resource.lastIndexOf('/') + 1)
    const start = flat.text.length - resource.length
    const parts = [
      ...flat.slice(0, start + 'role/'.length),
      ...flat.slice(flat.text.length - name.length, flat.text.length),
    ]
    return stringOf(parts, spanOfParts(parts, value.span))
  },
}

export const providerFunctions: readonly TerraformFunction[] = [arnBuild, arnParse, trimRolePath].map(define)
