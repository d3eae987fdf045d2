import type { Resource } from '../../../src/model/resource'

/**
 * A resource of the provider `awscc` as CloudFormation's: that provider is made from CloudFormation's own schemas, with
 * every name in snake case. Its `type` is CloudFormation's; its address tells where it is from.
 * https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
 */
export function asTemplateResource(resource: Resource): Resource {
  const { address, canonicalType, framework, scope, span, body, moduleCalls, trace, guards, constructPath } = resource
  return {
    ...{ address, type: canonicalType, canonicalType, framework, scope, span, body, moduleCalls, trace, guards },
    ...(constructPath === undefined ? {} : { constructPath }),
    // Worked out when first read.
    get name() {
      return resource.name
    },
    get properties() {
      return resource.properties
    },
  }
}

/** Whether a resource is of the provider `awscc`, and of a type known here. */
export function isCloudControl(resource: Resource): boolean {
  return resource.type.startsWith('awscc_') && resource.canonicalType.startsWith('AWS::')
}

/** `awscc_iam_oidc_provider` for `IAM` and `OIDCProvider`. */
export function cloudControlType(service: string, name: string): string {
  const snake = name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replace(/([a-z0-9])([A-Z])/g, '$1_$2')
  return `awscc_${service}_${snake}`.toLowerCase()
}
