/**
 * Letter case as Go has it: one character for one, so that `ß` stays what it is, and no context, so that a final sigma
 * is a plain one. https://pkg.go.dev/unicode#ToUpper
 */

function single(changed: string, character: string): string {
  return [...changed].length === 1 ? changed : character
}

export function codePointUpper(character: string): string {
  return single(character.toUpperCase(), character)
}

export function codePointLower(character: string): string {
  // The one letter whose simple mapping differs from the first of its full mapping.
  return character === '\u0130' ? 'i' : single(character.toLowerCase(), character)
}

/** The digraphs have a third case, in which only the first letter is large. */
const titleCase: Readonly<Record<string, string>> = {
  Ǆ: 'ǅ',
  ǅ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǈ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǋ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǲ: 'ǲ',
  ǳ: 'ǲ',
}

export function codePointTitle(character: string): string {
  return titleCase[character] ?? codePointUpper(character)
}

/** True inside a word, by the rules of Go's `strings.Title`: letters, digits, `_`, and whatever is no space beyond ASCII. */
export function isWordRune(character: string): boolean {
  if (character <= '\u007f') return /\w/.test(character)
  return /[\p{L}\p{N}]/u.test(character) || !/\p{White_Space}/u.test(character)
}
