import type { Span } from '../../../src/model/source'
import type { Data, Hole, Text } from '../../../src/model/value'
import { renderPolicyDocument } from '../resources/policy-document'
import { EvaluationError } from '../evaluate/function'
import type { Scope } from '../evaluate/scope'
import { stringType } from '../evaluate/type'
import type { StringValue, Value } from '../evaluate/value'
import { isMapping, knownText, partsOf, stringOf, stringValue, unknownValue } from '../evaluate/value'
import type { Body } from '../hcl/ast'
import { parseTemplate } from '../hcl/template'
import { rememberEncoded } from '../../policy/encoded'
import { evaluateTemplate } from '../evaluate/template'
import { billingAccount, loadBalancingAccount, managedPolicy, partitionOf } from './aws-owned'
import { propertiesOf } from './properties'
import type { ResourceInstance } from './resource-value'

type Compute = (instance: ResourceInstance, attribute: string, scope: Scope) => Value | undefined

/**
 * An attribute of a data source that needs no account to be known, or of which something is known; undefined for all
 * others.
 */
export function dataAttribute(instance: ResourceInstance, attribute: string, scope: Scope): Value | undefined {
  const compute = Object.hasOwn(computed, instance.declaration.type) ? computed[instance.declaration.type] : undefined
  return compute?.(instance, attribute, scope)
}

const computed: Readonly<Record<string, Compute>> = {
  aws_iam_policy_document: policyDocument,
  aws_partition: partition,
  aws_caller_identity: callerIdentity,
  aws_region: region,
  aws_arn: arn,
  aws_service_principal: servicePrincipal,
  aws_iam_policy: (instance, attribute) =>
    managedPolicy(instance, attribute) ?? iamArn(instance, attribute, 'policy', 'arn'),
  aws_iam_role: (instance, attribute) => iamArn(instance, attribute, 'role', 'name'),
  aws_iam_user: (instance, attribute) => iamArn(instance, attribute, 'user', 'user_name'),
  aws_iam_group: (instance, attribute) => iamArn(instance, attribute, 'group', 'group_name'),
  aws_iam_session_context: sessionContext,
  aws_iam_openid_connect_provider: openIdProvider,
  aws_elb_service_account: loadBalancingAccount,
  aws_billing_service_account: billingAccount,
  aws_s3_bucket: bucket,
  template_file: templateFile,
  local_file: localFile,
  local_sensitive_file: localFile,
  null_data_source: (instance, attribute) => (attribute === 'outputs' ? instance.configured('inputs') : undefined),
}

type Rendered = ReturnType<typeof renderPolicyDocument>

const rendered = new WeakMap<ResourceInstance, Rendered>()

/** The last document of each block, with what it was made from. */
const lastRendered = new WeakMap<Body, { readonly from: readonly Data[]; readonly document: Rendered }>()

/**
 * The document of an `aws_iam_policy_document`, rendered once; what the provider would refuse is said then. Instances
 * with the same arguments, as in two calls of one module, share the work.
 */
function documentOf(instance: ResourceInstance, scope: Pick<Scope, 'session'>): Rendered {
  const known = rendered.get(instance)
  if (known) return known
  const properties = propertiesOf(instance, scope)
  const from = properties.entries.map((entry) => entry.value)
  const last = lastRendered.get(instance.declaration.body)
  const isSame = last?.from.length === from.length && from.every((data, at) => data === last.from[at])
  const { address } = instance.place
  const document = isSame ? defineAgain(last.document, address) : renderPolicyDocument(properties, { address })
  lastRendered.set(instance.declaration.body, { from, document })
  rendered.set(instance, document)
  for (const { level, kind, message, span } of document.diagnostics)
    if (span) scope.session.say(level, kind, message, span)
  return document
}

/** The same document under another address. */
function defineAgain(document: Rendered, definedIn: string): Rendered {
  const again = (text: Text): Text => {
    const copy = { ...text, parts: text.parts.map((part, at) => (at === 0 ? { ...part } : part)) }
    rememberEncoded(copy, { data: document.data, definedIn })
    return copy
  }
  return { ...document, json: again(document.json), minifiedJson: again(document.minifiedJson) }
}

