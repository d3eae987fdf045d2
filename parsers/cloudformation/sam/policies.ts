import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import type { Expansion } from './context'
import { managedPolicyArn } from './managed-policies'
import type { Plain } from './make'
import { make } from './make'
import { policyTemplateDocument } from './policy-templates'

/** What `Policies` of a function or state machine comes to. */
export interface RolePolicies {
  readonly managed: Plain[]
  readonly inline: Plain[]
}

/**
 * `Policies`: names or ARNs of managed policies, statements, documents, and policy templates; one or a list.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export function readPolicies(data: Data | undefined, resource: RawResource, into: Expansion): RolePolicies {
  const policies: RolePolicies = { managed: [], inline: [] }
  const items = data?.kind === 'list' ? data.items : data ? [data] : []
  for (const [index, item] of items.entries()) {
    addPolicy(item, policies, (value) => value, `${resource.id}RolePolicy${index}`, into)
  }
  return policies
}

type Wrap = (value: Plain) => Plain

function addPolicy(item: Data, policies: RolePolicies, wrap: Wrap, name: string, into: Expansion): void {
  if (item.kind === 'text') policies.managed.push(wrap(managedArn(item)))
  if (item.kind !== 'object') return
  const [only] = item.entries
  const key = only && literal(only.key)
  if (key === 'Fn::If') addBranches(item, policies, wrap, name, into)
  else if (entry(item, 'Statement')) {
    policies.inline.push(wrap({ PolicyName: name, PolicyDocument: item }))
  } else if (key === 'Ref' || key?.startsWith('Fn::')) policies.managed.push(wrap(item))
  else for (const one of item.entries) addTemplate(one, policies, wrap, name, into)
}

function addBranches(item: ObjectData, policies: RolePolicies, wrap: Wrap, name: string, into: Expansion): void {
  const argument = entry(item, 'Fn::If')
  const [condition, whenTrue, whenFalse] = argument?.kind === 'list' ? argument.items : []
  if (!condition || !whenTrue || !whenFalse) return
  const none: Plain = { Ref: 'AWS::NoValue' }
  for (const one of whenTrue.kind === 'list' ? whenTrue.items : [whenTrue]) {
    addPolicy(one, policies, (value) => wrap(make({ 'Fn::If': [condition, value, none] }, item.span)), name, into)
  }
  for (const one of whenFalse.kind === 'list' ? whenFalse.items : [whenFalse]) {
    addPolicy(one, policies, (value) => wrap(make({ 'Fn::If': [condition, none, value] }, item.span)), name, into)
  }
}

function addTemplate(one: Entry, policies: RolePolicies, wrap: Wrap, name: string, into: Expansion): void {
  const template = literal(one.key) ?? ''
  const given = one.value.kind === 'object' ? one.value.entries : []
  const parameters = Object.fromEntries(given.map(({ key, value }) => [literal(key) ?? '', value]))
  const document = policyTemplateDocument(template, parameters)
  if (!document) {
    into.evaluation.complain('unknown-policy-template', `SAM has no policy template ${template}`, one.key.span)
    return
  }
  policies.inline.push(wrap(make({ PolicyName: name, PolicyDocument: document }, one.key.span)))
}

/** An ARN stays; a name is that of a policy of AWS. */
function managedArn(data: Data): Plain {
  const name = data.kind === 'text' ? literal(data) : undefined
  if (name === undefined || name.includes(':')) return data
  return make({ 'Fn::Sub': managedPolicyArn(name) }, data.span)
}
