/** Character classes of HCL's scanner, over UTF-16 code units and, for identifiers, code points. */

const start = /^\p{ID_Start}$/u
const rest = /^\p{ID_Continue}$/u

/** A letter, or an underscore, at the start of an identifier. */
export function isIdentifierStart(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
  return code >= 128 && start.test(String.fromCodePoint(code))
}

/** What may follow in an identifier; the dash is allowed. */
export function isIdentifierPart(code: number): boolean {
  if (code < 128) return isIdentifierStart(code) || (code >= 48 && code <= 57) || code === 45
  return code >= 128 && rest.test(String.fromCodePoint(code))
}

/** The offset after the identifier that starts at `at`; `at` itself when none starts there. */
export function identifierEnd(text: string, at: number): number {
  let code = text.charCodeAt(at)
  if (code >= 128) code = text.codePointAt(at) as number
  if (!isIdentifierStart(code)) return at
  let end = at + (code > 0xffff ? 2 : 1)
  for (;;) {
    code = text.charCodeAt(end)
    if (code >= 128) code = text.codePointAt(end) as number
    if (!isIdentifierPart(code)) return end
    end += code > 0xffff ? 2 : 1
  }
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** White space as Go's `unicode.IsSpace` has it, which is what the strip markers and `<<-` remove. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 9 && code <= 13)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}
