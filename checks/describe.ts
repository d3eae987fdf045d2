import type { Identity, IdentityReference, Policy, Reference } from '../src/model/iam'
import type { PolicyDocument } from '../src/model/policy'
import { readableName } from '../src/model/names'
import type { Resource } from '../src/model/resource'
import { display, type Text } from '../src/model/value'

/** How findings speak of things. No judgement here: only words. */

const kindNames: Readonly<Record<string, string>> = {
  user: 'user',
  group: 'group',
  role: 'role',
  'permission-set': 'permission set',
}

/** `user 'bob'`, `role 'deployer'`. */
export function nameOf(identity: Identity): string {
  return `${kindNames[identity.kind]} '${nameOfText(identity.name, identity.resource)}'`
}

/** The name as people know it, shortened. */
function nameOfText(name: Text | undefined, resource: Resource): string {
  return shortened(readableName(name, resource))
}

/** A resource that is no principal, as people know it: by its construct's path, or its name in the code. */
export function nameOfResource(resource: Resource): string {
  return nameOfText(undefined, resource)
}

/** At most 80 characters: the beginning and the end, which is where long names and construct paths differ. */
function shortened(all: string): string {
  return all.length > 80 ? `${all.slice(0, 25)}...${all.slice(-52)}` : all
}

/** A mention of a user, group or policy, as people know it: by the name of what it points at, else as written. */
export function nameOfMention(
  mention: Reference<{ readonly name?: Text | undefined; readonly resource: Resource }>,
): string {
  return mention.to ? nameOfText(mention.to.name, mention.to.resource) : shortName(mention.text)
}

/** The same for a mention: by the name of what it points at, else as written. */
export function nameOfReference(reference: IdentityReference): string {
  if (reference.to) return nameOf(reference.to)
  return `${kindNames[reference.identityKind]} '${shortName(reference.text)}'`
}

/** The text as people read it, shortened. */
export function shortName(value: Text): string {
  return shortened(display(value))
}

/** `'a'`, `'a' and 'b'`, `'a', 'b' and 3 more`. */
export function listOf(names: readonly string[], most = 3): string {
  const quoted = names.slice(0, most).map((name) => `'${name}'`)
  const rest = names.length - quoted.length
  if (rest > 0) return `${quoted.join(', ')} and ${rest} more`
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}

/** The same without quotes, for names that are no code: `ec2, s3 and 3 more`. */
export function unquoted(names: readonly string[]): string {
  return listOf(names).replaceAll("'", '')
}

/** What a report about a policy says of its place: the resource that carries it, and where its document is defined. */
export function inPolicy(policy: Policy): { resource: Resource; definedIn?: string } {
  const definedIn = (policy.document as PolicyDocument).definedIn
  const resource = policy.resource
  return definedIn && definedIn !== resource.address ? { resource, definedIn } : { resource }
}

/** `inline policy of role 'app'`, `policy 'deploy'`, `trust policy of role 'app'`, `policy of aws_s3_bucket_policy.logs`. */
export function nameOfPolicy(policy: Policy): string {
  if (policy.kind === 'trust' && policy.carrier) return `trust policy of ${nameOfReference(policy.carrier)}`
  if (policy.kind === 'inline' && policy.carrier) return `inline policy of ${nameOfReference(policy.carrier)}`
  if (policy.kind === 'managed') return `policy '${nameOfText(policy.name, policy.resource)}'`
  if (policy.kind === 'scp' || policy.kind === 'rcp') return `${policy.kind.toUpperCase()} '${policy.resource.name}'`
  return `policy of ${nameOfAddress(policy.resource)}`
}

/** A resource by its construct's path, or its address in the code. */
export function nameOfAddress(resource: Resource): string {
  return resource.constructPath === undefined ? resource.address : nameOfResource(resource)
}

/** A CloudFormation type as people say it: `RDS DBCluster`. */
export function nameOfType(type: string): string {
  return type.split('::').slice(1).join(' ')
}
