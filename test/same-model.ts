import type { IamModel, Policy, Reference } from '../src/model/iam'
import type { Condition, PrincipalElement, Statement, TextList } from '../src/model/policy'
import type { Resource } from '../src/model/resource'
import { asText, type Data, type Hole, literal, type Text } from '../src/model/value'

/**
 * A model as plain data without places, and without what the languages call things: two models of one estate are
 * equal. Holes stand as what they are of: `<AWS::S3::Bucket example-data arn>`.
 */
export function comparable(model: IamModel): Record<string, unknown[]> {
  const shown = new Shown(model)
  return {
    users: sorted(model.users.map((user) => ({ ...shown.named(user), boundary: shown.mention(user.boundary) }))),
    groups: sorted(model.groups.map((group) => shown.named(group))),
    roles: sorted(
      model.roles.map((role) => ({
        ...shown.named(role),
        trust: role.trust && shown.document(role.trust),
        boundary: shown.mention(role.boundary),
        // Not set means 3600 s: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
        session: shown.scalar(role.maxSessionDuration) ?? '3600',
      })),
    ),
    policies: sorted(
      model.policies.filter((policy) => policy.kind !== 'document').map((policy) => shown.policy(policy)),
    ),
    attachments: sorted(
      model.attachments.map((attachment) => ({
        as: attachment.as,
        policy: shown.mention(attachment.policy),
        target: `${attachment.target.identityKind} ${shown.mention(attachment.target)}`,
        exclusive: attachment.exclusive,
      })),
    ),
    memberships: sorted(
      model.memberships.map((membership) => [shown.mention(membership.user), shown.mention(membership.group)]),
    ),
    accessKeys: sorted(model.accessKeys.map((key) => ({ user: shown.mention(key.user) }))),
  }
}

function sorted<T>(items: T[]): T[] {
  return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

class Shown {
  readonly #resources = new Map<string, Resource>()

  constructor(model: IamModel) {
    for (const resource of model.resources) this.#resources.set(`${resource.scope}|${resource.address}`, resource)
  }

  named(node: { readonly name: Text; readonly path?: Text | undefined }): Record<string, unknown> {
    return { name: this.text(node.name), path: node.path ? this.text(node.path) : '/' }
  }

  /** What a mention names: the thing in the code, or its text. */
  mention(reference: Reference<{ readonly name?: Text | undefined }> | undefined): string | undefined {
    if (!reference) return undefined
    const name = reference.to?.name
    return name ? `the ${this.text(name)}` : this.text(reference.text)
  }

  policy(policy: Policy): Record<string, unknown> {
    const protectedResource = policy.protects?.reference?.to
    return {
      kind: policy.kind,
      name: policy.kind === 'managed' || policy.kind === 'inline' ? policy.name && this.text(policy.name) : undefined,
      carrier: policy.carrier && `${policy.carrier.identityKind} ${this.mention(policy.carrier)}`,
      protects: policy.protects && [policy.protects.type, protectedResource && this.resource(protectedResource)],
      document: this.document(policy),
    }
  }

  document({ document }: Policy): unknown {
    return {
      version: document.version && this.text(document.version),
      unknown: document.unknown.length,
      problems: document.problems.map((problem) => problem.message),
      statements: document.statements.map((statement) => this.statement(statement)),
    }
  }

  statement(statement: Statement): unknown {
    const { sid, effect, principals, actions, resources, conditions, guards } = statement
    return {
      sid: sid && this.text(sid),
      effect,
      principals: principals && this.principals(principals),
      actions: actions && { not: actions.negated, ...this.list(actions) },
      resources: resources && { not: resources.negated, ...this.list(resources) },
      conditions: sorted(conditions.map((condition) => this.condition(condition))),
      guards,
    }
  }

  principals(principals: PrincipalElement): unknown {
    const entries = principals.entries.map(({ type, value }) => `${type} ${this.text(value)}`).sort()
    return { not: principals.negated, entries, unknown: principals.unknown.length }
  }

  condition(condition: Condition): unknown {
    return [this.text(condition.operator), this.text(condition.key), this.list(condition.values)]
  }

  /** Sorted: the order of a list means nothing, and the Terraform provider turns it around. */
  list(list: TextList): { items: string[]; unknown: number } {
    return { items: list.items.map((item) => this.text(item)).sort(), unknown: list.unknown.length }
  }

  scalar(data: Data | undefined): string | undefined {
    const text = asText(data)
    return text && this.text(text)
  }

  text(text: Text): string {
    const known = literal(text)
    if (known !== undefined) return known
    return text.parts.map((part) => (part.kind === 'hole' ? this.hole(part) : part.text)).join('')
  }

  hole(hole: Hole): string {
    const { symbol } = hole
    const owner = symbol && this.#resources.get(symbol.id.slice(0, -symbol.attribute.length - 1))
    return symbol && owner
      ? `<${this.resource(owner)} ${attribute(owner, symbol.attribute)}>`
      : `<${own(hole.expression)}>`
  }

  resource(resource: Resource): string {
    // Keys have no name of their own.
    const name = resource.canonicalType === 'AWS::KMS::Key' ? '' : ` ${resource.name}`
    return `${resource.canonicalType}${name}`
  }
}

/** The account's own partition, region and number, which CloudFormation has pseudo parameters for. */
function own(expression: string): string {
  return (
    { 'AWS::Partition': 'partition', 'AWS::Region': 'region', 'AWS::AccountId': 'account' }[expression] ?? expression
  )
}

/** `Ref` of a topic is its ARN, of a queue its URL, of a bucket its name. */
function attribute(resource: Resource, native: string): string {
  const lower = native.toLowerCase()
  if (lower !== 'ref' && lower !== 'id') return lower === 'topicarn' ? 'arn' : lower
  return resource.canonicalType === 'AWS::SNS::Topic' ? 'arn' : 'id'
}
