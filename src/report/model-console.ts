import pc from 'picocolors'
import type { IamModel, Identity, Policy } from '../model/iam'
import { attachmentsOf, boundaryOf, type HeldPolicy, policiesOf } from '../model/queries'
import { resolutionOf } from '../model/resolution'
import { display } from '../model/value'
import { plain } from './escape'
import { placeOf, plural } from './place'

type Colors = ReturnType<typeof pc.createColors>

/** The model for people: each principal with what it has, then each policy that no principal of the code carries. */
export function modelConsole(model: IamModel, options: { readonly colors?: boolean } = {}): string {
  const colors = pc.createColors(options.colors ?? false)
  const identities: Identity[] = [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]
  const blocks = identities.map((identity) => identityLines(model, identity, colors).join('\n'))
  const loose = model.policies.filter((policy) => policy.kind !== 'trust' && !isHeld(model, policy))
  if (loose.length > 0) {
    const lines = loose.map((policy) => `  ${policyLine(policy, colors)}`)
    blocks.push([colors.bold('Policies beside principals'), ...lines].join('\n'))
  }
  const count = `${plural(identities.length, 'principal')}, ${plural(model.policies.length, 'policy', 'policies')}`
  return `${[...blocks, count].join('\n\n')}\n`
}

function isHeld(model: IamModel, policy: Policy): boolean {
  return policy.carrier?.to !== undefined || attachmentsOf(model, policy).some((attachment) => attachment.target.to)
}

function identityLines(model: IamModel, identity: Identity, colors: Colors): string[] {
  const { resource } = identity
  const where = colors.dim(`${plain(resource.address)}  ${plain(placeOf(resource.span))}`)
  const lines = [`${identity.kind} ${colors.bold(plain(display(identity.name)))}  ${where}`]
  if (identity.kind === 'role' && identity.trust) {
    for (const statement of identity.trust.document.statements) {
      const who = statement.principals?.entries.map(({ type, value }) => `${type} ${display(value)}`) ?? []
      const verb = statement.effect === 'Deny' ? 'refuses' : 'trusts'
      if (who.length > 0) lines.push(`  ${verb} ${plain(who.join(', '))}`)
    }
  }
  for (const held of policiesOf(model, identity)) lines.push(`  ${heldLine(held, colors)}`)
  const boundary = boundaryOf(model, identity)
  if (boundary) lines.push(`  boundary ${plain(display(boundary.text))}`)
  return lines
}

function heldLine({ how, via, mention, policy }: HeldPolicy, colors: Colors): string {
  const through = via ? colors.dim(`  via group ${plain(display(via.name))}`) : ''
  if (!policy) return `${how} ${plain(mention ? display(mention.text) : '')}${through}`
  return `${how === 'inline' ? '' : `${how} `}${policyLine(policy, colors)}${through}`
}

function policyLine(policy: Policy, colors: Colors): string {
  const resolution = resolutionOf(policy.document)
  const state = resolution === 'resolved' ? '' : colors.yellow(` (${resolution})`)
  const at = colors.dim(plain(placeOf(policy.document.span)))
  const actions = policy.document.statements.map((statement) => {
    const { actions: element } = statement
    const listed = element?.items.map(display).join(' ') ?? ''
    return `${statement.effect} ${element?.negated ? 'all but ' : ''}${listed}`
  })
  return `${policy.kind} ${plain(policy.resource.address)}${state}  ${at}  ${plain(actions.join('; '))}`
}
