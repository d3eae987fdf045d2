import type { Data, Entry } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource, Template } from '../template'
import { scalarString, stringOf } from '../template'
import type { Expansion } from './context'
import { globalsOf, withGlobals } from './globals'
import type { Plain } from './make'
import { make } from './make'

/**
 * The method or route that an event of a function adds to an API, with who may call it. SAM writes them into the API's
 * OpenAPI document; here each is a resource, so that its authorization can be judged. An API with a document of its
 * own, or a resource policy, decides elsewhere: nothing is said of its methods.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-controlling-access-to-apis.html
 */
export function addMethods(template: Template, resource: RawResource, events: Data | undefined, into: Expansion): void {
  for (const event of events?.kind === 'object' ? events.entries : []) {
    const type = stringOf(event.value, 'Type')
    if (type === 'Api') addMethod(template, resource, event, into)
    else if (type === 'HttpApi') addRoute(template, resource, event, into)
  }
}

function addMethod(template: Template, resource: RawResource, event: Entry, into: Expansion): void {
  const properties = entry(event.value, 'Properties')
  const api = apiProperties(template, entry(properties, 'RestApiId'), 'AWS::Serverless::Api', into)
  const type = authorizationOf(properties, api, 'COGNITO_USER_POOLS')
  if (type === undefined) return
  const key = entry(entry(properties, 'Auth'), 'ApiKeyRequired') ?? entry(entry(api, 'Auth'), 'ApiKeyRequired')
  const method = {
    RestApiId: entry(properties, 'RestApiId') ?? { Ref: 'ServerlessRestApi' },
    HttpMethod: entry(properties, 'Method'),
    AuthorizationType: type,
    ApiKeyRequired: key,
  }
  const id = `${resource.id}${literal(event.key)}Method`
  into.add(id, 'AWS::ApiGateway::Method', method, resource, event.key.span)
}

function addRoute(template: Template, resource: RawResource, event: Entry, into: Expansion): void {
  const properties = entry(event.value, 'Properties')
  const api = apiProperties(template, entry(properties, 'ApiId'), 'AWS::Serverless::HttpApi', into)
  const type = authorizationOf(properties, api, 'JWT')
  if (type === undefined) return
  const method = scalarString(entry(properties, 'Method'))?.toUpperCase()
  const path = scalarString(entry(properties, 'Path'))
  const route = {
    ApiId: entry(properties, 'ApiId') ?? { Ref: 'ServerlessHttpApi' },
    RouteKey: method === undefined || path === undefined ? '$default' : `${method} ${path}`,
    AuthorizationType: type,
  }
  const id = `${resource.id}${literal(event.key)}Route`
  into.add(id, 'AWS::ApiGatewayV2::Route', route, resource, event.key.span)
}

/** The properties of the API that an event names, or those that `Globals` gives the implicit one; undefined when it is not here. */
function apiProperties(template: Template, named: Data | undefined, type: string, into: Expansion): Data | undefined {
  if (!named) return globalsOf(template, type) ?? make({}, template.root.span)
  const api = into.originals.get(stringOf(named, 'Ref') ?? '')
  return api && stringOf(api.body, 'Type') === type ? withGlobals(template, api, type) : undefined
}

/** Who may call: `NONE`, `AWS_IAM`, or the kind that `other` names; undefined when that is said elsewhere. */
function authorizationOf(event: Data | undefined, api: Data | undefined, other: string): Plain | undefined {
  if (!api || entry(api, 'DefinitionBody') || entry(api, 'DefinitionUri')) return undefined
  const auth = entry(api, 'Auth')
  if (entry(auth, 'ResourcePolicy') || entry(entry(event, 'Auth'), 'ResourcePolicy')) return undefined
  const own = entry(entry(event, 'Auth'), 'Authorizer')
  const authorizer = own ?? entry(auth, 'DefaultAuthorizer')
  if (!authorizer) return 'NONE'
  const name = scalarString(authorizer)
  if (name === 'NONE' || name === 'AWS_IAM') return authorizer
  return name === undefined ? undefined : other
}
