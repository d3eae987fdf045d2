import { member, property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { itemsOf, literalOf } from './setting'
import { strangersIn } from './shared-with'

/** Everybody whose own IAM policies allow it: Lake Formation then has no say. */
const everybody = 'IAM_ALLOWED_PRINCIPALS'

/** https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html */
export default defineCheck({
  id: 'lake-formation-open-grant',
  title: 'Data lake that Lake Formation does not guard',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: [
    'AWS::LakeFormation::DataLakeSettings',
    'AWS::LakeFormation::Permissions',
    'AWS::LakeFormation::PrincipalPermissions',
  ],
  tags: ['exposure', 'data'],
  maps: {},
  since: '0.1.0',
  *run(resource, { trust }) {
    for (const principal of principalsOf(resource)) {
      if (literalOf(principal) === everybody) {
        yield {
          at: principal?.span ?? resource.span,
          resource,
          message: `${resource.address} grants to ${everybody}: every principal of the account whose IAM policy allows it reads the data, and Lake Formation is not asked.`,
          subjects: [everybody],
          key: 'lake-formation everybody',
          fix: { description: 'Grant to named roles, and leave the defaults for new databases and tables empty.' },
        }
      }
      for (const { who, at, confidence, everybody: all } of strangersIn(principal, trust)) {
        if (all) continue
        yield {
          at,
          resource,
          confidence,
          message: `${resource.address} grants to account ${who}: its administrators decide who reads the data there.`,
          subjects: [who],
          key: `lake-formation ${who}`,
          fix: {
            description: 'Add the account to trusted-accounts in the configuration if it is meant, or remove it here.',
          },
        }
      }
    }
  },
})

/** Whom a grant, or the defaults for new databases and tables, are for. */
function principalsOf(resource: Resource): (Data | undefined)[] {
  if (resource.canonicalType === 'AWS::LakeFormation::DataLakeSettings') {
    const names = ['CreateDatabaseDefaultPermissions', 'CreateTableDefaultPermissions']
    return names
      .flatMap((name) => itemsOf(property(resource, [name])))
      .map((each) => identifier(member(each, ['Principal'])))
  }
  return [identifier(property(resource, ['Principal'], ['DataLakePrincipal']))]
}

/** CloudFormation has an object where Terraform has a text. */
function identifier(principal: Data | undefined): Data | undefined {
  return principal?.kind === 'object' ? member(principal, ['DataLakePrincipalIdentifier']) : principal
}
