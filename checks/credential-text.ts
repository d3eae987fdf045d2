import type { Span } from '../src/model/source'
import type { Data, Text } from '../src/model/value'

/** Finding AWS credentials in text. What is found is described, never shown. */

export interface FoundCredential {
  readonly kind: 'access key id' | 'secret access key'
  readonly at: Span
  /** A key that AWS's documentation uses as an example. */
  readonly example: boolean
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const accessKeyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7][A-Z0-9]{15}(?![A-Za-z0-9])/g
/** Forty characters of base64 count only behind a name that says what they are. */
const secretKey =
  /(?:aws_?)?(?:secret_?access_?key|secret_?key)["'\s]*(?:=|:|=>|\s)\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi
const base64 = /^[A-Za-z0-9+/\s]{40,}={0,2}$/

/** Every credential in a text, also in one that is base64 as a whole (user data). At most 20. */
export function credentialsIn(value: Text, name = ''): FoundCredential[] {
  const found: FoundCredential[] = []
  for (const part of value.parts) {
    if (part.kind === 'hole') continue
    const place = (start: number, length: number): Span =>
      part.exact
        ? { source: part.span.source, start: part.span.start + start, end: part.span.start + start + length }
        : part.span
    found.push(...inString(part.text, place))
    if (isSecretName(name) && /^[A-Za-z0-9/+]{40}$/.test(part.text)) {
      found.push({ kind: 'secret access key', at: part.span, example: isExample(part.text) })
    }
    const decoded = base64.test(part.text) && part.text.length < 100_000 ? decode(part.text) : undefined
    if (decoded) found.push(...inString(decoded, () => part.span))
  }
  return found.slice(0, 20)
}

/** The same for every text inside some data; `name` is the key that a text stands under. */
export function* credentialsInData(data: Data | undefined, name = '', depth = 0): Generator<FoundCredential> {
  if (!data || depth > 12) return
  if (data.kind === 'text') yield* credentialsIn(data, name)
  if (data.kind === 'list') for (const item of data.items) yield* credentialsInData(item, name, depth + 1)
  if (data.kind === 'object') {
    for (const child of data.entries) {
      const key = child.key.parts.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
      yield* credentialsInData(child.value, key, depth + 1)
    }
  }
  if (data.kind === 'choice') {
    yield* credentialsInData(data.whenTrue, name, depth + 1)
    yield* credentialsInData(data.whenFalse, name, depth + 1)
  }
}

function inString(text: string, place: (start: number, length: number) => Span): FoundCredential[] {
  const found: FoundCredential[] = []
  for (const match of text.matchAll(accessKeyId)) {
    found.push({ kind: 'access key id', at: place(match.index, match[0].length), example: isExample(match[0]) })
  }
  for (const match of text.matchAll(secretKey)) {
    const secret = match[1] as string
    const start = match.index + match[0].lastIndexOf(secret)
    found.push({ kind: 'secret access key', at: place(start, secret.length), example: isExample(secret) })
  }
  return found
}

const isSecretName = (name: string): boolean => /^(aws_?)?(secret_?access_?key|secret_?key)$/i.test(name)
const isExample = (value: string): boolean => /EXAMPLE/.test(value)

function decode(value: string): string | undefined {
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  return decoded.includes('\u{fffd}') ? undefined : decoded
}
