import { mapTemplateResources } from '../../../parsers/cloudformation/resources/index'
import type { IamModel, Policy } from '../../../src/model/iam'
import { link } from '../../../src/model/link'
import type { Text } from '../../../src/model/value'
import { display } from '../../../src/model/value'
import { load, plain } from './evaluate'

/** The linked model of templates. */
export async function modelOf(
  texts: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>> = {},
) {
  const loaded = await load(texts, parameters)
  const mapped = mapTemplateResources(loaded.resources)
  return { model: link(mapped.model), unresolved: mapped.unresolved, diagnostics: loaded.diagnostics }
}

const shown = (text: Text | undefined): string | undefined => text && display(text)

function policyLine(policy: Policy): string {
  const of = policy.carrier ?? policy.protects?.reference
  const joined = of?.to ? ' joined' : ''
  const name = policy.name ? ` ${display(policy.name)}` : ''
  return `${policy.kind} ${policy.resource.address}${name}${of ? ` on ${display(of.text)}${joined}` : ''}`
}

/** What a model says, without places: one line for each node, and the documents. */
export function summary(model: IamModel): { lines: string[]; documents: unknown[] } {
  const lines = [
    ...model.users.map((user) => `user ${user.resource.address} ${display(user.name)}`),
    ...model.groups.map((group) => `group ${group.resource.address} ${display(group.name)}`),
    ...model.roles.map((role) => `role ${role.resource.address} ${display(role.name)} ${shown(role.path) ?? '/'}`),
    ...model.permissionSets.map((set) => `permission-set ${set.resource.address} ${display(set.name)}`),
    ...model.policies.map(policyLine),
    ...model.attachments.map(
      (one) =>
        `${one.as} ${display(one.policy.text)}${one.policy.to ? ' joined' : ''} to ${display(one.target.text)}${one.target.to ? ' joined' : ''}`,
    ),
    ...model.memberships.map(
      (one) => `member ${display(one.user.text)}${one.user.to ? ' joined' : ''} of ${display(one.group.text)}`,
    ),
    ...model.accessKeys.map((key) => `key of ${shown(key.user?.text)}${key.user?.to ? ' joined' : ''}`),
    ...model.loginProfiles.map((one) => `login of ${display(one.user.text)} password ${String(plain(one.password))}`),
    ...model.instanceProfiles.map((one) => `profile of ${one.roles.map((role) => display(role.text)).join(' ')}`),
    ...model.passwordPolicies.map((one) => `passwords ${one.resource.address} ${one.resource.canonicalType}`),
    ...model.oidcProviders.map((one) => `oidc ${shown(one.url)}`),
    ...model.accountAssignments.map(
      (one) => `assignment ${display(one.permissionSet.text)}${one.permissionSet.to ? ' joined' : ''}`,
    ),
  ]
  return { lines, documents: model.policies.map((policy) => plain(policy.document.data)) }
}