function policyDocument(instance: ResourceInstance, attribute: string, scope: Scope): Value | undefined {
  if (attribute === 'json') return textValue(documentOf(instance, scope).json)
  if (attribute === 'minified_json') return textValue(documentOf(instance, scope).minifiedJson)
  return undefined
}

function textValue(text: Text): StringValue {
  return { kind: 'string', parts: text.parts, span: text.span }
}

/** `partition`, `dns_suffix` and `reverse_dns_prefix` of each partition. */
const partitions: Readonly<Record<ReturnType<typeof partitionOf>, readonly string[]>> = {
  aws: ['aws', 'amazonaws.com', 'com.amazonaws'],
  'aws-cn': ['aws-cn', 'amazonaws.com.cn', 'cn.com.amazonaws'],
  'aws-us-gov': ['aws-us-gov', 'amazonaws.com', 'com.amazonaws'],
}

function partition(instance: ResourceInstance, attribute: string): Value | undefined {
  const at = instance.declaration.header
  const values = partitions[partitionOf(instance)]
  const index =
    attribute === 'partition' || attribute === 'id'
      ? 0
      : attribute === 'dns_suffix'
        ? 1
        : attribute === 'reverse_dns_prefix'
          ? 2
          : -1
  const value = values[index]
  return value === undefined ? undefined : stringValue(value, at)
}

/** An unknown text of which the form is known. */
function shaped(instance: ResourceInstance, attribute: string, pattern: string): Value {
  const { address, type, header } = instance.declaration
  const symbol = {
    id: `${instance.place.root}|${instance.place.address}.${attribute}`,
    address: instance.place.address,
    attribute,
    type,
  }
  const hole: Hole = {
    kind: 'hole',
    expression: `${address}.${attribute}`,
    why: 'data-source',
    span: header,
    symbol,
    pattern,
  }
  return unknownValue(hole, stringType)
}

/** All callers of one provider are the same caller: the same symbol wherever it is asked for. */
function callerIdentity(instance: ResourceInstance, attribute: string): Value | undefined {
  const patterns: Readonly<Record<string, string>> = { account_id: '????????????', id: '????????????', arn: 'arn:*' }
  const pattern = Object.hasOwn(patterns, attribute) ? patterns[attribute] : undefined
  if (!pattern) return undefined
  return shaped(instance, attribute === 'id' ? 'account_id' : attribute, pattern)
}

