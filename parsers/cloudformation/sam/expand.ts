import type { ObjectData } from '../../../src/model/value'
import type { Evaluation } from '../evaluate/state'
import type { RawResource, Template } from '../template'
import { stringOf } from '../template'
import { addImplicitApis, expandApi } from './api'
import { expandConnectors } from './connector'
import { Expansion } from './context'
import { expandFunction } from './function'
import { withGlobals } from './globals'
import { expandGraphqlApi } from './graphql'
import { expandStateMachine } from './state-machine'
import { expandWebSocketApi } from './websocket'

type Expander = (resource: RawResource, properties: ObjectData, into: Expansion, template: Template) => void

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html */
const expanders: Readonly<Record<string, Expander>> = {
  'AWS::Serverless::Function': expandFunction,
  'AWS::Serverless::StateMachine': expandStateMachine,
  'AWS::Serverless::Api': expandApi,
  'AWS::Serverless::HttpApi': (resource, properties, into) =>
    into.become(resource, 'AWS::ApiGatewayV2::Api', properties),
  'AWS::Serverless::WebSocketApi': expandWebSocketApi,
  'AWS::Serverless::SimpleTable': (resource, properties, into) =>
    into.become(resource, 'AWS::DynamoDB::Table', properties),
  'AWS::Serverless::LayerVersion': (resource, properties, into) =>
    into.become(resource, 'AWS::Lambda::LayerVersion', properties),
  'AWS::Serverless::Application': (resource, properties, into) =>
    into.become(resource, 'AWS::CloudFormation::Stack', properties),
  'AWS::Serverless::GraphQLApi': expandGraphqlApi,
}

/** The resources of a template with those of SAM written out; all as they are without the SAM transform. */
export function expandServerless(
  template: Template,
  resources: ReadonlyMap<string, RawResource>,
  evaluation: Evaluation,
): ReadonlyMap<string, RawResource> {
  // Tools of SAM add a transform that is not written.
  const types = [...resources.values()].map((resource) => stringOf(resource.body, 'Type') ?? '')
  if (!types.some((type) => type.startsWith('AWS::Serverless::')) && !hasTransform(template)) return resources
  const into = new Expansion(resources, evaluation)
  for (const resource of resources.values()) {
    const type = stringOf(resource.body, 'Type') ?? ''
    const expand = expanders[type]
    if (expand) expand(resource, withGlobals(template, resource, type), into, template)
    else if (type !== 'AWS::Serverless::Connector') into.keep(resource)
    if (!expand && /^AWS::Serverless::(?!Connector$)/.test(type)) {
      into.evaluation.complain(
        'unknown-serverless-type',
        `What SAM makes of ${type} is not known here`,
        resource.key.span,
      )
    }
  }
  addImplicitApis(resources, into, template)
  expandConnectors(resources, into)
  return into.made
}

function hasTransform(template: Template): boolean {
  return template.transforms.some((name) => name.startsWith('AWS::Serverless'))
}
