import type { IamModel, Identity, TrustZone } from '../model/iam'
import { emptyModel } from '../model/iam'
import type { Condition, PolicyDocument, Statement } from '../model/policy'
import type { Grant } from './access'
import { adminDocument, isAdmin } from './admin'
import { noTrust, trustIndex } from './entering'
import type { KnownEscalation } from './escalation-catalogue'
import { type Move, movesOf, type PathCertainty } from './escalation-moves'
import { type IdentityPolicies, identityPolicies } from './identity'

export { escalationPage, type KnownEscalation } from './escalation-catalogue'
export type { PathCertainty } from './escalation-moves'

/** One step: what the caller does, and who he is afterwards. */
export interface EscalationStep {
  readonly known: KnownEscalation
  readonly causes: readonly { readonly action: string; readonly grant: Grant }[]
  /** Whom he has become; undefined for himself with more rights, or for anyone that the account has. */
  readonly target: Identity | undefined
  /** The statement of the target's trust policy that lets him (or the service that he uses) in. */
  readonly trust: Statement | undefined
  readonly certainty: PathCertainty
}

/** A way from a principal to full access, or to granting himself whatever he likes. */
export interface EscalationPath {
  readonly steps: readonly EscalationStep[]
  readonly certainty: PathCertainty
  /** Ids of the catalogue that come to the same with more actions. */
  readonly also: readonly string[]
  /** Conditions that the request has to meet on the way. */
  readonly residual: readonly Condition[]
}

interface Analysis {
  readonly moves: Map<Identity, readonly Move[]>
  readonly admins: Set<Identity>
  /** For each privileged principal that is no administrator, its shortest way. */
  readonly shortest: Map<Identity, readonly EscalationStep[]>
}

const nobody: TrustZone = { accounts: [], organizations: [], trustedAccounts: [], oidcSubjects: [] }
const analyses = new WeakMap<IamModel, WeakMap<TrustZone, Analysis>>()

function analysisOf(model: IamModel, zone: TrustZone): Analysis {
  let byZone = analyses.get(model)
  if (!byZone) {
    byZone = new WeakMap()
    analyses.set(model, byZone)
  }
  let found = byZone.get(zone)
  if (!found) {
    found = analyse(model, zone)
    byZone.set(zone, found)
  }
  return found
}

function analyse(model: IamModel, zone: TrustZone): Analysis {
  const trust = trustIndex(model, zone)
  const moves = new Map<Identity, readonly Move[]>()
  const admins = new Set<Identity>()
  const all: Identity[] = [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]
  for (const identity of all) {
    if (isAdmin(identity, model)) admins.add(identity)
    else moves.set(identity, movesOf({ policies: identityPolicies(identity, model), identity, model, trust }))
  }
  return { moves, admins, shortest: shortestWays(moves, admins) }
}

/** Breadth first from the privileged ones backwards, over the moves that lead to them. */
function shortestWays(
  moves: ReadonlyMap<Identity, readonly Move[]>,
  admins: ReadonlySet<Identity>,
): Analysis['shortest'] {
  const shortest = new Map<Identity, readonly EscalationStep[]>()
  const sources = new Map<Identity, { from: Identity; move: Move }[]>()
  let frontier: Identity[] = [...admins]
  for (const [identity, list] of moves) {
    // What already runs under a role counts on its own, not as a link of a chain.
    const own = list.find((move) => move.direct && move.certainty !== 'possible' && move.known.target !== 'workload')
    if (own) {
      shortest.set(identity, [stepOf(own, undefined)])
      frontier.push(identity)
    }
    for (const move of list) {
      if (move.certainty === 'possible') continue
      for (const { identity: target } of move.targets) {
        const into = sources.get(target)
        if (into) into.push({ from: identity, move })
        else sources.set(target, [{ from: identity, move }])
      }
    }
  }
  while (frontier.length > 0) {
    const next: Identity[] = []
    for (const target of frontier) {
      for (const { from, move } of sources.get(target) ?? []) {
        if (shortest.has(from)) continue
        shortest.set(from, [stepOf(move, target), ...(shortest.get(target) ?? [])])
        next.push(from)
      }
    }
    frontier = next
  }
  return shortest
}

