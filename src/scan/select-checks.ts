import type { AnyCheck } from '../../checks/check'
import type { CheckSelection } from './options'

/** Whether a check runs. Naming an optional check, by id or alias, turns it on; a tag does not. */
export function isSelected(check: AnyCheck, selection: CheckSelection): boolean {
  if (selection.skip.some((word) => isNamed(check, word) || isTagged(check, word))) return false
  if (selection.only.length > 0) {
    return selection.only.some((word) => isNamed(check, word) || (isTagged(check, word) && !check.optional))
  }
  return !check.optional || selection.enable.some((word) => isNamed(check, word) || isTagged(check, word))
}

/** True when a word is the check's id or one of its former ids. */
export function isNamed(check: Pick<AnyCheck, 'id' | 'aliases'>, word: string): boolean {
  return check.id === word || (check.aliases?.includes(word) ?? false)
}

/** True when a word is one of the check's tags. */
export function isTagged(check: Pick<AnyCheck, 'tags'>, word: string): boolean {
  return check.tags.includes(word)
}

/** The check that an id or a former id means; undefined when there is none. */
export function checkNamed(checks: readonly AnyCheck[], word: string): AnyCheck | undefined {
  return checks.find((check) => check.id === word) ?? checks.find((check) => isNamed(check, word))
}
