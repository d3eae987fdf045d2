import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { principalsOf, trustAllows } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export default defineCheck({
  id: 'missing-external-id',
  title: 'Third party without an external id',
  severity: 'medium',
  confidence: 'medium',
  on: 'policy',
  tags: ['trust', 'confused-deputy'],
  maps: { regula: ['FG_R00255'], kics: ['Cross-Account IAM Assume Role Policy Without ExternalId or MFA'] },
  since: '0.1.0',
  *run(policy, { trust }) {
    for (const statement of trustAllows(policy)) {
      // Any condition on the caller, MFA or the organization may stand for an agreement of another kind.
      if (statement.conditions.some((condition) => narrows(literal(condition.key)))) continue
      if (statement.unknownConditions.length > 0) continue
      for (const principal of principalsOf(statement, trust)) {
        if (principal.account === undefined || principal.own === 'yes') continue
        yield {
          ...inPolicy(policy),
          at: principal.entry.value.span,
          confidence: principal.own === 'no' ? 'medium' : 'low',
          message: `The ${nameOfPolicy(policy)} trusts account ${principal.account} without an external id: where that is a vendor's, any of its customers can have the vendor assume this role.`,
          subjects: [principal.account],
          key: `external-id ${principal.account}`,
          fix: { description: 'Require sts:ExternalId with the value that the vendor gave to you alone.' },
        }
      }
    }
  },
})

const narrows = (key: string | undefined): boolean =>
  key === undefined ||
  /^(sts:externalid|aws:principal(orgid|orgpaths|arn)|aws:multifactorauth(present|age)|aws:source(ip|vpc|vpce))$/i.test(
    key,
  )
