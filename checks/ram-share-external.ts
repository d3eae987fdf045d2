import { ReferenceIndex } from '../src/model/reference-index'
import { property } from '../src/model/resource'
import { asText } from '../src/model/value'
import { defineCheck } from './check'
import { isOn } from './setting'
import { strangersIn } from './shared-with'

/** https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html */
export default defineCheck({
  id: 'ram-share-external',
  title: 'Resource share for accounts outside',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['exposure', 'organizations'],
  maps: {},
  since: '0.1.0',
  *run(model, { trust }) {
    const shares = model.resources.filter((resource) => resource.canonicalType === 'AWS::RAM::ResourceShare')
    const index = new ReferenceIndex(shares.map((resource) => ({ resource })))
    for (const resource of model.resources) {
      const isShare = resource.canonicalType === 'AWS::RAM::ResourceShare'
      if (!isShare && resource.canonicalType !== 'AWS::RAM::PrincipalAssociation') continue
      const mention = asText(property(resource, ['resource_share_arn']))
      const share = isShare ? resource : mention && index.find(mention, resource)?.resource
      // Outsiders are let in by default in CloudFormation, and not in Terraform's provider.
      if (
        share &&
        isOn(property(share, ['AllowExternalPrincipals']), share.type === 'AWS::RAM::ResourceShare') !== 'yes'
      )
        continue
      const principals = property(resource, isShare ? ['Principals'] : ['principal'])
      for (const { who, at, confidence } of strangersIn(principals, trust)) {
        yield {
          at,
          resource,
          confidence: share ? confidence : 'low',
          message: `Account ${who} gets what '${(share ?? resource).name}' shares, from outside of the organization too: its administrators decide who there.`,
          subjects: [who],
          key: `ram ${who}`,
          fix: {
            description: 'Share within the organization, with external principals off, or list the account as trusted.',
          },
        }
      }
    }
  },
})
