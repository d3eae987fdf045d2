import type { Span } from '../../../src/model/source'
import type { Data } from '../../../src/model/value'
import { asText, entry, literal, text } from '../../../src/model/value'
import { scalarString } from '../template'
import type { Maybe } from './choice'
import { distribute } from './choice'
import { asOneText, unknown, unknownBecause, unknownMany } from './hole'
import type { Evaluation } from './state'

/** `Fn::FindInMap`, with `DefaultValue`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html */
export function findInMap(argument: Data, span: Span, evaluation: Evaluation): Maybe {
  if (argument.kind !== 'list') return unknown(span, 'invalid')
  const keys = argument.items.slice(0, 3).map((item) => evaluation.resolve(item))
  const fallback = entry(argument.items[3], 'DefaultValue')
  return distribute(keys, span, (settled) => {
    const found = lookUp(evaluation.stack.mappings, settled, 0)
    if (found === 'missing') return fallback ? evaluation.resolve(fallback) : unknown(span, 'invalid')
    return found === 'unknown' ? unknownBecause(span, settled) : evaluation.resolve(found)
  })
}

/** The value at a path of keys. A key that nobody can know still tells when every key gives the same value. */
function lookUp(at: Data | undefined, keys: readonly Maybe[], depth: number): Data | 'missing' | 'unknown' {
  if (depth === keys.length) return at ?? 'missing'
  if (at?.kind !== 'object') return 'missing'
  const key = asText(keys[depth])
  const name = key && literal(key)
  if (name !== undefined) {
    const next = entry(at, name)
    return next ? lookUp(next, keys, depth + 1) : 'missing'
  }
  let same: Data | undefined
  for (const { value } of at.entries) {
    const found = lookUp(value, keys, depth + 1)
    if (typeof found === 'string') return 'unknown'
    if (same && (scalarString(same) === undefined || scalarString(same) !== scalarString(found))) return 'unknown'
    same = found
  }
  return same ?? 'unknown'
}

/** `Fn::ImportValue` of a resolved name. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html */
export function importValue(argument: Maybe, span: Span, evaluation: Evaluation): Maybe {
  return distribute([argument], span, ([value]) => {
    const name = asText(value)
    const exported = name && literal(name)
    const found = exported === undefined ? undefined : evaluation.stack.surroundings.exported(exported)
    return found ?? asOneText(unknown(span, 'import'))
  })
}

/**
 * `Fn::GetStackOutput` of resolved arguments: an output of a stack that another parser knows by name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function stackOutput(argument: Maybe, span: Span, evaluation: Evaluation): Maybe {
  const named = ['StackName', 'OutputName', 'Region'].map((name) => entry(argument, name))
  return distribute(named, span, (settled) => {
    const [stack, output, region] = settled.map((value) => asText(value)).map((value) => value && literal(value))
    const isKnown = stack !== undefined && output !== undefined
    const found = isKnown ? evaluation.stack.surroundings.stackOutput(stack, region, output) : undefined
    return found ?? asOneText(unknown(span, 'import'))
  })
}

/** `Fn::GetAZs`: as many zones as the account's region has. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html */
export function availabilityZones(span: Span): Data {
  return { kind: 'list', items: [unknownMany(unknown(span, 'data-source'))], span }
}

/** `Fn::Length` of a resolved list. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export function length(argument: Maybe, span: Span): Maybe {
  return distribute([argument], span, ([value]) => {
    if (value?.kind !== 'list') return unknownBecause(span, [value])
    const many = value.items.find((item) => item.kind === 'unknown' && item.many)
    if (many) return unknownBecause(span, [many])
    return { kind: 'number', value: value.items.length, raw: String(value.items.length), span }
  })
}

/** The most blocks that `Fn::Cidr` gives. */
const mostBlocks = 256

/** `Fn::Cidr` of resolved arguments; IPv4. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html */
export function cidr(argument: Maybe, span: Span): Maybe {
  if (argument?.kind !== 'list') return unknownBecause(span, [argument])
  return distribute(argument.items.slice(0, 3), span, (settled) => {
    const [block, count, bits] = settled.map((value) => asText(value)).map((value) => value && literal(value))
    const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/\d+$/.exec(block ?? '')
    const wanted = Number(count)
    const size = Number(bits ?? 8)
    if (!match || !(wanted >= 1 && wanted <= mostBlocks) || !(size >= 0 && size <= 32)) {
      return { kind: 'list', items: [unknownMany(unknownBecause(span, settled))], span }
    }
    const base = match.slice(1).reduce((sum, octet) => sum * 256 + Number(octet), 0)
    const items = Array.from({ length: wanted }, (_, index) => {
      const address = base + index * 2 ** size
      const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256)
      return text(`${octets.join('.')}/${32 - size}`, span)
    })
    return { kind: 'list', items, span }
  })
}
