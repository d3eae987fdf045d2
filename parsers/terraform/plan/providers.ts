import type { Resource } from '../../../src/model/resource'
import type { Entry } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import { canonicalTypeOf, relevantTypes } from '../resources'
import type { JsonText } from './json-text'
import { type PlannedValues, unknown } from './planned-data'

/** The provider blocks of a plan's configuration, of the types that a check reads, with what is constant in them. */
export function providerResources(
  json: JsonText,
  configuration: number,
  values: PlannedValues,
  scope: string,
): readonly Resource[] {
  const providers = json.member(configuration, 'provider_config')
  if (providers === undefined) return []
  const found: Resource[] = []
  for (const { keyStart, keyEnd, value } of json.members(providers)) {
    const at = json.pick(value, ['name', 'alias', 'module_address', 'expressions'])
    const type = `provider.${json.stringOr(at.name, '')}`
    if (!relevantTypes.has(type)) continue
    const alias = json.stringOr(at.alias, undefined)
    const module = json.stringOr(at.module_address, '')
    const address = `${module === '' ? '' : `${module}.`}${type}${alias === undefined ? '' : `.${alias}`}`
    const span = values.span(keyStart, keyEnd)
    found.push({
      address,
      type,
      canonicalType: canonicalTypeOf(type),
      framework: 'terraform-plan',
      name: alias ?? json.stringOr(at.name, ''),
      scope,
      span,
      body: values.span(keyStart - 1, json.end(value)),
      moduleCalls: [],
      trace: [],
      guards: [],
      properties: {
        kind: 'object',
        entries: at.expressions === undefined ? [] : constants(json, at.expressions, values),
        span,
      },
    })
  }
  return found
}

function constants(json: JsonText, expressions: number, values: PlannedValues): readonly Entry[] {
  const entries: Entry[] = []
  for (const { name, keyStart, keyEnd, value } of json.members(expressions)) {
    const key = text(name, values.span(keyStart, keyEnd), true)
    const { constant_value, references } = json.pick(value, ['constant_value', 'references'])
    if (constant_value !== undefined) entries.push({ key, value: values.known(constant_value) })
    else if (references !== undefined) {
      const names = json.plain(references) as string[]
      entries.push({ key, value: unknown('unsupported', [names[0] ?? name], values.span(value, json.end(value))) })
    }
  }
  return entries
}
