import type { IamModel, Identity, Policy } from '../model/iam'
import { boundaryOf, groupsOf, policiesOf } from '../model/queries'
import { resolutionOf } from '../model/resolution'
import { display } from '../model/value'
import { plain } from './escape'
import { placeOf, plural } from './place'

/** The model for people: who there is, what each one carries, and how much of it is known. */
export function modelText(model: IamModel): string {
  const identities: Identity[] = [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]
  const blocks = identities.map((identity) => identityBlock(model, identity))
  const others = model.policies.filter((policy) => policy.kind === 'resource' || policy.kind === 'document')
  if (others.length > 0)
    blocks.push(['other policies', ...others.map((policy) => `  ${policyLine(policy)}`)].join('\n'))
  blocks.push(
    [
      plural(model.users.length, 'user'),
      plural(model.groups.length, 'group'),
      plural(model.roles.length, 'role'),
      plural(model.permissionSets.length, 'permission set'),
      plural(model.policies.length, 'policy', 'policies'),
    ].join(', '),
  )
  return `${blocks.join('\n\n')}\n`
}

function identityBlock(model: IamModel, identity: Identity): string {
  const { resource } = identity
  const lines = [
    `${identity.kind} ${plain(display(identity.name))}  ${plain(resource.address)}  ${placeOf(resource.span)}`,
  ]
  if (identity.kind === 'role' && identity.trust) lines.push(`  trusted by ${policyLine(identity.trust)}`)
  if (identity.kind === 'user') {
    for (const group of groupsOf(model, identity)) lines.push(`  member of  ${plain(display(group.name))}`)
  }
  for (const { policy, mention, via } of policiesOf(model, identity)) {
    const name = mention ? plain(display(mention.text)) : ''
    const through = via ? `  through group ${plain(display(via.name))}` : ''
    lines.push(`  carries    ${policy ? policyLine(policy) : `${name}  (not in this code)`}${through}`)
  }
  const boundary = boundaryOf(model, identity)
  if (boundary) lines.push(`  bounded by ${boundary.to ? policyLine(boundary.to) : plain(display(boundary.text))}`)
  return lines.join('\n')
}

function policyLine(policy: Policy): string {
  const name = policy.name ? plain(display(policy.name)) : plain(policy.resource.address)
  const resolution = resolutionOf(policy.document)
  const statements = plural(policy.document.statements.length, 'statement')
  return `${name}  (${policy.kind}, ${statements}, ${resolution})  ${placeOf(policy.use)}`
}
