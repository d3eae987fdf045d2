import { member, type Resource } from '../src/model/resource'
import type { Span } from '../src/model/source'
import { asText, type Data, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource, nameOfType } from './describe'
import { passwordPlaces } from './password-places'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds */
export default defineCheck({
  id: 'plain-text-password',
  title: 'Password or token in plain text',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: Object.keys(passwordPlaces),
  tags: ['credentials', 'secrets'],
  maps: {
    cfnNag: [
      'F23',
      'F24',
      'F31',
      'F34',
      'F35',
      'F36',
      'F37',
      'F41',
      'F42',
      'F43',
      'F44',
      'F45',
      'F46',
      'F47',
      'F48',
      'F49',
      'F50',
    ],
    cfnLint: ['W2501', 'W1011'],
    kics: ['DocDB Cluster Master Password In Plaintext', 'DMS Endpoint Password Exposed', 'RefreshToken Is Exposed'],
  },
  since: '0.1.0',
  *run(resource) {
    for (const path of passwordPlaces[resource.canonicalType] ?? []) {
      for (const { at, hidden } of writtenAt(resource, path.split('.'))) {
        const name = (path.split('.').at(-1) ?? '').split('|')[0]
        const how = hidden ? 'is marked as hidden and written here all the same' : 'stands here in plain text'
        // The place is named and the value is not: a report is read by more people than the code.
        yield {
          at,
          resource,
          message: `${name} of ${nameOfType(resource.canonicalType)} '${nameOfResource(resource)}' ${how}: everybody who can read the code has it.`,
          secret: true,
          key: path,
          subjects: [name ?? path],
          fix: {
            description: 'Change it, and let AWS make and keep it, or read it from Secrets Manager at deployment.',
          },
        }
      }
    }
  },
})

/** `RDS DBInstance`. */

interface Written {
  readonly at: Span
  readonly hidden: boolean
}

/** A skill's id serves as the token of its events, and is no secret. */
const publicId = /^amzn1\.ask\.skill\./

/** Where the values under a path are written in the code; what only the deployment knows is not. */
function* writtenAt(resource: Resource, path: readonly string[]): Generator<Written> {
  for (const data of valuesAt(resource.properties, path)) {
    const text = asText(data)
    const [part] = text?.parts ?? []
    if (!text || !part) continue
    if (part.kind === 'hole' && part.written && text.parts.length === 1) yield { at: part.written, hidden: true }
    else if (literal(text)?.trim() && !publicId.test(literal(text) ?? '')) yield { at: text.span, hidden: false }
  }
}

function* valuesAt(data: Data | undefined, path: readonly string[]): Generator<Data> {
  const [step, ...rest] = path
  if (!data) return
  if (data.kind === 'list') for (const item of data.items) yield* valuesAt(item, path)
  else if (data.kind === 'choice') for (const branch of [data.whenTrue, data.whenFalse]) yield* valuesAt(branch, path)
  else if (step === undefined) yield data
  else yield* valuesAt(member(data, step.split('|')), rest)
}
