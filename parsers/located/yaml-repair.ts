import type { Event } from 'js-yaml'

/** js-yaml, which is loaded when the first YAML file is read. */
export type YamlLibrary = Pick<typeof import('js-yaml'), 'parseEvents' | 'YAMLException'>

/** What js-yaml throws. */
interface YamlFailure {
  readonly reason: string
  readonly mark?: { readonly position: number }
}

export type EventReading =
  | { readonly events: Event[] }
  | { readonly failure: { readonly reason: string; readonly position: number } }

/** js-yaml's limit for nesting; the same message comes back when the limit is ours. */
export const maximumYamlDepth = 400

/** Characters read again and again in search of what CloudFormation would take, over all attempts. */
const repairBudget = 15_000_000
const repairAttempts = 2000
/** Tabs are looked for in lines up to this many characters. */
const longestLine = 1000

/**
 * Events of a YAML text. CloudFormation reads YAML as PyYAML does, which takes three things that YAML 1.2 forbids and
 * js-yaml rejects: the later lines of a quoted text, and those of a flow collection, indented less than their key, and
 * tabs where only blanks separate. Each is mended in a copy of the same length, so that every offset still stands in
 * the file; scalars are decoded from the file itself.
 */
export function readEvents(library: YamlLibrary, text: string): EventReading {
  const { parseEvents, YAMLException } = library
  let copy = text
  let first: { reason: string; position: number } | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      return { events: parseEvents(copy, { maxDepth: maximumYamlDepth }) }
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      const failure = failureOf(error as unknown as YamlFailure)
      first ??= failure
      const mended = attempt < repairAttempts && attempt * text.length < repairBudget ? mend(copy, failure) : undefined
      if (mended === undefined) return { failure: first }
      copy = mended
    }
  }
}

function failureOf(error: YamlFailure): { reason: string; position: number } {
  return { reason: error.reason, position: error.mark?.position ?? 0 }
}

/** The text with one place mended; undefined when what is wrong is not one of the three. */
function mend(text: string, failure: { reason: string; position: number }): string | undefined {
  if (failure.reason === 'deficient indentation') {
    return withoutTabsBefore(text, failure.position) ?? withoutBreakBefore(text, failure.position)
  }
  if (/^tab characters must not be used/.test(failure.reason) && text[failure.position] === '\t') {
    return `${text.slice(0, failure.position)} ${text.slice(failure.position + 1)}`
  }
  return undefined
}

/** Blanks for the tabs between a key or a dash and a flow collection on its line; undefined when there are none. */
function withoutTabsBefore(text: string, position: number): string | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1
  if (position - lineStart > longestLine) return undefined
  const found = /^(.*[:-])([ \t]*\t[ \t]*)(?=[[{])/.exec(text.slice(lineStart, position))
  const [, before = '', blanks = ''] = found ?? []
  if (!found) return undefined
  const start = lineStart + before.length
  return text.slice(0, start) + ' '.repeat(blanks.length) + text.slice(start + blanks.length)
}

/** Blanks the line breaks between the last character of an earlier line and `position`, and a comment there. */
function withoutBreakBefore(text: string, position: number): string | undefined {
  let start = position
  while (start > 0 && /[\s]/.test(text[start - 1] as string)) start--
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const comment = /(?:^|[ \t])#[^"'[\]{}]*$/.exec(text.slice(lineStart, start))
  const from = comment ? lineStart + comment.index : start
  const blanked = text.slice(from, position)
  if (!/[\r\n]/.test(blanked)) return undefined
  return text.slice(0, from) + ' '.repeat(blanked.length) + text.slice(position)
}
