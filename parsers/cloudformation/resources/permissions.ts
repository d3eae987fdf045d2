import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { Data, Entry, Hole, Text, TextPart } from '../../../src/model/value'
import { asText, display, holes, literal, text } from '../../../src/model/value'
import { parsePolicy } from '../../policy-json'
import type { Collector } from './collect'
import { textProperty, valuesOf } from './collect'

/** Resources that are one statement of a resource policy each: AWS keeps them as a policy document. */
export const permissionMappers = {
  /**
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html and
   * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
   */
  'AWS::Lambda::Permission'(resource: Resource, into: Collector) {
    const target = textProperty(resource, 'FunctionName')
    const condition = conditions(resource, [
      ['ArnLike', 'aws:SourceArn', 'SourceArn'],
      ['StringEquals', 'aws:SourceAccount', 'SourceAccount'],
      ['StringEquals', 'aws:PrincipalOrgID', 'PrincipalOrgID'],
      ['StringEquals', 'lambda:EventSourceToken', 'EventSourceToken'],
      ['StringEquals', 'lambda:FunctionUrlAuthType', 'FunctionUrlAuthType'],
      ['Bool', 'lambda:InvokedViaFunctionUrl', 'InvokedViaFunctionUrl'],
    ])
    addStatement(resource, into, 'AWS::Lambda::Function', target, condition, lambdaArn(target, 'function', resource))
  },

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html */
  'AWS::Lambda::LayerVersionPermission'(resource: Resource, into: Collector) {
    const target = textProperty(resource, 'LayerVersionArn')
    const condition = conditions(resource, [['StringEquals', 'aws:PrincipalOrgID', 'OrganizationId']])
    addStatement(resource, into, 'AWS::Lambda::LayerVersion', target, condition, target)
  },

  /** The older form without `Statement`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html */
  'AWS::Events::EventBusPolicy'(resource: Resource, into: Collector) {
    if (property(resource, ['Statement']) || !property(resource, ['Principal'])) return
    const target = textProperty(resource, 'EventBusName') ?? text('default', resource.span)
    const test = textProperty(resource, 'Condition', 'Type')
    const key = textProperty(resource, 'Condition', 'Key')
    const value = property(resource, ['Condition', 'Value'])
    const condition = test && key && value ? object(resource, [[test, object(resource, [[key, value]])]]) : undefined
    const arn = arnOf(resource, 'events', 'event-bus/', target)
    addStatement(resource, into, 'AWS::Events::EventBus', target, condition, arn)
  },

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-acmpca-permission.html */
  'AWS::ACMPCA::Permission'(resource: Resource, into: Collector) {
    const target = textProperty(resource, 'CertificateAuthorityArn')
    const condition = conditions(resource, [['StringEquals', 'aws:SourceAccount', 'SourceAccount']])
    addStatement(resource, into, 'AWS::ACMPCA::CertificateAuthority', target, condition, target, 'Actions')
  },
}

type Elements = readonly (readonly [name: string | Text, value: Data | undefined])[]

function addStatement(
  resource: Resource,
  into: Collector,
  type: string,
  target: Text | undefined,
  condition: Data | undefined,
  protectedArn: Text | undefined,
  action = 'Action',
): void {
  const statement = object(resource, [
    ['Sid', property(resource, ['StatementId'])],
    ['Effect', text('Allow', resource.span)],
    ['Principal', principal(resource)],
    ['Action', property(resource, [action])],
    ['Resource', protectedArn],
    ['Condition', condition],
  ])
  const list: Data = { kind: 'list', items: [statement], span: resource.body }
  const document = parsePolicy(
    object(resource, [
      ['Version', text('2012-10-17', resource.span)],
      ['Statement', list],
    ]),
  )
  const protects = { type, reference: target && { text: target } }
  const name = textProperty(resource, 'StatementId')
  into.policy({ kind: 'resource', resource, name, document, protects, use: resource.span })
}

function object(resource: Resource, elements: Elements): Data {
  const entries: Entry[] = []
  for (const [name, value] of elements) {
    if (!value) continue
    entries.push({ key: typeof name === 'string' ? text(name, value.span) : name, value })
  }
  return { kind: 'object', entries, span: resource.body }
}

/** `*`, an account or an ARN is of AWS, a host name of a service; of anything else nobody knows which. */
function principal(resource: Resource): Data | undefined {
  const data = valuesOf(property(resource, ['Principal']))[0]
  const given = asText(data)
  if (!data || !given) return data
  const written = display(given)
  if (written === '*') return given
  const hole = holes(given)[0]
  const isOfAws =
    /^arn:|^\d{12}$/.test(written) || hole?.symbol?.attribute === 'Arn' || hole?.expression === 'AWS::AccountId'
  if (isOfAws) return object(resource, [['AWS', given]])
  if (/\.amazon(?:aws)?\.com(?:\.cn)?$|\.\$\{AWS::URLSuffix\}$/.test(written))
    return object(resource, [['Service', given]])
  return hole ? { kind: 'unknown', hole, span: given.span } : object(resource, [['Service', given]])
}

function conditions(resource: Resource, rows: readonly (readonly [string, string, string])[]): Data | undefined {
  const byOperator = new Map<string, [string, Data][]>()
  for (const [operator, key, name] of rows) {
    const value = property(resource, [name])
    if (value) byOperator.set(operator, [...(byOperator.get(operator) ?? []), [key, value]])
  }
  if (byOperator.size === 0) return undefined
  const operators = [...byOperator].map(([operator, keys]) => [operator, object(resource, keys)] as const)
  return object(resource, operators)
}

/** A function may be given by name or by ARN. */
function lambdaArn(target: Text | undefined, kind: 'function', resource: Resource): Text | undefined {
  if (!target) return undefined
  const attribute = holes(target)[0]?.symbol?.attribute
  const isArn = display(target).startsWith('arn:') || (target.parts.length === 1 && attribute === 'Arn')
  if (isArn || (holes(target).length > 0 && attribute === undefined)) return target
  return arnOf(resource, 'lambda', `${kind}:`, target)
}

function arnOf(resource: Resource, service: string, prefix: string, name: Text): Text {
  if ((literal(name) ?? '').startsWith('arn:')) return name
  const chunk = (characters: string): TextPart => ({ kind: 'chunk', text: characters, span: name.span, exact: false })
  const own = (expression: string): Hole => ({ kind: 'hole', expression, why: 'pseudo-parameter', span: resource.span })
  const account = [chunk(`:${service}:`), own('AWS::Region'), chunk(':'), own('AWS::AccountId'), chunk(`:${prefix}`)]
  return { kind: 'text', parts: [chunk('arn:'), own('AWS::Partition'), ...account, ...name.parts], span: name.span }
}
