import type { Span } from '../../../src/model/source'
import type { Data, ObjectData } from '../../../src/model/value'
import { entry } from '../../../src/model/value'
import type { RawResource } from '../template'
import type { Expansion } from './context'
import type { Plain } from './make'
import { make, trustOf } from './make'
import { readPolicies } from './policies'

export interface ImplicitRole {
  readonly service: string
  /** ARNs that the transform adds by itself. */
  readonly managed: readonly Plain[]
  /** Statements that the transform adds by itself, each an inline policy. */
  readonly inline: readonly Plain[]
  readonly at: Span
}

/** The ARN of a policy of AWS, for `Fn::Sub`. */
export function awsManaged(name: string): Plain {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }
}

/**
 * The role that SAM makes for a function or state machine without `Role`: `<LogicalId>Role`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function addImplicitRole(
  resource: RawResource,
  properties: ObjectData,
  role: ImplicitRole,
  into: Expansion,
): void {
  const policies = entry(properties, 'Policies')
  const given = readPolicies(policies, resource, into)
  const managed = [...role.managed, ...given.managed]
  const inline = [...role.inline, ...given.inline]
  const trust = entry(properties, 'AssumeRolePolicyDocument') ?? make(trustOf(role.service), role.at)
  const at = policies?.span ?? role.at
  into.add(
    `${resource.id}Role`,
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: managed.length > 0 ? listAt(managed, at) : undefined,
      Policies: inline.length > 0 ? listAt(inline, at) : undefined,
      Path: entry(properties, 'RolePath'),
      PermissionsBoundary: entry(properties, 'PermissionsBoundary'),
    },
    resource,
    resource.key.span,
  )
}

function listAt(items: readonly Plain[], at: Span): Data {
  return make(items, at)
}
