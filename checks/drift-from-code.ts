import type { Group, IamModel, Role, User } from '../src/model/iam'
import type { Report } from '../src/model/finding'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOf } from './describe'

type Declarable = User | Group | Role

/** What AWS and its own tools put into accounts, which no code of a team declares. */
const ofAws = [
  /^\/(?:aws-service-role|aws-reserved)\//,
  /^cdk-[a-z0-9]+-(?:cfn-exec|deploy|file-publishing|image-publishing|lookup)-role-/,
  /^(?:aws-controltower-|AWSControlTower|stacksets-exec-|OrganizationAccountAccessRole$)/,
]

export default defineCheck({
  id: 'drift-from-code',
  title: 'Identity in the account that no code declares',
  severity: 'low',
  confidence: 'medium',
  on: 'model',
  tags: ['identities', 'evidence'],
  maps: {},
  since: '0.1.0',
  whole: true,
  *run(model) {
    for (const all of [model.users, model.groups, model.roles]) yield* undeclared(all, model)
  },
})

function* undeclared(all: readonly Declarable[], model: IamModel): Generator<Report> {
  const live = all.filter(({ resource }) => resource.framework === 'account')
  const declared = all.filter(({ resource }) => resource.framework !== 'account')
  // Without identities in code there is nothing that the account could have drifted from.
  if (live.length === 0 || !hasIdentitiesInCode(model)) return
  const patterns = declared.map(namePattern)
  if (patterns.includes(undefined)) return
  for (const identity of live) {
    const name = literal(identity.name) ?? ''
    if (ofAws.some((pattern) => pattern.test(name) || pattern.test((identity.path && literal(identity.path)) ?? '')))
      continue
    if (patterns.some((pattern) => pattern?.test(name))) continue
    yield {
      at: identity.resource.span,
      resource: identity.resource,
      message: `The ${nameOf(identity)} is in the account and in no code of this scan: nobody reviews what it may do, and an intruder's would look the same.`,
      key: 'undeclared',
      subjects: [name],
      fix: { description: 'Import it into the code that should own it, or delete it.' },
    }
  }
}

function hasIdentitiesInCode(model: IamModel): boolean {
  return [...model.users, ...model.groups, ...model.roles].some(({ resource }) => resource.framework !== 'account')
}

/**
 * The names that an identity of code may have in the account; undefined where that may be any. CloudFormation puts
 * the logical id into the names that it makes up, cut short where they get long; the AWS provider begins with
 * `terraform-`.
 */
function namePattern({ name, resource }: Declarable): RegExp | undefined {
  const parts = name.parts.map((part) => (part.kind === 'hole' ? '.*' : escaped(part.text)))
  if (name.parts.some((part) => part.kind === 'chunk')) return new RegExp(`^${parts.join('')}$`, 'i')
  const [hole] = name.parts
  if (hole?.kind !== 'hole' || hole.symbol?.address !== resource.address) return undefined
  if (!resource.type.startsWith('AWS::')) return /^terraform-\d+/
  return new RegExp(`-${escaped(resource.address.slice(0, 12))}[A-Za-z0-9]*-[A-Za-z0-9]+$`)
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
