import { member, property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { strangersIn } from './shared-with'

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html */
export default defineCheck({
  id: 'ssm-document-shared',
  title: 'Systems Manager document given to others',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::SSM::Document'],
  tags: ['exposure'],
  maps: { fsbp: ['SSM.4'], checkov: ['CKV_AWS_303'] },
  since: '0.1.0',
  *run(resource, { trust }) {
    const accounts = member(property(resource, ['permissions']), ['account_ids'])
    for (const { everybody, who, at, confidence } of strangersIn(accounts, trust)) {
      yield {
        at,
        resource,
        severity: everybody ? 'high' : 'low',
        confidence,
        message: `Document '${nameOfResource(resource)}' is given to ${everybody ? 'everybody' : `account ${who}`}: its commands, and what they tell of the estate, can be read there.`,
        subjects: [who],
        key: `shared ${who}`,
        fix: {
          description: everybody
            ? 'Name the accounts that it is for.'
            : 'Add the account to trusted-accounts if it is meant.',
        },
      }
    }
  },
})
