import { isAdmin } from '../iam/admin'
import { type EscalationPath, documentEscalations, escalationPage, escalationPaths } from '../iam/escalation'
import { type Exposure, exposure } from '../iam/exposure'
import type { AccessDanger } from '../model/access-diff'
import type { Identity, Policy, TrustZone } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { display } from '../model/value'
import type { Alignment, Side } from './alignment'
import { withoutMfaDangers } from './without-mfa'
import type { Pair } from './pairs'
import type { PolicySet } from './policy-lines'
import type { Sides } from './principal-lines'
import { listed, nameOfIdentity, nameOfPolicy } from './words'

interface Compared {
  readonly principals: readonly Pair<Identity>[]
  /** Those that came, or whose own access changed. */
  readonly changed: ReadonlySet<Pair<Identity>>
  readonly sets: readonly PolicySet[]
  readonly sides: Sides
  readonly zone: TrustZone
}

/** What is gravely possible in the head and was not in the base. */
export function dangersOf({ principals, changed, sets, sides, zone }: Compared): AccessDanger[] {
  const own = principals.filter((pair) => changed.has(pair))
  const trusts = own.map(({ base, head }) => ({ base: trustOf(base), head: trustOf(head) }))
  return [
    ...own.flatMap((pair) => administrators(pair, sides)),
    // Ways lead through other principals, so that one may open to somebody whose own access stays as it is.
    ...principals.flatMap((pair) => escalationDangers(pair, sides, zone)),
    ...sets.flatMap((set) => documentDangers(set)),
    ...[...trusts, ...sets].flatMap((set) => exposureDangers(set, sides.alignment, zone)),
    ...own.flatMap((pair) => withoutMfaDangers(pair, sides)),
  ]
}

const trustOf = (identity: Identity | undefined): readonly Policy[] =>
  identity?.kind === 'role' && identity.trust ? [identity.trust] : []

function administrators({ base, head }: Pair<Identity>, sides: Sides): AccessDanger[] {
  if (!head || !isAdmin(head, sides.head) || (base && isAdmin(base, sides.base))) return []
  const name = nameOfIdentity(head)
  const at = head.resource.span
  return [{ kind: 'escalation', text: `${name} has full access`, certainty: 'yes', at, through: [name] }]
}

function escalationDangers({ base, head }: Pair<Identity>, sides: Sides, zone: TrustZone): AccessDanger[] {
  if (!head) return []
  const known = base ? waysOf(escalationPaths(base, sides.base, zone)) : new Map()
  const ways = [...waysOf(escalationPaths(head, sides.head, zone))].filter(([key]) => !known.has(key))
  if (ways.length === 0 || (base && isAdmin(base, sides.base))) return []
  const at = placeOf(ways) ?? head.resource.span
  const name = nameOfIdentity(head)
  const through = [name, ...targetsOf((ways[0] as Ways[number])[1])]
  return [{ kind: 'escalation', text: `${name} ${escalationWords(ways)}`, certainty: 'yes', at, through }]
}

type Ways = readonly (readonly [string, EscalationPath])[]

/** The paths that are more than a possibility, by their first step and where it leads. */
function waysOf(paths: readonly EscalationPath[]): Map<string, EscalationPath> {
  const sure = paths.filter((path) => path.certainty !== 'possible')
  return new Map(sure.map((path) => [path.steps[0]?.known.id ?? '', path]))
}

function escalationWords(ways: Ways): string {
  const [id, path] = ways[0] as Ways[number]
  const [first] = path.steps
  const actions = first && first.causes.length > 0 ? first.causes.map(({ action }) => action) : first?.known.actions
  const through = targetsOf(path)
  const via = through.length > 0 ? ` through ${through.join(', then ')}` : ''
  const also = ways.length > 1 ? `; also ${listed(ways.slice(1).map(([other]) => other))}` : ''
  return `can make itself an administrator${via} with ${(actions ?? []).join(' and ')} (${escalationPage(id)}${also})`
}

const targetsOf = ({ steps }: EscalationPath): string[] =>
  steps.flatMap(({ target }) => (target ? [nameOfIdentity(target)] : []))

const placeOf = (ways: Ways) => ways[0]?.[1].steps[0]?.causes[0]?.grant.statement.actions?.span

function documentDangers({ base, head }: PolicySet): AccessDanger[] {
  const [policy] = head
  if (!policy || !['managed', 'document'].includes(policy.kind)) return []
  if (policy.document.statements.some((statement) => statement.principals)) return []
  const known = waysOf(base.flatMap(({ document }) => documentEscalations(document)))
  const ways = [...waysOf(documentEscalations(policy.document))].filter(([key]) => !known.has(key))
  if (ways.length === 0) return []
  const text = `whoever carries ${nameOfPolicy(policy)} ${escalationWords(ways)}`
  return [{ kind: 'escalation', text, certainty: 'yes', at: placeOf(ways) ?? policy.document.span }]
}

function exposureDangers({ base, head }: PolicySet, alignment: Alignment, zone: TrustZone): AccessDanger[] {
  const [policy] = head
  if (!policy || !['resource', 'trust'].includes(policy.kind)) return []
  const known = new Set(base.flatMap(({ document }) => open(document, 'base', alignment, zone).map(({ key }) => key)))
  const fresh = head
    .flatMap(({ document }) => open(document, 'head', alignment, zone))
    .filter(({ key }) => !known.has(key))
  const groups = new Map<Exposure, string[]>()
  for (const { exposed, action } of fresh) groups.set(exposed, [...(groups.get(exposed) ?? []), action])
  return [...groups].map(([exposed, actions]) => {
    const { verdict, certainty, statement } = exposed
    const who = verdict === 'public' ? 'everybody' : whoOf(exposed)
    const what =
      policy.kind === 'trust'
        ? `assume ${carrierName(policy)}`
        : `use ${listed([...new Set(actions)])} by the ${nameOfPolicy(policy)}`
    const at = exposed.principals[0]?.value.span ?? statement.span
    return { kind: verdict as 'public' | 'cross-account', text: `${who} may ${what}`, certainty, at }
  })
}

const carrierName = (policy: Policy): string =>
  policy.carrier?.to ? nameOfIdentity(policy.carrier.to) : nameOfPolicy(policy)

function whoOf({ accounts, principals }: Exposure): string {
  const names = accounts.length > 0 ? accounts : principals.map(({ value }) => display(value))
  return `${names.length === 1 ? 'account' : 'accounts'} ${listed(names)}`
}

interface Open {
  readonly exposed: Exposure
  readonly action: string
  readonly key: string
}

/** Each action that is open to strangers, and to whom. */
function open(document: PolicyDocument, side: Side, alignment: Alignment, zone: TrustZone): Open[] {
  return exposure(document, zone)
    .filter(({ verdict }) => verdict === 'public' || verdict === 'cross-account')
    .flatMap((exposed) => {
      const { actions } = exposed.statement
      const who =
        exposed.verdict === 'public'
          ? ['*']
          : exposed.principals.map(({ value }) => accountOf(display(value)) ?? alignment.key(side, value))
      const not = actions?.negated ? 'all but ' : ''
      const names = actions?.items.map((item) => `${not}${display(item)}`) ?? []
      return who.flatMap((one) =>
        names.map((action) => ({ exposed, action, key: `${exposed.verdict} ${one} ${action.toLowerCase()}` })),
      )
    })
}

const accountOf = (written: string): string | undefined => /(?:^|::)(\d{12})(?::|$)/.exec(written)?.[1]
