import type { Data, Text, TextPart } from '../../src/model/value'
import { literal } from '../../src/model/value'

/**
 * The IAM API gives policy documents as JSON in URL encoding (RFC 3986), which the AWS CLI decodes into objects and
 * other tools leave as it is. Gives the decoded text, every part with the place that it came from; anything else
 * (an object, JSON as plain text) comes back unchanged.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html
 */
export function decodedDocument(document: Data): Data {
  if (document.kind !== 'text') return document
  const whole = literal(document)
  if (whole === undefined || !/^\s*%7[Bb]/.test(whole)) return document
  return { ...document, parts: document.parts.flatMap((part) => decodePart(part)) } satisfies Text
}

/** One character of ASCII, the bytes of others together, and what is not encoded. */
const pieces = /%[0-7][0-9A-Fa-f]|(?:%[89A-Fa-f][0-9A-Fa-f])+|[^%]+|%/g

function decodePart(part: TextPart): TextPart[] {
  if (part.kind === 'hole') return [part]
  return [...part.text.matchAll(pieces)].map((match) => {
    const piece = match[0]
    const start = part.span.start + match.index
    const span = part.exact ? { source: part.span.source, start, end: start + piece.length } : part.span
    const plain = !piece.startsWith('%') || piece === '%'
    return { kind: 'chunk', text: plain ? piece : percentDecoded(piece), span, exact: part.exact && plain }
  })
}

function percentDecoded(piece: string): string {
  return Buffer.from(piece.replaceAll('%', ''), 'hex').toString('utf8')
}
