import type { Data, Text } from '../src/model/value'

/**
 * The least number of characters that a document can have in AWS: without white space, what is unknown counted as
 * nothing, and of a choice the shorter branch.
 */
export function leastSize(data: Data | undefined): number {
  switch (data?.kind) {
    case 'text':
      return 2 + sizeOfText(data)
    case 'number':
      return data.raw.length
    case 'boolean':
      return data.value ? 4 : 5
    case 'null':
      return 4
    case 'list':
      return enclosed(data.items.map(leastSize))
    case 'object':
      return enclosed(data.entries.map(({ key, value }) => 3 + sizeOfText(key) + leastSize(value)))
    case 'choice':
      return Math.min(leastSize(data.whenTrue), leastSize(data.whenFalse))
    default:
      return 0
  }
}

/** Brackets and commas; what may turn out to be nothing has no comma either. */
function enclosed(sizes: readonly number[]): number {
  const there = sizes.filter((size) => size > 0)
  return 2 + there.reduce((sum, size) => sum + size, 0) + Math.max(0, there.length - 1)
}

function sizeOfText(text: Text): number {
  return text.parts.reduce((sum, part) => sum + (part.kind === 'chunk' ? part.text.replaceAll(/\s/g, '').length : 0), 0)
}
