import { type Exposure, exposure } from '../src/iam/exposure'
import { knownActions } from '../src/iam/action'
import type { IamModel, Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { property, type Resource } from '../src/model/resource'
import { display } from '../src/model/value'
import { authorizationsOf } from './api-methods'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { isPrivateApi } from './private-api'
import { protectedName } from './protected'
import { itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html */
export default defineCheck({
  id: 'public-resource-policy',
  title: 'Resource open to everybody',
  severity: 'critical',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure'],
  maps: {
    fsbp: ['S3.2', 'S3.3', 'SQS.3', 'SNS.4', 'KMS.5', 'Lambda.1'],
    checkov: [
      'CKV_AWS_32',
      'CKV_AWS_33',
      'CKV_AWS_70',
      'CKV_AWS_167',
      'CKV_AWS_168',
      'CKV_AWS_169',
      'CKV_AWS_283',
      'CKV_AWS_301',
      'CKV_AWS_387',
    ],
    cfnNag: ['F13', 'F16', 'F18', 'F21', 'F76'],
    sonar: ['S6265', 'S6270'],
  },
  since: '0.1.0',
  *run(policy, { trust, model }) {
    if (policy.kind !== 'resource' && !isResourceDocument(policy)) return
    for (const exposed of exposure(policy.document, trust)) {
      if (exposed.verdict !== 'public') continue
      const { statement } = exposed
      if (statement.principals?.negated) continue
      const actions = statement.actions?.items.map(display) ?? []
      if (isOpenUrl(statement, policy, model)) continue
      const inside = isInsideNetwork(policy)
      const sure = exposed.certainty === 'yes'
      const target = policy.protects?.reference?.to ?? policy.resource
      const via = serviceBetween(exposed)
      const gate = gateOf(target, model)
      if (gate === 'authorizers') continue
      const who = inside
        ? 'Everybody who reaches its VPC'
        : isPrivateApi(target)
          ? byEndpoint
          : via || gate === 'signature'
            ? account
            : whoEver(actions)
      yield {
        ...inPolicy(policy),
        at: exposed.principals[0]?.value.span ?? statement.principals?.span ?? statement.span,
        severity:
          inside || gate === 'unknown'
            ? 'medium'
            : changes(statement) && who !== byEndpoint && !via
              ? 'critical'
              : 'high',
        confidence: !sure ? 'low' : statement.guards.length > 0 || gate === 'unknown' ? 'medium' : 'high',
        message: `${who} may call ${listOf(actions)} on ${protectedName(policy)}${restOf(exposed, via)}${underWhich(statement)}${gate === 'unknown' ? ', where its method asks nobody who they are' : ''}.`,
        subjects: actions,
        key: 'public',
        fix: { description: 'Name the principals, or require your organization with aws:PrincipalOrgID.' },
      }
    }
  },
})

/**
 * Services that take requests which nobody has signed, where their policy says so; all others know every caller by his
 * account. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 */
const unsigned = /^(?:\*|(?:s3|sqs|sns|execute-api|es|elasticfilesystem|mediastore):|lambda:(?:InvokeFunctionUrl|\*)$)/i

/** A private API has no address on the internet, but anybody may make an endpoint that reaches it. */
const byEndpoint = 'Everybody with a VPC endpoint for API Gateway, in other accounts too,'

const account = 'Everybody with an AWS account of his own'

const whoEver = (actions: readonly string[]): string =>
  actions.length === 0 || actions.some((action) => unsigned.test(action))
    ? 'Everybody, without an AWS account too,'
    : account

/**
 * What stands between callers and a REST API beside its policy: an API without a policy lets everybody as far as the
 * authorizers of its methods, and so does one for `*`. With IAM authorization the policy hands out the access itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
function gateOf(target: Resource, model: IamModel): 'authorizers' | 'signature' | 'unknown' | undefined {
  if (target.canonicalType !== 'AWS::ApiGateway::RestApi' || isPrivateApi(target)) return undefined
  const ways = authorizationsOf(target, model)
  if (ways.includes('AWS_IAM')) return 'signature'
  return ways.length > 0 && ways.every((way) => way !== undefined && way !== 'NONE') ? 'authorizers' : 'unknown'
}

function restOf({ residual, certainty }: Exposure, via: string | undefined): string {
  if (residual.length === 0) return ''
  if (certainty !== 'yes') return ', unless conditions that only the deployment knows keep them out'
  return via ? `: ${via} says by which service they come, not who they are` : ': its conditions keep nobody out'
}

/** The condition key that asks for a service between the caller and the resource: only those come who get that far. */
function serviceBetween({ residual }: Exposure): string | undefined {
  const keys = residual.map(({ key }) => display(key))
  return keys.find((key) => /^(?:kms:ViaService|aws:CalledVia(?:First|Last)?|aws:ViaAWSService)$/i.test(key))
}

/** A template may ask for it: ` (where IsPublic holds)`. */
function underWhich({ guards }: Statement): string {
  const [first] = guards
  return first ? ` (where ${first.condition} ${first.is ? 'holds' : 'does not hold'})` : ''
}

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html: security groups decide who gets that far. */
function isInsideNetwork(policy: Policy): boolean {
  const target = policy.protects?.reference?.to ?? policy.resource
  if (!/^AWS::(?:OpenSearchService|Elasticsearch)::Domain$/.test(target.canonicalType)) return false
  const network = property(target, ['VPCOptions'])
  return network !== undefined && itemsOf(network).length > 0
}

/** Of a function's open URL in the same code, `lambda-url-without-auth` tells. */
function isOpenUrl(statement: Statement, policy: Policy, model: IamModel): boolean {
  const actions = statement.actions?.items.map(display) ?? []
  if (statement.actions?.negated || !actions.every((action) => /^lambda:InvokeFunctionUrl$/i.test(action))) return false
  return model.resources.some(
    (resource) =>
      resource.canonicalType === 'AWS::Lambda::Url' &&
      resource.scope === policy.resource.scope &&
      literalOf(property(resource, ['AuthType'], ['authorization_type'])) === 'NONE',
  )
}

/** A document that nothing carries and that names principals and resources is some resource's. */
function isResourceDocument(policy: Policy): boolean {
  return (
    policy.kind === 'document' &&
    policy.document.statements.some((statement) => statement.principals && statement.resources)
  )
}

/** More than reading: whoever comes can write, delete or take over. */
function changes(statement: Statement): boolean {
  if (statement.actions?.negated) return true
  return knownActions(statement.actions).some((action) => action.level !== 'R' && action.level !== 'L')
}
