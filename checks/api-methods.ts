import type { IamModel } from '../src/model/iam'
import { ReferenceIndex } from '../src/model/reference-index'
import { property, type Resource } from '../src/model/resource'
import { asText } from '../src/model/value'
import { literalOf } from './setting'

export const methodTypes = ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route']

/** How a method or route asks who calls: `NONE`, `AWS_IAM`, `COGNITO_USER_POOLS` ...; undefined when not known. */
export function authorizationOf(method: Resource): string | undefined {
  const setting = property(method, ['AuthorizationType'], ['authorization'])
  return setting ? literalOf(setting)?.toUpperCase() : 'NONE'
}

/** How the methods of an API ask who calls, as far as they are in the same code. */
export function authorizationsOf(api: Resource, model: IamModel): readonly (string | undefined)[] {
  let byApi = authorizations.get(model)
  if (!byApi) {
    byApi = new Map()
    authorizations.set(model, byApi)
    for (const method of model.resources) {
      const own = methodTypes.includes(method.canonicalType) ? apiOf(method, model) : undefined
      if (own) byApi.set(own, [...(byApi.get(own) ?? []), authorizationOf(method)])
    }
  }
  return byApi.get(api) ?? []
}

const authorizations = new WeakMap<IamModel, Map<Resource, readonly (string | undefined)[]>>()
const indexes = new WeakMap<IamModel, ReferenceIndex<{ readonly resource: Resource }>>()

/** The API that a method or route belongs to, where it is in the same code. */
export function apiOf(resource: Resource, model: IamModel): Resource | undefined {
  let index = indexes.get(model)
  if (!index) {
    const apis = model.resources.filter(({ canonicalType }) =>
      /^AWS::(?:ApiGateway::RestApi|ApiGatewayV2::Api)$/.test(canonicalType),
    )
    index = new ReferenceIndex(apis.map((api) => ({ resource: api })))
    indexes.set(model, index)
  }
  const id = asText(property(resource, ['RestApiId']) ?? property(resource, ['ApiId']))
  return id && index.find(id, resource)?.resource
}
