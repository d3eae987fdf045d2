import { parseJsonText } from '../../../../parsers/policy-json'
import { canonicalTypeOf } from '../../../../parsers/terraform/resources'
import type { Resource } from '../../../../src/model/resource'
import type { Data, Text } from '../../../../src/model/value'
import { entry, literal } from '../../../../src/model/value'
import { textOf } from '../../policy/policy-text'

/**
 * A resource as an evaluator gives it. `${aws_x.y.attribute}` in a string is a symbol of the same scope, any other
 * `${...}` a hole.
 */
export function terraformResource(address: string, properties: object, scope = 'infra'): Resource {
  const { data } = parseJsonText(textOf(JSON.stringify(properties, null, 2), `${address}.tf`))
  const given = withSymbols(data, scope)
  if (given.kind !== 'object') throw new Error('properties are an object')
  const type = /(aws(?:cc)?_\w+)\./.exec(address)?.[1] ?? ''
  const name = entry(given, 'name') ?? entry(given, 'bucket')
  return {
    address,
    type,
    canonicalType: canonicalTypeOf(type),
    framework: 'terraform',
    name: (name?.kind === 'text' && literal(name)) || (address.split('.').pop() as string),
    scope,
    span: given.span,
    body: given.span,
    moduleCalls: [],
    trace: [],
    guards: [],
    properties: given,
  }
}

function withSymbols(data: Data, scope: string): Data {
  switch (data.kind) {
    case 'text':
      return symbols(data, scope)
    case 'list':
      return { ...data, items: data.items.map((item) => withSymbols(item, scope)) }
    case 'object':
      return { ...data, entries: data.entries.map(({ key, value }) => ({ key, value: withSymbols(value, scope) })) }
    default:
      return data
  }
}

function symbols(text: Text, scope: string): Text {
  const parts = text.parts.map((part) => {
    const found =
      part.kind === 'hole' ? /^((?:module\.\w+\.)*(aws(?:cc)?_\w+)\.[\w[\]"]+)\.(\w+)$/.exec(part.expression) : null
    if (part.kind === 'chunk' || !found) return part
    const [, address, type, attribute] = found as unknown as [string, string, string, string]
    return { ...part, symbol: { id: `${scope}|${address}.${attribute}`, address, attribute, type } }
  })
  return { ...text, parts }
}
