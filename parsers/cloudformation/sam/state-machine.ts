import type { ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { scalarString, stringOf } from '../template'
import type { Expansion } from './context'
import type { Plain } from './make'
import { getAtt, make, trustOf } from './make'
import { addImplicitRole, awsManaged } from './role'

const ownProperties = new Set([
  'Policies',
  'Events',
  'RolePath',
  'PermissionsBoundary',
  'Role',
  'Name',
  'Type',
  'Logging',
  'Tracing',
  'Definition',
  'DefinitionUri',
])

/** Services that start executions, by the type of the event. */
const starters: Readonly<Record<string, string>> = {
  Api: 'apigateway.amazonaws.com',
  Schedule: 'events.amazonaws.com',
  CloudWatchEvent: 'events.amazonaws.com',
  EventBridgeRule: 'events.amazonaws.com',
  ScheduleV2: 'scheduler.amazonaws.com',
}

/**
 * A state machine with its role, and a role for each event that starts it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
 */
export function expandStateMachine(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const kept = properties.entries.filter((one) => !ownProperties.has(literal(one.key) ?? ''))
  const at = resource.key.span
  const named = make(
    {
      RoleArn: entry(properties, 'Role') ?? getAtt(`${resource.id}Role`, 'Arn'),
      StateMachineName: entry(properties, 'Name'),
      StateMachineType: entry(properties, 'Type'),
      LoggingConfiguration: entry(properties, 'Logging'),
      TracingConfiguration: entry(properties, 'Tracing'),
      Definition: entry(properties, 'Definition'),
    },
    at,
  )
  const entries = [...kept, ...(named.kind === 'object' ? named.entries : [])]
  into.become(resource, 'AWS::StepFunctions::StateMachine', { ...properties, entries })
  if (!entry(properties, 'Role')) {
    const tracing = scalarString(entry(entry(properties, 'Tracing'), 'Enabled')) === 'true'
    const managed: Plain[] = tracing ? [awsManaged('AWSXrayWriteOnlyAccess')] : []
    addImplicitRole(resource, properties, { service: 'states.amazonaws.com', managed, inline: [], at }, into)
  }
  addEventRoles(resource, properties, into)
}

function addEventRoles(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const events = entry(properties, 'Events')
  for (const event of events?.kind === 'object' ? events.entries : []) {
    const service = starters[stringOf(event.value, 'Type') ?? '']
    if (!service || entry(entry(event.value, 'Properties'), 'RoleArn')) continue
    const id = `${resource.id}${literal(event.key)}`
    const statement = { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: resource.id } }
    const document = { Version: '2012-10-17', Statement: [statement] }
    const role = {
      AssumeRolePolicyDocument: trustOf(service),
      Policies: [{ PolicyName: `${id}StartExecutionPolicy`, PolicyDocument: document }],
      PermissionsBoundary: entry(entry(event.value, 'Properties'), 'PermissionsBoundary'),
    }
    into.add(`${id}Role`, 'AWS::IAM::Role', role, resource, event.key.span)
  }
}
