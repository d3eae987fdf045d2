import type { Resource } from '../../../src/model/resource'
import type { Data, Entry, Hole, Text, TextPart } from '../../../src/model/value'
import { asText, display, holes, literal, text } from '../../../src/model/value'
import { parsePolicy } from '../../policy-json'
import { argument, argumentSpan, textArgument } from './arguments'
import type { ModelBuilder } from './model-builder'

/** Resources that are one statement of a resource policy each: AWS keeps them as a policy document. */
export const permissionMappers = {
  /**
   * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html and
   * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_permission
   */
  aws_lambda_permission(resource: Resource, into: ModelBuilder) {
    const target = textArgument(resource, 'function_name')
    addStatement(resource, into, 'AWS::Lambda::Function', target, [
      ['Sid', textArgument(resource, 'statement_id'), 'statement_id'],
      ['Effect', text('Allow', resource.span)],
      ['Principal', principal(resource, 'principal'), 'principal'],
      ['Action', argument(resource, 'action'), 'action'],
      ['Resource', target && lambdaArn(target, 'function', resource), 'function_name'],
      [
        'Condition',
        conditions(resource, [
          ['ArnLike', 'aws:SourceArn', 'source_arn'],
          ['StringEquals', 'aws:SourceAccount', 'source_account'],
          ['StringEquals', 'aws:PrincipalOrgID', 'principal_org_id'],
          ['StringEquals', 'lambda:EventSourceToken', 'event_source_token'],
          ['StringEquals', 'lambda:FunctionUrlAuthType', 'function_url_auth_type'],
          ['Bool', 'lambda:InvokedViaFunctionUrl', 'invoked_via_function_url'],
        ]),
      ],
    ])
  },

  /** https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html */
  aws_lambda_layer_version_permission(resource: Resource, into: ModelBuilder) {
    const target = textArgument(resource, 'layer_name')
    addStatement(resource, into, 'AWS::Lambda::LayerVersion', target, [
      ['Sid', textArgument(resource, 'statement_id'), 'statement_id'],
      ['Effect', text('Allow', resource.span)],
      ['Principal', principal(resource, 'principal'), 'principal'],
      ['Action', argument(resource, 'action'), 'action'],
      ['Resource', target && lambdaArn(target, 'layer', resource), 'layer_name'],
      ['Condition', conditions(resource, [['StringEquals', 'aws:PrincipalOrgID', 'organization_id']])],
    ])
  },

  /** https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html */
  aws_signer_signing_profile_permission(resource: Resource, into: ModelBuilder) {
    const target = textArgument(resource, 'profile_name')
    addStatement(resource, into, 'AWS::Signer::SigningProfile', target, [
      ['Sid', textArgument(resource, 'statement_id'), 'statement_id'],
      ['Effect', text('Allow', resource.span)],
      ['Principal', principal(resource, 'principal'), 'principal'],
      ['Action', argument(resource, 'action'), 'action'],
      ['Resource', target && arn(resource, 'signer', '/signing-profiles/', target), 'profile_name'],
    ])
  },

  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
  aws_cloudwatch_event_permission(resource: Resource, into: ModelBuilder) {
    const target = textArgument(resource, 'event_bus_name') ?? text('default', resource.span)
    const test = textArgument(resource, ['condition', 'type'])
    const key = textArgument(resource, ['condition', 'key'])
    const value = argument(resource, ['condition', 'value'])
    const condition = test && key && value ? object(resource, [[test, object(resource, [[key, value]])]]) : undefined
    addStatement(resource, into, 'AWS::Events::EventBus', target, [
      ['Sid', textArgument(resource, 'statement_id'), 'statement_id'],
      ['Effect', text('Allow', resource.span)],
      ['Principal', principal(resource, 'principal'), 'principal'],
      ['Action', argument(resource, 'action') ?? text('events:PutEvents', resource.span), 'action'],
      ['Resource', arn(resource, 'events', 'event-bus/', target), 'event_bus_name'],
      ['Condition', condition, 'condition'],
    ])
  },
}

type Elements = readonly (readonly [name: string | Text, value: Data | undefined, argument?: string])[]

function addStatement(
  resource: Resource,
  into: ModelBuilder,
  type: string,
  target: Text | undefined,
  elements: Elements,
): void {
  const statement = object(resource, elements)
  const document = parsePolicy(
    object(resource, [
      ['Version', text('2012-10-17', resource.span)],
      ['Statement', { kind: 'list', items: [statement], span: resource.body }],
    ]),
  )
  into.policy({
    kind: 'resource',
    resource,
    name: textArgument(resource, 'statement_id'),
    document,
    protects: { type, reference: target && { text: target } },
    use: resource.span,
  })
}

function object(resource: Resource, elements: Elements): Data {
  const entries: Entry[] = []
  for (const [name, value, from] of elements) {
    const at = from === undefined ? resource.span : argumentSpan(resource, from)
    const key = typeof name === 'string' ? text(name, at) : name
    if (value) entries.push({ key, value })
  }
  return { kind: 'object', entries, span: resource.body }
}

/** `*`, an account or an ARN is of AWS, a host name of a service; of anything else nobody knows which. */
function principal(resource: Resource, name: string): Data | undefined {
  const data = argument(resource, name)
  const given = asText(data)
  if (!data || !given) return data
  const written = display(given)
  if (written === '*') return given
  if (/^arn:|^\d{12}$/.test(written) || isPrincipalArn(given)) return object(resource, [['AWS', given, name]])
  if (/^[a-z].*\.amazon(?:aws)?\.com(?:\.cn)?$/.test(written)) return object(resource, [['Service', given, name]])
  const hole = holes(given)[0]
  return hole ? { kind: 'unknown', hole, span: given.span } : object(resource, [['Service', given, name]])
}

function isPrincipalArn(given: Text): boolean {
  const symbol = holes(given)[0]?.symbol
  return given.parts.length === 1 && symbol?.attribute === 'arn'
}

function conditions(resource: Resource, rows: readonly (readonly [string, string, string])[]): Data | undefined {
  const byOperator = new Map<string, [string, Data, string][]>()
  for (const [operator, key, name] of rows) {
    const value = argument(resource, name)
    if (value) byOperator.set(operator, [...(byOperator.get(operator) ?? []), [key, value, name]])
  }
  if (byOperator.size === 0) return undefined
  return object(
    resource,
    [...byOperator].map(([operator, keys]) => [operator, object(resource, keys)]),
  )
}

/** A function or layer may be given by name or by ARN. */
function lambdaArn(target: Text, kind: 'function' | 'layer', resource: Resource): Text {
  const attribute = holes(target)[0]?.symbol?.attribute
  const isArn = display(target).startsWith('arn:') || (target.parts.length === 1 && attribute?.endsWith('arn'))
  if (isArn || (holes(target).length > 0 && attribute === undefined)) return target
  return arn(resource, 'lambda', `${kind}:`, target)
}

function arn(resource: Resource, service: string, prefix: string, name: Text): Text {
  if ((literal(name) ?? '').startsWith('arn:')) return name
  const chunk = (characters: string): TextPart => ({
    kind: 'chunk',
    text: characters,
    span: name.span,
    exact: false,
  })
  const own = (expression: string): Hole => ({ kind: 'hole', expression, why: 'pseudo-parameter', span: resource.span })
  return {
    kind: 'text',
    parts: [
      chunk('arn:'),
      own('partition'),
      chunk(`:${service}:`),
      own('region'),
      chunk(':'),
      own('account'),
      chunk(`:${prefix}`),
      ...name.parts,
    ],
    span: name.span,
  }
}
