import type { AnyCheck } from '../../checks/check'
import type { TrustZone } from '../model/iam'
import type { Neighbour } from './neighbours/names'
import type { CheckSelection } from './options'
import { checkNamed, isNamed, isTagged } from './select-checks'

/** What is done with the findings of one check in one directory. */
export interface FindingRules {
  readonly selection: CheckSelection
  /** One object wherever the same are trusted. */
  readonly trust: TrustZone
  /** Other scanners whose ignores in code count. */
  readonly neighbours?: readonly Neighbour[]
}

/** What is done with findings, by the file that they are in: `a/b.tf`, seen from the working directory. */
export interface DirectoryRules<Rules extends FindingRules = FindingRules> {
  /** `check` is the id of a check, or of one about ignores. */
  at(file: string, check: string): Rules
  /** What holds in any directory, the working directory's first. */
  all(check: string): readonly Rules[]
  /** Other scanners whose ignores count in any directory. */
  readonly neighbours: readonly Neighbour[]
  /** Whether comments in a file may not ignore a check. */
  isProtected(file: string, check: string): boolean
}

/** Rules that are the same in every directory. */
export function sameEverywhere(
  rules: FindingRules,
  checks: readonly AnyCheck[],
  protectedChecks: readonly string[],
): DirectoryRules {
  return {
    at: () => rules,
    all: () => [rules],
    neighbours: rules.neighbours ?? [],
    isProtected: (_, id) => {
      const check = checkNamed(checks, id)
      return check !== undefined && protectedChecks.some((word) => isNamed(check, word) || isTagged(check, word))
    },
  }
}