function region(instance: ResourceInstance, attribute: string): Value | undefined {
  if (attribute !== 'name' && attribute !== 'id' && attribute !== 'region') return undefined
  const given = instance.place.region()
  return given?.kind === 'string' ? given : shaped(instance, 'region', '*-*')
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/arn */
function arn(instance: ResourceInstance, attribute: string): Value | undefined {
  const given = instance.configured('arn')
  const text = given?.kind === 'string' ? knownText(given) : undefined
  const index = ['partition', 'service', 'region', 'account', 'resource'].indexOf(attribute)
  if (text === undefined || index < 0) return undefined
  const parts = text.split(':')
  const found = index === 4 ? parts.slice(5).join(':') : parts[index + 1]
  return found === undefined ? undefined : stringValue(found, given!.span)
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service_principal */
function servicePrincipal(instance: ResourceInstance, attribute: string): Value | undefined {
  const parts = partsOf(instance.configured('service_name') ?? stringValue('', instance.declaration.header))
  if (!parts?.length) return undefined
  const at = instance.declaration.header
  if (attribute === 'name' || attribute === 'id')
    return stringOf([...parts, ...stringValue('.amazonaws.com', at).parts], at)
  return attribute === 'suffix' ? stringValue('amazonaws.com', at) : undefined
}

/** A policy, role, user or group that is in the account already: its ARN ends with its name. */
function iamArn(instance: ResourceInstance, attribute: string, kind: string, nameArgument: string): Value | undefined {
  if (attribute === 'id') return instance.attribute(nameArgument, instance.declaration.header)
  if (attribute !== 'arn') return undefined
  const name = instance.configured(nameArgument === 'arn' ? 'name' : nameArgument)
  const text = name?.kind === 'string' ? knownText(name) : undefined
  return shaped(instance, 'arn', `arn:*:iam::*:${kind}/*${text ?? ''}`)
}

/** A session's ARN names its role, but not the role's path. */
function sessionContext(instance: ResourceInstance, attribute: string): Value | undefined {
  const given = instance.configured('arn')
  const arn = given?.kind === 'string' ? knownText(given) : undefined
  const session = arn === undefined ? null : /^(arn:[^:]*):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn)
  if (session) {
    const [, start, account, role, name] = session as unknown as [string, string, string, string, string]
    if (attribute === 'issuer_name') return stringValue(role, given!.span)
    if (attribute === 'session_name') return stringValue(name, given!.span)
    return attribute === 'issuer_arn'
      ? shaped(instance, 'issuer_arn', `${start}:iam::${account}:role/*${role}`)
      : undefined
  }
  if (arn !== undefined && attribute === 'issuer_arn') return stringValue(arn, given!.span)
  return attribute === 'issuer_arn' ? shaped(instance, 'issuer_arn', 'arn:*') : undefined
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_openid_connect_provider */
function openIdProvider(instance: ResourceInstance, attribute: string): Value | undefined {
  if (attribute === 'id') return instance.attribute('arn', instance.declaration.header)
  const given = instance.configured(attribute === 'arn' ? 'url' : 'arn')
  const text = given?.kind === 'string' ? knownText(given) : undefined
  if (attribute === 'arn') {
    const host = text === undefined ? '*' : text.replace(/^https:\/\//, '')
    return shaped(instance, 'arn', `arn:*:iam::*:oidc-provider/${host}`)
  }
  const url = attribute === 'url' ? /:oidc-provider\/(.+)$/.exec(text ?? '')?.[1] : undefined
  return url === undefined ? undefined : stringValue(url, given!.span)
}

function bucket(instance: ResourceInstance, attribute: string): Value | undefined {
  const name = instance.configured('bucket')
  const parts = name && partsOf(name)
  if (!parts) return undefined
  if (attribute === 'id') return name
  return attribute === 'arn'
    ? stringOf([...stringValue('arn:aws:s3:::', name.span).parts, ...parts], name.span)
    : undefined
}

/** https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file */
function templateFile(instance: ResourceInstance, attribute: string, scope: Scope): Value | undefined {
  if (attribute !== 'rendered') return undefined
  const template = instance.configured('template')
  const given = instance.configured('vars')
  const chunk = template?.kind === 'string' && template.parts.length === 1 ? template.parts[0] : undefined
  if (chunk?.kind !== 'chunk' || !chunk.exact) return undefined
  const { source, start, end } = chunk.span
  const parsed = parseTemplate(source, source.text.slice(start, end), { shift: start })
  if (parsed.problems.length > 0) return undefined
  let inner: Scope = {
    ...scope,
    bindings: undefined,
    names: { ...scope.names, shared: new Map(), resolve: undeclared },
  }
  if (given && isMapping(given)) {
    for (const [name, entry] of given.entries)
      inner = { ...inner, bindings: { name, value: entry.value, next: inner.bindings } }
  }
  return scope.session.demand(() => evaluateTemplate(parsed.template.parts, chunk.span, inner), scope.names.budget)
}

function undeclared(path: readonly string[], at: Span): never {
  throw new EvaluationError('Invalid template', `vars map does not contain key "${path[0]}".`, at)
}

function localFile(instance: ResourceInstance, attribute: string, scope: Scope): Value | undefined {
  if (attribute !== 'content') return undefined
  const name = instance.configured('filename')
  const path = name?.kind === 'string' ? knownText(name) : undefined
  if (path === undefined) return undefined
  const { rootDirectory } = scope.names
  const answer = scope.session.readFile(path.startsWith('/') ? path : `${rootDirectory}/${path}`.replace(/^\//, ''))
  if (answer.kind !== 'file') return undefined
  const { source } = answer
  return stringValue(source.text, { source, start: 0, end: source.text.length }, true)
}
