import {
  documentEscalations,
  type EscalationPath,
  type EscalationStep,
  escalationPage,
  escalationPaths,
} from '../src/iam/escalation'
import { managedPolicyName } from '../src/iam/managed'
import { carriersOf } from '../src/model/queries'
import type { Report } from '../src/model/finding'
import type { Identity, Policy } from '../src/model/iam'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOf, nameOfPolicy, nameOfType } from './describe'
import { capital, confidences, isRoleChain, placeOfStep, throughWhom } from './escalation-report'
import { isIdentityPolicy } from './identity-statements'
import { isAsGoodAsAdmin, isForServices } from './managed-attachment'

/** The paths are those of the catalogue of https://pathfinding.cloud. */
export default defineCheck({
  id: 'privilege-escalation',
  title: 'A principal that can make itself an administrator',
  severity: 'high',
  confidence: 'high',
  on: 'model',
  tags: ['escalation', 'least-privilege'],
  maps: {
    checkov: ['CKV_AWS_110', 'CKV_AWS_286'],
    parliament: ['PRIVILEGE_ESCALATION'],
    cloudsplaining: ['PrivilegeEscalation'],
    sonar: ['S6317'],
  },
  since: '0.1.0',
  *run(model, { trust }) {
    for (const identity of [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]) {
      const paths = escalationPaths(identity, model, trust).filter(
        (path) => !isRoleChain(path) && !isNamedForItsPolicy(path),
      )
      for (const together of byCause(paths)) yield pathReport(together, identity)
    }
    for (const policy of model.policies) {
      if (!isIdentityPolicy(policy, model) || carriersOf(model, policy).length > 0) continue
      for (const paths of byCause(documentEscalations(policy.document))) yield documentReport(paths, policy)
    }
  },
})

/** What one managed policy of AWS opens alone is said by `aws-managed-admin-policy`, at its attachment. */
function isNamedForItsPolicy({ steps: [first, ...more] }: EscalationPath): boolean {
  const [source, ...others] = [...new Set(first?.causes.map(({ grant }) => grant.source))]
  if (more.length > 0 || first?.target || !source?.managedByAws || others.length > 0) return false
  const name = source.attachment && managedPolicyName(source.attachment.policy.text)
  return name !== undefined && !isForServices(name) && isAsGoodAsAdmin(name, source.document)
}

type Paths = readonly [EscalationPath, ...EscalationPath[]]

/** Paths that begin with the same statement are one cause: the surest of them speaks, and names the others. */
function byCause(paths: readonly EscalationPath[]): readonly Paths[] {
  const groups = new Map<unknown, [EscalationPath, ...EscalationPath[]]>()
  for (const path of paths) {
    const step = path.steps[0]
    const cause = step?.causes[0]?.grant.statement ?? step?.trust ?? step?.known.id
    const group = groups.get(cause)
    if (group) group.push(path)
    else groups.set(cause, [path])
  }
  return [...groups.values()]
}

function pathReport(paths: Paths, identity: Identity): Report {
  const [path] = paths
  const first = path.steps[0] as EscalationStep
  return {
    ...placeOfStep(first, identity),
    ...told(paths),
    message: `${capital(nameOf(identity))} can make itself an administrator${throughWhom(path, identity)} with ${listOf(actionsOf(first))}${given(path)}${others(paths)}.`,
    related: path.steps
      .flatMap((step) => step.causes.slice(1))
      .map(({ action, grant }) => ({ span: grant.statement.span, message: `${action} comes from here` })),
  }
}

function documentReport(paths: Paths, policy: Policy): Report {
  const first = paths[0].steps[0] as EscalationStep
  const statement = first.causes[0]?.grant.statement
  return {
    ...inPolicy(policy),
    ...told(paths),
    at: statement?.actions?.span ?? policy.document.span,
    message: `Whoever carries the ${nameOfPolicy(policy)} can make itself an administrator with ${listOf(actionsOf(first))}${given(paths[0])}${others(paths)}.`,
  }
}

/** What a report says in the same way of a principal and of a document. */
function told(paths: Paths): Pick<Report, 'confidence' | 'subjects' | 'key' | 'fix'> {
  const [path] = paths
  const first = path.steps[0] as EscalationStep
  const actions = listOf(actionsOf(first))
  return {
    confidence: confidences[path.certainty],
    subjects: [...new Set(paths.flatMap((each) => (each.steps[0] ? actionsOf(each.steps[0]) : [])))],
    key: `escalation ${first.known.id}`,
    fix: {
      description: `Scope ${actions} to what the job needs, or require a permissions boundary; see ${escalationPage(first.known.id)}.`,
    },
  }
}

/** What the account has to have besides, where a way is likely rather than certain; '' otherwise. */
function given({ certainty, steps: [first] }: EscalationPath): string {
  if (certainty === 'certain' || first?.target) return ''
  if (first?.known.target === 'workload') {
    const type = nameOfType(first.known.workload ?? '')
    return `, given ${/^[AE]/.test(type) ? 'an' : 'a'} ${type} that runs under a privileged role`
  }
  return first?.known.target === 'pass' ? ', given a privileged role that trusts the service' : ''
}

/** The catalogue's ids: of the path that speaks, and of those that the same statement opens as well. */
function others([path, ...more]: Paths): string {
  const ids = more.map((each) => each.steps[0]?.known.id ?? '').filter((id) => id !== '')
  const known = path.steps[0]?.known.id ?? ''
  if (ids.length === 0) return ` (${known})`
  return ` (${known}; also ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more ways` : ''})`
}

/** The actions that a step needs; where a trust policy is enough, those that it lets happen. */
const actionsOf = (step: EscalationStep): readonly string[] =>
  step.causes.length > 0 ? step.causes.map(({ action }) => action) : step.known.actions
