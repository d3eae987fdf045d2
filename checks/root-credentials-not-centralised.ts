import { property, type Resource } from '../src/model/resource'
import { defineCheck } from './check'
import { itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html */
export default defineCheck({
  id: 'root-credentials-not-centralised',
  title: 'Root credentials of member accounts are left in place',
  severity: 'low',
  confidence: 'medium',
  on: 'model',
  tags: ['root', 'organizations'],
  maps: {},
  since: '0.1.0',
  whole: true,
  *run(model) {
    const features = model.resources.filter((resource) => resource.type === 'aws_iam_organizations_features')
    if (features.some(centralised)) return
    for (const resource of model.resources) {
      if (resource.type !== 'aws_organizations_organization') continue
      yield {
        at: resource.span,
        resource,
        message:
          'The organization leaves root credentials in its member accounts: each is a password that no policy of the account can hold back.',
        fix: { description: 'Add aws_iam_organizations_features with RootCredentialsManagement and RootSessions.' },
      }
    }
  },
})

/** On, or set by a value that only the deployment knows. */
function centralised(resource: Resource): boolean {
  const names = itemsOf(property(resource, ['enabled_features'])).map(literalOf)
  return names.some((name) => name === undefined || name === 'RootCredentialsManagement')
}
