import type { Diagnostic, Unresolved } from '../../../src/model/diagnostic'
import { type IamModel, mergeModels } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { textArgument } from './arguments'
import { mapTemplateResources } from '../../cloudformation/resources'
import { attachmentMappers } from './attachments'
import { asTemplateResource, isCloudControl } from './awscc'
import { credentialMappers } from './credentials'
import { identityMappers } from './identities'
import { ModelBuilder } from './model-builder'
import { organizationMappers, referringArguments } from './organization'
import { permissionMappers } from './permissions'
import { withoutCopies } from './policy-copies'
import { carrySources, isPolicyDocument, mapCarriedPolicy, mapLooseDocument } from './resource-policies'

export { arnPattern } from './arn-patterns'
export { canonicalTypeOf, relevantTypes } from './canonical-types'
export { renderPolicyDocument } from './policy-document'

export interface MappedResources {
  readonly model: IamModel
  readonly unresolved: readonly Unresolved[]
  readonly diagnostics: readonly Diagnostic[]
}

type Mapper = (resource: Resource, into: ModelBuilder) => void

/** Every native type that is more than a carrier of a policy. */
const mappers: ReadonlyMap<string, Mapper> = new Map<string, Mapper>(
  Object.entries({
    ...identityMappers,
    ...attachmentMappers,
    ...credentialMappers,
    ...organizationMappers,
    ...permissionMappers,
  }),
)

/**
 * The IAM model of Terraform resources, wherever they come from: HCL, a plan, CDKTF. Data sources
 * `aws_iam_policy_document` among them become policies of their own where nothing carries them. References are left to
 * `link`. What nobody can know of a policy is in `unresolved`, under the address of the resource that carries it.
 */
export function mapResources(all: readonly Resource[]): MappedResources {
  const cloudControl = mapTemplateResources(all.filter(isCloudControl).map(asTemplateResource))
  const resources = all.filter((resource) => !isCloudControl(resource))
  const builder = new ModelBuilder()
  for (const resource of resources) {
    builder.model.resources.push(resource)
    const referring = referringArguments[resource.type]
    if (referring) builder.refer(resource, textArgument(resource, referring))
  }
  for (const resource of resources) {
    mappers.get(resource.type)?.(resource, builder)
    mapCarriedPolicy(resource, builder)
    if (isPolicyDocument(resource)) carrySources(resource, builder)
  }
  for (const resource of resources) if (isPolicyDocument(resource)) mapLooseDocument(resource, builder)
  return {
    model: mergeModels([withoutCopies(builder.model), cloudControl.model]),
    unresolved: [...builder.unresolved, ...cloudControl.unresolved],
    diagnostics: [],
  }
}
