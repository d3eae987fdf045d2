import type { Data, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource, Template } from '../template'
import { scalarString, stringOf } from '../template'
import type { Expansion } from './context'
import { deadLetterPolicy, destinationPolicies, streamDestinationPolicies } from './destinations'
import { eventInlinePolicies, eventManagedPolicies } from './event-policies'
import { addEventPermissions } from './events'
import { addMethods } from './methods'
import type { Plain } from './make'
import { getAtt, make } from './make'
import { addImplicitRole, awsManaged } from './role'

/** Properties of SAM that AWS::Lambda::Function has not. */
const ownProperties = new Set([
  'Policies',
  'Events',
  'RolePath',
  'PermissionsBoundary',
  'AssumeRolePolicyDocument',
  'FunctionUrlConfig',
  'EventInvokeConfig',
  'AutoPublishAlias',
  'DeploymentPreference',
  'DeadLetterQueue',
  'CodeUri',
  'InlineCode',
])

/**
 * A function with its role, its URL and the permissions that its events need.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function expandFunction(
  resource: RawResource,
  properties: ObjectData,
  into: Expansion,
  template: Template,
): void {
  const kept = properties.entries.filter((one) => !ownProperties.has(literal(one.key) ?? ''))
  const role = entry(properties, 'Role')
  const roleText = make({ Role: getAtt(`${resource.id}Role`, 'Arn') }, resource.key.span)
  const added = role || roleText.kind !== 'object' ? [] : roleText.entries
  into.become(resource, 'AWS::Lambda::Function', { ...properties, entries: [...kept, ...added] })
  const conditional = roleIsOptional(role)
  if (!role || conditional) addFunctionRole(resource, properties, into)
  addUrl(resource, entry(properties, 'FunctionUrlConfig'), into)
  addEventPermissions(resource, entry(properties, 'Events'), into)
  addMethods(template, resource, entry(properties, 'Events'), into)
}

/** `Role: !If [Given, !Ref Role, !Ref AWS::NoValue]`: the transform makes the role as well. */
function roleIsOptional(role: Data | undefined): boolean {
  const branches = entry(role, 'Fn::If')
  return branches?.kind === 'list' && branches.items.some((item) => stringOf(item, 'Ref') === 'AWS::NoValue')
}

function addFunctionRole(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const managed: Plain[] = [awsManaged('service-role/AWSLambdaBasicExecutionRole')]
  if (entry(properties, 'VpcConfig')) managed.push(awsManaged('service-role/AWSLambdaVPCAccessExecutionRole'))
  if (scalarString(entry(properties, 'Tracing')) === 'Active') managed.push(awsManaged('AWSXrayWriteOnlyAccess'))
  const events = entry(properties, 'Events')
  managed.push(...eventManagedPolicies(events).map(awsManaged))
  const destinations = entry(entry(properties, 'EventInvokeConfig'), 'DestinationConfig')
  const inline = [deadLetterPolicy(entry(properties, 'DeadLetterQueue'))]
  inline.push(
    ...destinationPolicies(resource, destinations, into),
    ...streamDestinationPolicies(events),
    ...eventInlinePolicies(events),
  )
  const at = resource.key.span
  const policies = inline.filter((policy) => policy !== undefined)
  addImplicitRole(resource, properties, { service: 'lambda.amazonaws.com', managed, inline: policies, at }, into)
}

/**
 * A function URL without authorization may be called by anyone.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-functionurlconfig.html
 */
function addUrl(resource: RawResource, url: Data | undefined, into: Expansion): void {
  if (!url) return
  const type = entry(url, 'AuthType')
  const target: Plain = { Ref: resource.id }
  const properties = { TargetFunctionArn: target, AuthType: type, Cors: entry(url, 'Cors') }
  into.add(`${resource.id}Url`, 'AWS::Lambda::Url', properties, resource, url.span)
  if (!type || scalarString(type) !== 'NONE') return
  const permission = { FunctionName: target, Principal: '*', FunctionUrlAuthType: 'NONE' }
  const invokeUrl = { ...permission, Action: 'lambda:InvokeFunctionUrl' }
  into.add(`${resource.id}UrlPublicPermissions`, 'AWS::Lambda::Permission', invokeUrl, resource, type.span)
}