function stepOf(move: Move, target: Identity | undefined): EscalationStep {
  const found = move.targets.find(({ identity }) => identity === target)
  const { trust } = found ?? {}
  // A way to anyone of the account is certain where this code has somebody who is worth it.
  const named = move.direct && found && move.certainty === 'likely' ? 'certain' : move.certainty
  const certainty = named === 'certain' && found?.sure === false ? 'likely' : named
  return { known: move.known, causes: move.causes, target, trust, certainty }
}

/**
 * The ways in which a principal can get more than it was given: full access, or the power to grant it to itself. Over
 * all its policies, with Deny and boundary, by itself or through principals of the same code; the shortest and surest
 * first, one for each known way. Empty for one that has full access already, and where `iam:PassRole` stands alone.
 */
export function escalationPaths(identity: Identity, model: IamModel, zone: TrustZone = nobody): EscalationPath[] {
  const analysis = analysisOf(model, zone)
  if (analysis.admins.has(identity)) return []
  const paths: EscalationPath[] = []
  for (const move of analysis.moves.get(identity) ?? []) {
    const steps = shortestFrom(move, identity, analysis) ?? (move.direct ? [stepOf(move, undefined)] : undefined)
    if (steps) paths.push(pathOf(steps))
  }
  return withoutSupersets(paths).sort(bySurety)
}

function shortestFrom(move: Move, identity: Identity, analysis: Analysis): readonly EscalationStep[] | undefined {
  let found: readonly EscalationStep[] | undefined
  for (const { identity: target } of move.targets) {
    const rest = analysis.admins.has(target) ? [] : analysis.shortest.get(target)
    // What is a way by itself gains nothing by a detour through somebody who is no administrator either.
    if (move.direct && rest?.length !== 0) continue
    if (!rest || rest.some((step) => step.target === identity)) continue
    if (!found || rest.length + 1 < found.length) found = [stepOf(move, target), ...rest]
  }
  return found
}

const order: readonly PathCertainty[] = ['certain', 'likely', 'possible']

/** A path is as sure as its least sure step. */
function pathOf(steps: readonly EscalationStep[]): EscalationPath {
  const residual = steps.flatMap((step) => step.causes.flatMap(({ grant }) => grant.residual))
  const certainty = order[Math.max(...steps.map((step) => order.indexOf(step.certainty)))] ?? 'possible'
  return { steps, certainty, also: [], residual: [...new Set(residual)] }
}

function bySurety(one: EscalationPath, other: EscalationPath): number {
  return order.indexOf(one.certainty) - order.indexOf(other.certainty) || one.steps.length - other.steps.length
}

/** A way that needs more actions than another to the same end is named with it, not beside it. */
function withoutSupersets(paths: readonly EscalationPath[]): EscalationPath[] {
  const first = (path: EscalationPath): KnownEscalation => (path.steps[0] as EscalationStep).known
  const isMore = (path: EscalationPath, less: EscalationPath): boolean => {
    const [many, few] = [first(path).actions, first(less).actions]
    const surer = order.indexOf(less.certainty) <= order.indexOf(path.certainty)
    if (first(less).target === 'workload' && first(path).target !== 'workload') return false
    return few.length < many.length && surer && few.every((action) => many.includes(action))
  }
  const kept = paths.filter((path) => !paths.some((less) => isMore(path, less)))
  return kept.map((path) => ({
    ...path,
    also: paths.filter((more) => isMore(more, path)).map((more) => first(more).id),
  }))
}

/** The ways that a document alone opens to whoever carries it; empty when it gives full access anyway. */
export function documentEscalations(document: PolicyDocument): EscalationPath[] {
  if (adminDocument(document)) return []
  const model = emptyModel()
  const source = {
    document,
    name: '',
    policy: undefined,
    managedByAws: false,
    attachment: undefined,
    group: undefined,
    guarded: false,
    span: document.span,
  }
  const carrier: IdentityPolicies = { sources: [source], boundary: 'none', unresolved: [] }
  const moves = movesOf({ policies: carrier, identity: undefined, model, trust: noTrust })
  const paths = moves.filter((move) => move.direct).map((move) => pathOf([stepOf(move, undefined)]))
  return withoutSupersets(paths).sort(bySurety)
}
