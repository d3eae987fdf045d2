import { isOwnAccount, symbolOf } from '../iam/principal'
import type { Identity, Policy } from '../model/iam'
import type { Condition, PrincipalEntry, Statement } from '../model/policy'
import type { Resource } from '../model/resource'
import { display, type Guard, literal, type Text } from '../model/value'

/** How differences are put: in the words of IAM, a list of more than a few cut. */

const most = 8

export function listed(items: readonly string[], between = ', '): string {
  if (items.length <= most) return items.join(between)
  return `${items.slice(0, most).join(between)} and ${items.length - most} more`
}

const kinds: Readonly<Record<Identity['kind'], string>> = {
  user: 'user',
  group: 'group',
  role: 'role',
  'permission-set': 'permission set',
}

/** `role 'deploy'` */
export function nameOfIdentity(identity: Identity): string {
  return `${kinds[identity.kind]} '${nameOf(identity.name, identity.resource)}'`
}

function nameOf(name: Text | undefined, resource: Resource): string {
  if (name && literal(name) !== undefined) return display(name)
  return resource.constructPath?.replace(/\/Resource$/, '') ?? resource.address
}

/** `policy 'deploy'`, `SCP 'guard'`, `policy of aws_s3_bucket.logs`. */
export function nameOfPolicy(policy: Policy): string {
  const { kind, protects, resource } = policy
  if (kind === 'resource') return `policy of ${protectedName(policy)}`
  if (kind === 'scp' || kind === 'rcp') return `${kind.toUpperCase()} '${nameOf(policy.name, resource)}'`
  if (kind === 'endpoint') return `endpoint policy of ${protects?.reference?.to?.address ?? resource.address}`
  if (kind === 'document') return `document ${policy.document.definedIn ?? resource.address}`
  if (kind === 'trust' || kind === 'inline') {
    const mention = policy.carrier
    const carrier = mention?.to ? nameOfIdentity(mention.to) : mention ? `'${display(mention.text)}'` : resource.address
    return `${kind} policy of ${carrier}`
  }
  return `policy '${nameOf(policy.name, resource)}'`
}

function protectedName({ protects, resource }: Policy): string {
  const reference = protects?.reference
  if (!reference) return resource.address
  return reference.to?.constructPath?.replace(/\/Resource$/, '') ?? reference.to?.address ?? display(reference.text)
}

/** `account 123456789012`, `everyone`, `service lambda.amazonaws.com`. */
export function principalWords({ type, value }: PrincipalEntry): string {
  const written = display(value)
  if (type === 'Service') return `service ${written}`
  if (type === 'Federated') return `federated ${written}`
  if (type === 'CanonicalUser') return `canonical user ${written}`
  if (written === '*') return 'everyone'
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(written)?.[1]
  if (account !== undefined) return `account ${account}`
  const hole = value.parts.find((part) => part.kind === 'hole')
  if (hole?.kind === 'hole' && isOwnAccount(hole) && /^(?:arn:.*:)?\$\{[^}]*\}(?::root)?$/.test(written)) {
    return 'this account'
  }
  return symbolOf(value)?.address ?? written
}

/** `Bool aws:MultiFactorAuthPresent true` */
export function conditionWords({ operator, key, values }: Condition): string {
  const items = [...values.items.map(valueWords), ...values.unknown.map((hole) => `\${${hole.expression}}`)]
  return `${display(operator)} ${display(key)} ${listed(items, ' or ')}`.trimEnd()
}

/** A value of a condition; the empty one in quotes. */
export function valueWords(value: Text): string {
  return display(value) || "''"
}

/** `iam:PassRole, iam:GetRole`, `all but iam:*`. */
export function actionWords(statement: Statement): string {
  const { actions } = statement
  if (!actions) return 'no action'
  return actions.negated ? `all but ${texts(actions.items)}` : texts(actions.items)
}

/** `*`, `arn:aws:s3:::logs/*`, `all but arn:...`; undefined where the statement names no resources. */
export function resourceWords(statement: Statement): string | undefined {
  const { resources } = statement
  if (!resources) return undefined
  return resources.negated ? `all but ${texts(resources.items)}` : texts(resources.items)
}

const texts = (items: readonly Text[]): string => listed(items.map(display))

/** `iam:PassRole on *`, `everyone: s3:GetObject on arn:...`, `account 123456789012`. */
export function partWords(statement: Statement): string {
  const actions = actionWords(statement)
  const resources = resourceWords(statement)
  const what = resources === undefined ? actions : `${actions} on ${resources}`
  const { principals } = statement
  if (!principals) return what
  const who = principals.entries.map(principalWords).join(', ')
  const whom = principals.negated ? `everyone but ${who}` : who
  // In a trust policy the action goes without saying.
  return resources === undefined && /^sts:AssumeRole\w*$/i.test(actions) ? whom : `${whom}: ${what}`
}

/** ` if Bool aws:SecureTransport true and ... when var.x`; '' for a statement that always holds. */
export function underWords({ conditions, unknownConditions, guards }: Statement): string {
  const all = [
    ...conditions.map(conditionWords),
    ...unknownConditions.map((hole) => `\${${hole.expression}} (not known)`),
  ]
  return `${all.length > 0 ? ` if ${all.join(' and ')}` : ''}${whenWords(guards)}`
}

/** ` when var.x and not IsProduction`; '' for what is always there. */
export function whenWords(guards: readonly Guard[]): string {
  const when = guards.map(({ condition, is }) => (is ? condition : `not ${condition}`))
  return when.length > 0 ? ` when ${when.join(' and ')}` : ''
}
