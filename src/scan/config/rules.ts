import type { AnyCheck } from '../../../checks/check'
import { type Confidence, confidences, type Severity, severities } from '../../model/finding'
import type { TrustZone } from '../../model/iam'
import type { DirectoryRules, FindingRules } from '../directory-rules'
import { type Neighbour, neighbourNames } from '../neighbours/names'
import type { CheckSelection } from '../options'
import { checkNamed } from '../select-checks'
import { type Cascade, counting, countingFor, protects } from './cascade'
import type { ConfigFile } from './load'
import { mergeValues } from './merge'
import { Resolver, type ResolverSources } from './resolver'
import type { Plain } from './validate'

/** What is done with findings, and which of them fail. */
export interface Rules extends FindingRules {
  readonly failOn: Severity | 'none'
}

/** What configurations decide about findings, outermost first. `resolver` has what flags and the environment say. */
export function rulesOf(resolver: Resolver, configs: readonly ConfigFile[], checks: readonly AnyCheck[]): Rules {
  const values = mergeValues(configs)
  return {
    failOn: resolver.choice<Severity | 'none'>('fail-on', [...severities, 'none'], 'medium'),
    selection: selection(resolver, (values.checks ?? {}) as CheckSettings, checks),
    neighbours: neighboursOf(resolver, values['honour-ignores-of']),
    trust: trustOf((values.trust ?? {}) as Readonly<Record<string, readonly string[]>>),
  }
}

/** Those of all configurations together, where neither a flag nor the environment says. */
function neighboursOf(resolver: Resolver, configured: Plain | undefined): readonly Neighbour[] {
  const nearest = resolver.choices<Neighbour>('honour-ignores-of', neighbourNames) ?? []
  return resolver.override('honour-ignores-of') ? nearest : ((configured ?? []) as readonly Neighbour[])
}

type CheckSettings = Readonly<Record<string, { readonly enabled?: boolean; readonly severity?: Severity }>>

function selection(resolver: Resolver, settings: CheckSettings, checks: readonly AnyCheck[]): CheckSelection {
  const enable: string[] = []
  const disable: string[] = []
  const levels: Record<string, Severity> = {}
  for (const [id, { enabled, severity }] of Object.entries(settings)) {
    const name = checkNamed(checks, id)?.id ?? id
    if (enabled === false) disable.push(name)
    if (enabled === true) enable.push(name)
    if (severity) levels[name] = severity
  }
  const only = resolver.checkWords('check')
  // A check that the command line names runs, whatever the configuration says.
  const skip = [...resolver.checkWords('skip-check'), ...disable.filter((id) => !only.includes(id))]
  return {
    only,
    skip,
    enable,
    severities: levels,
    minimumSeverity: resolver.choice<Severity>('min-severity', severities, 'low'),
    minimumConfidence: resolver.choice<Confidence>('min-confidence', confidences, 'medium'),
  }
}

function trustOf(trust: Readonly<Record<string, readonly string[] | undefined>>): TrustZone {
  return {
    accounts: trust.accounts ?? [],
    organizations: trust.organizations ?? [],
    trustedAccounts: trust['trusted-accounts'] ?? [],
    oidcSubjects: trust['oidc-subjects'] ?? [],
  }
}

/** What configurations say of a setting that one value decides. */
export function nearest(configs: readonly ConfigFile[]): (name: string) => Plain | undefined {
  return (name) => configs.findLast(({ values }) => values[name] !== undefined)?.values[name]
}

/** The rules of each directory, as its configuration and those above it merge. */
export class ConfiguredRules implements DirectoryRules<Rules> {
  readonly #cascade: Cascade
  readonly #sources: ResolverSources
  readonly #checks = new Map<string, AnyCheck>()
  readonly #protectedByEnvironment: ReadonlySet<string>
  readonly #byChain = new Map<string, Rules>()
  readonly #zones = new Map<string, TrustZone>()
  readonly #decided = new WeakMap<readonly ConfigFile[], Map<string, Rules>>()

  /** `protectedByEnvironment` are ids of checks that no configuration below the working directory may say less of. */
  constructor(cascade: Cascade, sources: ResolverSources, protectedByEnvironment: readonly string[]) {
    this.#cascade = cascade
    this.#sources = sources
    for (const check of sources.checks) this.#checks.set(check.id, check)
    this.#protectedByEnvironment = new Set(protectedByEnvironment)
  }

  at(file: string, id: string): Rules {
    return this.#decide(this.#cascade.around(file), id)
  }

  all(id: string): readonly Rules[] {
    const chains = this.#cascade.nested.map(({ base }) => this.#cascade.aroundDirectory(base))
    return [...new Set([this.#cascade.top, ...chains].map((chain) => this.#decide(chain, id)))]
  }

  get neighbours(): readonly Neighbour[] {
    return [...new Set(this.all('').flatMap(({ neighbours }) => neighbours ?? []))]
  }

  isProtected(file: string, id: string): boolean {
    const check = this.#checks.get(id)
    if (!check) return false
    return this.#protectedByEnvironment.has(id) || this.#cascade.around(file).some((config) => protects(config, check))
  }

  #decide(chain: readonly ConfigFile[], id: string): Rules {
    const known = this.#decided.get(chain) ?? new Map<string, Rules>()
    this.#decided.set(chain, known)
    const decided = known.get(id) ?? this.#rulesOf(this.#counting(chain, id))
    known.set(id, decided)
    return decided
  }

  #counting(chain: readonly ConfigFile[], id: string): readonly ConfigFile[] {
    if (this.#protectedByEnvironment.has(id)) return counting(this.#cascade.top)
    const check = this.#checks.get(id)
    return check ? countingFor(chain, check) : counting(chain)
  }

  #rulesOf(configs: readonly ConfigFile[]): Rules {
    const key = configs.map(({ path }) => path).join('\n')
    const known = this.#byChain.get(key)
    if (known) return known
    const { trust, ...rules } = rulesOf(new Resolver(this.#sources, nearest(configs)), configs, this.#sources.checks)
    const zone = JSON.stringify(trust)
    const made = { ...rules, trust: this.#zones.get(zone) ?? trust }
    this.#zones.set(zone, made.trust)
    this.#byChain.set(key, made)
    return made
  }
}
