import type { Unresolved } from '../../../src/model/diagnostic'
import type { Attachment, IamModel, Identity, IdentityKind, IdentityReference, Policy } from '../../../src/model/iam'
import { emptyModel } from '../../../src/model/iam'
import type { PolicyDocument } from '../../../src/model/policy'
import { openHoles } from '../../../src/model/resolution'
import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { ChoiceData, Data, Guard, Hole, Text } from '../../../src/model/value'
import { asText, given, holeText } from '../../../src/model/value'
import { parsePolicy } from '../../policy-json'

/** The model that the mappers fill, and what stays unknown on the way. */
export class Collector {
  readonly model: IamModel = emptyModel()
  readonly unresolved: Unresolved[] = []

  /** A policy document; what nobody can know in it is noted. */
  document(resource: Resource, data: Data): PolicyDocument {
    const document = parsePolicy(data)
    for (const hole of openHoles(document)) this.unknown(resource, hole)
    return document
  }

  policy(policy: Policy): Policy {
    this.model.policies.push(policy)
    return policy
  }

  unknown(resource: Resource, hole: Hole): void {
    this.unresolved.push({ address: resource.address, hole })
  }

  /** Every text of a list (or one text), whichever way conditions turn out; what may add more is noted. */
  texts(resource: Resource, data: Data | undefined): Text[] {
    return this.guardedTexts(resource, data).map(({ text }) => text)
  }

  /** The same, each with the branches that lead to it. An empty text is that of a parameter which means "none". */
  guardedTexts(resource: Resource, data: Data | undefined): { text: Text; guards: readonly Guard[] }[] {
    return guardedValuesOf(data).flatMap(({ value, guards }) => {
      const text = asText(given(value))
      if (text) return [{ text, guards }]
      if (value.kind === 'unknown') this.unknown(resource, value.hole)
      return []
    })
  }
}

/** A value that deployment may bring, and the branches under which it does. */
export interface GuardedValue {
  readonly value: Data
  readonly guards: readonly Guard[]
}

/** The items of a list, or the value itself, through choices: each value that deployment may bring. */
export function valuesOf(data: Data | undefined): Data[] {
  return guardedValuesOf(data).map(({ value }) => value)
}

/** The same, each with its branches. A condition inside a branch of itself turns out as that branch says. */
export function guardedValuesOf(data: Data | undefined, guards: readonly Guard[] = []): GuardedValue[] {
  if (!data || data.kind === 'null') return []
  if (data.kind === 'list') return data.items.flatMap((item) => guardedValuesOf(item, guards))
  return data.kind === 'choice' ? branches(data, guards) : [{ value: data, guards }]
}

function branches({ condition, whenTrue, whenFalse }: ChoiceData, guards: readonly Guard[]): GuardedValue[] {
  const known = guards.find((guard) => guard.condition === condition)
  if (known) return guardedValuesOf(known.is ? whenTrue : whenFalse, guards)
  const yes = guardedValuesOf(whenTrue, [...guards, { condition, is: true }])
  return [...yes, ...guardedValuesOf(whenFalse, [...guards, { condition, is: false }])]
}

/** Guards as a property that is absent for "always". */
export function under(guards: readonly Guard[]): { guards?: readonly Guard[] } {
  return guards.length > 0 ? { guards } : {}
}

/** A property as text; of several that conditions choose from, the first. */
export function textProperty(resource: Resource, ...path: string[]): Text | undefined {
  return asText(valuesOf(property(resource, path))[0])
}

/** What `Ref` of a resource gives, as a symbol. */
export function refText(resource: Resource): Text {
  const { address, scope, type, span } = resource
  const symbol = { id: `${scope}|${address}.Ref`, address, attribute: 'Ref', type }
  return holeText({ kind: 'hole', expression: address, why: 'resource-attribute', span, symbol })
}

/** The name that the template gives, else what `Ref` will give. */
export function nameOf(resource: Resource, name: string): Text {
  return asText(property(resource, [name])) ?? refText(resource)
}

/** A mention of an identity in the same resource, or by its name. */
export function identityReference(identityKind: IdentityKind, text: Text, to?: Identity): IdentityReference {
  return to ? { identityKind, text, to } : { identityKind, text }
}

/** A managed policy given to an identity. */
export function attachment(
  resource: Resource,
  policy: Attachment['policy'],
  target: IdentityReference,
  as: Attachment['as'] = 'permissions',
  guards: readonly Guard[] = [],
): Attachment {
  const { text } = policy
  const span = text.via?.[0] ?? text.span
  const made = { policy: { ...policy }, target: { ...target }, exclusive: false, span, ...under(guards) }
  return { kind: 'attachment', resource, as, ...made }
}
