import type { Unresolved } from '../../../src/model/diagnostic'
import type { IamModel } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { Collector } from './collect'
import { credentialMappers, mapCustomPasswordPolicy } from './credentials'
import { identityMappers } from './identities'
import { organizationMappers } from './organization'
import { permissionMappers } from './permissions'
import { policyMappers } from './policies'
import { mapCarriedPolicy } from './resource-policies'

type Mapper = (resource: Resource, into: Collector) => void

const mappers: Readonly<Record<string, Mapper | undefined>> = {
  ...identityMappers,
  ...policyMappers,
  ...credentialMappers,
  ...organizationMappers,
  ...permissionMappers,
}

/** The IAM model of CloudFormation resources, not linked yet, and what stays unknown in their policies. */
export function mapTemplateResources(resources: readonly Resource[]): { model: IamModel; unresolved: Unresolved[] } {
  const into = new Collector()
  into.model.resources.push(...resources)
  for (const resource of resources) {
    mappers[resource.type]?.(resource, into)
    mapCarriedPolicy(resource, into)
    if (/^(?:Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type))
      mapCustomPasswordPolicy(resource, into)
  }
  return { model: into.model, unresolved: into.unresolved }
}
