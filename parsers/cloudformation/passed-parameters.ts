import type { Data } from '../../src/model/value'
import { entry, literal } from '../../src/model/value'
import type { Maybe } from './evaluate/choice'
import type { Template } from './template'
import { stringOf } from './template'

/** Adds what the resource of a nested stack or a StackSet passes to its template. `resolve` is the parent's. */
export function passParameters(
  given: Map<string, Data>,
  template: Template,
  properties: Data | undefined,
  resolve: (data: Data) => Maybe,
): void {
  for (const [name, value] of parametersIn(entry(properties, 'Parameters'))) {
    const resolved = resolve(value)
    if (resolved) given.set(name, resolved)
  }
  const groups = entry(properties, 'StackInstancesGroup')
  if (groups?.kind !== 'list') return
  const overrides = groups.items.map((group) => new Map(parametersIn(entry(group, 'ParameterOverrides'))))
  for (const name of new Set(overrides.flatMap((one) => [...one.keys()]))) {
    const value = valueInGroups(overrides, name, given.get(name) ?? template.parameters.get(name)?.fallback, resolve)
    if (value) given.set(name, value)
  }
}

/**
 * A parameter that a StackSet overrides for groups of its instances: a choice of their values, since every group is
 * deployed. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudformation-stackset-stackinstances.html
 */
function valueInGroups(
  overrides: readonly ReadonlyMap<string, Data>[],
  name: string,
  general: Maybe,
  resolve: (data: Data) => Maybe,
): Maybe {
  // Without a group that keeps it, the value for all is nobody's.
  let value = overrides.every((one) => one.has(name)) ? undefined : general
  for (const [index, one] of overrides.entries()) {
    const raw = one.get(name)
    const own = raw && resolve(raw)
    if (!own) continue
    const condition = `StackInstancesGroup[${index}]`
    value = value ? { kind: 'choice', condition, whenTrue: own, whenFalse: value, span: own.span } : own
  }
  return value
}

/** `Parameters` of a nested stack, an object, or of a StackSet, a list of keys and values. */
function parametersIn(data: Data | undefined): [string, Data][] {
  if (data?.kind === 'object') return data.entries.map(({ key, value }) => [literal(key) ?? '', value])
  return (data?.kind === 'list' ? data.items : []).flatMap((item): [string, Data][] => {
    const name = stringOf(item, 'ParameterKey')
    const value = entry(item, 'ParameterValue')
    return name !== undefined && value ? [[name, value]] : []
  })
}
