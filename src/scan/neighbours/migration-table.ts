import type { AnyCheck } from '../../../checks/check'
import { globPattern } from '../directive'
import { mappedAs, type Neighbour } from './names'
import { type Scope, scopeOf } from './scope'
import { trivyLongIds } from './trivy-ids'

/** A check of iamgate that says what a neighbour's does, and how much of it. */
export interface NeighbourTarget {
  readonly check: string
  readonly scope: Scope
}

/** Which checks of iamgate say what a neighbour's says: the table of docs/migration.md, by what a neighbour's ignore may name. */
export class MigrationTable {
  /** Checks by the neighbour's key in their metadata, then by its id. */
  readonly #checks = new Map<string, Map<string, string[]>>()

  constructor(checks: readonly AnyCheck[]) {
    for (const check of checks) {
      for (const [peer, ids] of Object.entries(check.maps)) {
        const known = this.#checks.get(peer) ?? new Map<string, string[]>()
        this.#checks.set(peer, known)
        for (const id of ids) known.set(id, [...(known.get(id) ?? []), check.id])
      }
    }
  }

  /**
   * What an ignore of a neighbour's `id` means, by check and by the neighbour's own id; empty when none of ours says the
   * same. A wildcard, where the neighbour has one, means what is in the table alone: what it has no check for it could not
   * have hidden.
   */
  targetsOf(neighbour: Neighbour, id: string): readonly NeighbourTarget[] {
    const known = this.#checks.get(mappedAs[neighbour])
    if (!known) return []
    const ids = [...known.keys()].filter((theirs) => means(neighbour, id, theirs)).sort()
    return ids.flatMap((theirs) => (known.get(theirs) ?? []).map((check) => ({ check, scope: scopeOf(theirs) })))
  }
}

function means(neighbour: Neighbour, written: string, id: string): boolean {
  switch (neighbour) {
    case 'tfsec':
    case 'trivy':
      return trivyNames(neighbour, id).some((name) => globPattern(written).test(name))
    case 'kics':
      // Its other ignores name queries by UUID, and the table has their titles.
      return written === '*'
    case 'cdk_nag':
      return withoutPack(written) === withoutPack(id)
    default:
      return written === id
  }
}

/**
 * What a check may be called in an ignore: its id in any case, with or without `AVD-`, and its long name; in trivy its short
 * name too. Wildcards are taken in each.
 * https://trivy.dev/latest/docs/scanner/misconfiguration/config/config/#skipping-resources-by-inline-comments
 */
function trivyNames(neighbour: 'tfsec' | 'trivy', id: string): readonly string[] {
  const long = trivyLongIds[id] ?? []
  const short = neighbour === 'trivy' ? long.map((name) => name.replace(/^aws-[a-z0-9]+-/, '')) : []
  return [id, `AVD-${id}`, ...long, ...short]
}

/** A rule is the same in every pack: `HIPAA.Security-IAMNoInlinePolicy`. https://github.com/cdklabs/cdk-nag/blob/main/RULES.md */
const withoutPack = (id: string): string => id.replace(/^(?:HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321)-/, '')
