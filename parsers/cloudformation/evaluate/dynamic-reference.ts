import type { Text, TextPart } from '../../../src/model/value'
import { ComposedText } from '../../policy/composed-text'

const pattern = /\{\{resolve:[^{}]*\}\}/g

/**
 * A text in which each `{{resolve:secretsmanager:...}}` is a hole, since only deployment knows its value.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function withDynamicReferences(text: Text): Text {
  if (!isDynamic(text)) return text
  const composed = new ComposedText(text)
  const parts: TextPart[] = []
  let at = 0
  for (const match of composed.characters.matchAll(pattern)) {
    const end = match.index + match[0].length
    const span = composed.spanOf(match.index, end)
    parts.push(...composed.partsOf(at, match.index))
    parts.push({ kind: 'hole', expression: match[0], why: 'dynamic-reference', span })
    at = end
  }
  parts.push(...composed.partsOf(at, composed.characters.length))
  return { ...text, parts }
}

/** Asked of every text of a template. */
function isDynamic({ parts }: Text): boolean {
  for (const part of parts) if (part.kind === 'chunk' && part.text.includes('{{resolve:')) return true
  return false
}
