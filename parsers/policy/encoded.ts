import type { Data, Text, TextPart } from '../../src/model/value'

/** What a text was made from, so that nobody has to read its JSON again, and where it is defined. */
export interface Encoded {
  readonly data: Data
  /** Address of the construct whose text it is: `data.aws_iam_policy_document.x`. */
  readonly definedIn?: string
}

interface Memory extends Encoded {
  readonly parts: readonly TextPart[]
}

/** By the first part of the text: a copy of the text (another span, another way it came) keeps its parts. */
const memories = new WeakMap<TextPart, Memory>()

/** Remembers what a JSON text was made from. A text without parts is not remembered. */
export function rememberEncoded(text: Text, encoded: Encoded): void {
  const first = text.parts[0]
  if (first) memories.set(first, { ...encoded, parts: text.parts })
}

/** What a text was made from, when it is still all of it and nothing else; undefined otherwise. */
export function encodedFrom(text: Text): Encoded | undefined {
  const first = text.parts[0]
  const memory = first && memories.get(first)
  if (!memory || memory.parts.length !== text.parts.length) return undefined
  return memory.parts[memory.parts.length - 1] === text.parts[text.parts.length - 1] ? memory : undefined
}
