import type { Finding } from '../../model/finding'
import type { SourceFile } from '../../model/source'
import type { IgnoreContext } from '../ignore'
import type { Rule } from '../ignore-rule'
import { type NeighbourIgnore, neighbourIgnores } from './ignores'
import { causesWithin, type Scope } from './scope'

/** An ignore of a neighbour, with the findings that it took out here: none for one that means nothing or covers nothing. */
export interface HonouredIgnore extends NeighbourIgnore {
  readonly taken: readonly Finding[]
}

interface Candidate {
  readonly ignore: NeighbourIgnore
  readonly scope: Scope
  readonly rule: Rule
  readonly taken: Finding[]
  /** Asked once a finding falls under it: what is wrong with an ignore that would ignore nothing is the neighbour's to say. */
  stands: boolean | undefined
}

/** The ignores of the neighbours that the configuration honours, asked finding by finding. */
export class Honoured {
  readonly #all: readonly NeighbourIgnore[]
  readonly #byCheck = new Map<string, Candidate[]>()
  readonly #stands: (rule: Rule) => boolean
  readonly #mayTake: (finding: Finding) => boolean

  /** `stands` says whether a rule may ignore anything, and reports why not. */
  constructor(sources: readonly SourceFile[], context: IgnoreContext, stands: (rule: Rule) => boolean) {
    const { checks, model, rules, settings } = context
    const neighbours = context.neighbours ?? rules.neighbours
    const workspace = settings.environmentVariables.TF_WORKSPACE
    this.#all = neighbourIgnores(sources, { checks, model, neighbours, workspace })
    this.#stands = stands
    this.#mayTake = ({ at, check }) => !rules.isProtected(at.source.path, check)
    for (const ignore of this.#all) {
      for (const { check, scope } of ignore.covers ? ignore.targets : []) {
        const own = context.neighbours ?? rules.at(ignore.at.source.path, check).neighbours
        if (!own?.includes(ignore.neighbour)) continue
        const candidates = this.#byCheck.get(check) ?? []
        this.#byCheck.set(check, candidates)
        candidates.push({ ignore, scope, rule: ruleOf(ignore, check), taken: [], stands: undefined })
      }
    }
  }

  /**
   * The first ignore that takes a finding out, as a rule; all that do are told what they took. Ignores that each take some
   * of its causes do so together: four of trivy for the four settings of one public access block.
   */
  ruleFor(finding: Finding): Rule | undefined {
    const reached = (this.#byCheck.get(finding.check) ?? []).flatMap((candidate) => {
      const causes = causesWithin(candidate.scope, finding)
      return (causes === 'all' || causes.length > 0) && candidate.rule.covers(finding) ? [{ candidate, causes }] : []
    })
    for (const { candidate } of reached) candidate.stands ??= this.#stands(candidate.rule)
    const standing = this.#mayTake(finding) ? reached.filter(({ candidate }) => candidate.stands) : []
    const whole = standing.filter(({ causes }) => causes === 'all')
    const together = new Set(standing.flatMap(({ causes }) => causes))
    const taking = whole.length > 0 || !finding.subjects.every((subject) => together.has(subject)) ? whole : standing
    for (const { candidate } of taking) candidate.taken.push(finding)
    return taking[0]?.candidate.rule
  }

  /** Every ignore that was found, in order, with what it took. */
  ignores(): readonly HonouredIgnore[] {
    const taken = new Map<NeighbourIgnore, Finding[]>()
    for (const candidate of [...this.#byCheck.values()].flat()) {
      taken.set(candidate.ignore, [...(taken.get(candidate.ignore) ?? []), ...candidate.taken])
    }
    return this.#all.map((ignore) => ({ ...ignore, taken: [...new Set(taken.get(ignore))] }))
  }
}

function ruleOf(ignore: NeighbourIgnore, check: string): Rule {
  const { written, reason, expires, at, line, covers } = ignore
  return {
    target: { check, selectors: [] },
    reason: reason === '' ? `${written} without a reason` : `${reason} (${written})`,
    ...{ expires, file: at.source.path, line, inCode: true, written, at, used: false },
    covers: covers ?? (() => false),
  }
}
