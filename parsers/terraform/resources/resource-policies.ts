import type { Policy } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { entry } from '../../../src/model/value'
import { argument, nameOf, textArgument, useOf } from './arguments'
import type { ModelBuilder } from './model-builder'
import { type PolicyCarrier, policyCarriers } from './policy-carriers'
import { renderPolicyDocument } from './policy-document'

/** Adds the policy of a resource that carries one: see `policyCarriers`. Without a document nothing is added. */
export function mapCarriedPolicy(resource: Resource, into: ModelBuilder): void {
  const carrier = policyCarriers[resource.type]
  const data = carrier && argument(resource, carrier.policy)
  if (!carrier || !data) return
  into.policy({
    kind: carrier.kind,
    resource,
    name: textArgument(resource, 'policy_name') ?? textArgument(resource, 'name'),
    document: into.document(resource, data),
    ...(carrier.kind === 'document' ? {} : { protects: protectedBy(resource, carrier) }),
    use: useOf(resource, carrier.policy, data),
  })
}

function protectedBy(resource: Resource, carrier: PolicyCarrier): Policy['protects'] {
  const text = carrier.of ? textArgument(resource, carrier.of) : nameOf(resource)
  if (!text) return { type: carrier.protects, reference: undefined }
  return { type: carrier.protects, reference: carrier.of ? { text } : { text, to: resource } }
}

/** True for a data source that renders a policy document. */
export function isPolicyDocument(resource: Resource): boolean {
  return resource.type === 'aws_iam_policy_document' || resource.type === 'data.aws_iam_policy_document'
}

/** Notes which documents this one is made from: those are not without a carrier. */
export function carrySources(resource: Resource, into: ModelBuilder): void {
  for (const name of ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json']) {
    const data = entry(resource.properties, name)
    if (data) into.carry(resource, data)
  }
}

/** Adds a document that nothing carries as a policy of its own. */
export function mapLooseDocument(resource: Resource, into: ModelBuilder): void {
  if (into.isCarried(resource)) return
  const rendered = renderPolicyDocument(resource.properties, { address: resource.address })
  const document = into.document(resource, rendered.json)
  into.policy({ kind: 'document', resource, name: undefined, document, use: resource.span })
}
