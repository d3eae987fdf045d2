import { parsePolicy } from '../../parsers/policy-json'
import type { Group, IamModel, Identity, Policy, Role, User } from '../../src/model/iam'
import { emptyModel } from '../../src/model/iam'
import { link } from '../../src/model/link'
import type { PolicyDocument } from '../../src/model/policy'
import type { Resource } from '../../src/model/resource'
import { SourceFile, span } from '../../src/model/source'
import { type Hole, holeText, type Text, type TextPart, text } from '../../src/model/value'

/** Small models out of JSON, for the tests of the engine. */

/** A policy document out of an object. */
export function policy(document: object, path = 'policy.json'): PolicyDocument {
  const source = new SourceFile(path, JSON.stringify(document, undefined, 2))
  const parsed = parsePolicy(text(source.text, span(source), true))
  if (parsed.problems.some((problem) => problem.kind === 'json')) throw new Error(`not a policy: ${source.text}`)
  return parsed
}

/** A document whose JSON holds `${name}` where the code has a variable that nobody set. */
export function policyWithHoles(document: object): PolicyDocument {
  const source = new SourceFile('holes.json', JSON.stringify(document))
  const parts = source.text.split(/(\$\{[\w.]+\})/).map((piece): TextPart => {
    const name = /^\$\{(.+)\}$/.exec(piece)?.[1]
    return name === undefined
      ? { kind: 'chunk', text: piece, span: span(source), exact: false }
      : { kind: 'hole', expression: name, why: 'variable-without-value', span: span(source) }
  })
  return parsePolicy({ kind: 'text', parts, span: span(source) })
}

/** A document of version 2012-10-17 with these statements. */
export function statements(...list: readonly object[]): PolicyDocument {
  return policy({ Version: '2012-10-17', Statement: list })
}

export const allow = (action: string | string[], resource: string | string[] = '*', condition?: object): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition ? { Condition: condition } : {}),
})

export const deny = (action: string | string[], resource: string | string[] = '*', condition?: object): object => ({
  ...allow(action, resource, condition),
  Effect: 'Deny',
})

const file = new SourceFile('model.tf', '')

function resource(type: string, name: string): Resource {
  const kind = type.replace('aws_iam_', '')
  const title = kind.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
  return {
    address: `${type}.${name}`,
    type,
    canonicalType: kind === 'policy' ? 'AWS::IAM::ManagedPolicy' : `AWS::IAM::${title}`,
    framework: 'terraform',
    name,
    scope: '.',
    span: span(file),
    body: span(file),
    moduleCalls: [],
    trace: [],
    guards: [],
    properties: { kind: 'object', entries: [], span: span(file) },
  }
}

/** The ARN of a resource of the model as a symbol. */
export function arnOf(node: { readonly resource: Resource }): Text {
  const { address, type } = node.resource
  const hole: Hole = {
    kind: 'hole',
    expression: `${address}.arn`,
    why: 'resource-attribute',
    span: span(file),
    symbol: { id: `.|${address}.arn`, address, attribute: 'arn', type },
  }
  return holeText(hole)
}

/** A model that is built step by step; `done` links it. */
export class ModelBuilder {
  readonly model: IamModel = emptyModel()

  user(name: string, ...inline: readonly object[]): User {
    const user: User = {
      kind: 'user',
      resource: resource('aws_iam_user', name),
      name: text(name, span(file)),
      path: undefined,
      boundary: undefined,
    }
    this.model.users.push(user)
    if (inline.length > 0) this.inline(user, statements(...inline))
    return user
  }

  group(name: string, ...inline: readonly object[]): Group {
    const group: Group = {
      kind: 'group',
      resource: resource('aws_iam_group', name),
      name: text(name, span(file)),
      path: undefined,
    }
    this.model.groups.push(group)
    if (inline.length > 0) this.inline(group, statements(...inline))
    return group
  }

  /** A role with this trust policy statement's Principal, and inline statements. */
  role(name: string, trusts: object | string | undefined, ...inline: readonly object[]): Role {
    const of = resource('aws_iam_role', name)
    const trust: Policy | undefined =
      trusts === undefined
        ? undefined
        : {
            kind: 'trust',
            resource: of,
            name: undefined,
            document: statements({ Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }),
            use: span(file),
          }
    const role: Role = {
      kind: 'role',
      resource: of,
      name: text(name, span(file)),
      path: undefined,
      trust,
      boundary: undefined,
      maxSessionDuration: undefined,
    }
    this.model.roles.push(role)
    if (trust) this.model.policies.push(trust)
    if (inline.length > 0) this.inline(role, statements(...inline))
    return role
  }

  inline(identity: Identity, document: PolicyDocument): void {
    this.model.policies.push({
      kind: 'inline',
      resource: identity.resource,
      name: text('inline', span(file)),
      document,
      carrier: { text: identity.name, to: identity, identityKind: identity.kind },
      use: span(file),
    })
  }

  /** A managed policy; `on` are those who get it. */
  managed(name: string, list: readonly object[], ...on: readonly Identity[]): Policy {
    const policy: Policy = {
      kind: 'managed',
      resource: resource('aws_iam_policy', name),
      name: text(name, span(file)),
      document: statements(...list),
      use: span(file),
    }
    this.model.policies.push(policy)
    for (const identity of on) this.attach(arnOf(policy), identity, policy)
    return policy
  }

  attach(arn: Text, identity: Identity, to?: Policy, as: 'permissions' | 'boundary' = 'permissions'): void {
    this.model.attachments.push({
      kind: 'attachment',
      resource: identity.resource,
      as,
      policy: { text: arn, to },
      target: { text: identity.name, to: identity, identityKind: identity.kind },
      exclusive: false,
      span: span(file),
    })
  }

  attachAws(name: string, identity: Identity, as: 'permissions' | 'boundary' = 'permissions'): void {
    this.attach(text(`arn:aws:iam::aws:policy/${name}`, span(file)), identity, undefined, as)
  }

  boundary(identity: Identity, ...list: readonly object[]): void {
    const policy = this.managed(`boundary-${identity.resource.name}`, list)
    this.attach(arnOf(policy), identity, policy, 'boundary')
  }

  member(user: User, group: Group): void {
    this.model.memberships.push({
      kind: 'membership',
      resource: user.resource,
      user: { text: user.name, to: user },
      group: { text: group.name, to: group },
      span: span(file),
    })
  }

  done(): IamModel {
    return link(this.model)
  }
}
