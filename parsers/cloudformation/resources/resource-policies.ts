import type { Policy } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { Data, Text } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import type { Collector } from './collect'
import { nameOf, textProperty } from './collect'
import { shapes } from '../evaluate/attributes'
import type { PolicyCarrier } from './policy-carriers'
import { policyCarriers } from './policy-carriers'

/** Adds the policy of a resource that carries one; without a document nothing is added. */
export function mapCarriedPolicy(resource: Resource, into: Collector): void {
  const carrier = policyCarriers[resource.type]
  const data = carrier && property(resource, carrier.policy)
  if (!carrier || !data) return
  const whole = resource.type === 'AWS::Events::EventBusPolicy' ? oneStatement(data) : data
  const name = textProperty(resource, 'PolicyName')
  const document = into.document(resource, whole)
  const policy = { kind: carrier.kind, resource, name, document, use: data.span } as const
  const protectedOnes = carrier.kind === 'document' ? [undefined] : mentions(resource, carrier, into)
  for (const protects of protectedOnes) into.policy(protects ? { ...policy, protects } : policy)
}

/** What the policy protects: one entry for each queue or topic that it names, at least one. */
function mentions(resource: Resource, carrier: PolicyCarrier, into: Collector): Policy['protects'][] {
  const type = carrier.protects
  if (!carrier.of) {
    const name = nameOf(resource, shapes[resource.type]?.name ?? 'Name')
    return [{ type, reference: { text: name, to: resource } }]
  }
  const texts: Text[] = into.texts(resource, property(resource, carrier.of))
  const references = texts.map((mention) => ({ type, reference: { text: mention } }))
  return references.length > 0 ? references : [{ type, reference: undefined }]
}

/** `AWS::Events::EventBusPolicy` has one statement; the document around it, of this version, is EventBridge's. */
function oneStatement(data: Data): Data {
  const version = { key: text('Version', data.span), value: text('2012-10-17', data.span) }
  return { kind: 'object', entries: [version, { key: text('Statement', data.span), value: data }], span: data.span }
}
