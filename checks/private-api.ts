import { property, type Resource } from '../src/model/resource'
import { itemsOf, literalOf } from './setting'

/** Whether a REST API is reached through VPC endpoints alone. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html */
export function isPrivateApi(api: Resource): boolean {
  const types = itemsOf(property(api, ['EndpointConfiguration', 'Types'])).map(literalOf)
  return types.length > 0 && types.every((type) => type?.toUpperCase() === 'PRIVATE')
}
