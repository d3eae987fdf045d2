import type { Unresolved } from '../../../src/model/diagnostic'
import type { Attachment, IamModel, Identity, IdentityKind, IdentityReference, Policy } from '../../../src/model/iam'
import { emptyModel } from '../../../src/model/iam'
import type { PolicyDocument } from '../../../src/model/policy'
import { openHoles } from '../../../src/model/resolution'
import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { Data, Hole, Text } from '../../../src/model/value'
import { asText, holeText } from '../../../src/model/value'
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
    return valuesOf(data).flatMap((value) => {
      const text = asText(value)
      if (text) return [text]
      if (value.kind === 'unknown') this.unknown(resource, value.hole)
      return []
    })
  }
}

/** The items of a list, or the value itself, through choices: each value that deployment may bring. */
export function valuesOf(data: Data | undefined): Data[] {
  if (!data || data.kind === 'null') return []
  if (data.kind === 'choice') return [...valuesOf(data.whenTrue), ...valuesOf(data.whenFalse)]
  return data.kind === 'list' ? data.items.flatMap(valuesOf) : [data]
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
): Attachment {
  const { text } = policy
  const span = text.via?.[0] ?? text.span
  return { kind: 'attachment', resource, as, policy: { ...policy }, target: { ...target }, exclusive: false, span }
}
