import type { Report } from '../src/model/finding'
import type { IamModel } from '../src/model/iam'
import { property, type Resource } from '../src/model/resource'
import { contains, type Span } from '../src/model/source'
import { asText, type Data, type Hole, holes, literal } from '../src/model/value'
import { defineCheck } from './check'
import { credentialPlaces } from './credential-places'
import { nameOfMention, nameOfResource } from './describe'
import { isOn, literalOf } from './setting'

/** The secret of a key, and the SMTP password that is made from it, by the native type of the key. */
const secrets: Readonly<Record<string, ReadonlySet<string>>> = {
  aws_iam_access_key: new Set(['secret', 'ses_smtp_password', 'ses_smtp_password_v4']),
  'AWS::IAM::AccessKey': new Set(['SecretAccessKey']),
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key#attribute-reference */
export default defineCheck({
  id: 'access-key-secret-in-state',
  title: 'Secret of an access key in plain text',
  severity: 'high',
  confidence: 'high',
  on: 'model',
  tags: ['credentials', 'secrets'],
  maps: { kics: ['IAM Access Key Is Exposed'], terrascan: ['AC_AWS_0133'] },
  since: '0.1.0',
  *run(model) {
    if (model.accessKeys.length === 0) return
    yield* inState(model)
    for (const resource of model.resources) {
      for (const [name, data] of shownBy(resource)) yield* shown(resource, name, data)
    }
  },
})

/** The provider keeps the secret in the state, where it is plain text unless a PGP key encrypts it. */
function* inState(model: IamModel): Generator<Report> {
  for (const key of model.accessKeys) {
    const { resource, pgpKey, user } = key
    if (resource.type !== 'aws_iam_access_key' || (pgpKey && pgpKey.kind !== 'null')) continue
    if (literalOf(key.status)?.toLowerCase() === 'inactive') continue
    // A key of root is worse, and is root-access-key's to report.
    if (user && literal(user.text) === 'root') continue
    const whose = user ? ` of user '${nameOfMention(user)}'` : ''
    yield {
      at: resource.span,
      resource,
      message: `The secret of the access key${whose} lies in the state in plain text: whoever can read the state can act as the user.`,
      key: 'state',
      subjects: user ? [nameOfMention(user)] : [],
      fix: { description: 'Use a role and drop the key; where there must be one, set pgp_key.' },
    }
  }
}

/** What a resource shows to those who may describe it. */
function* shownBy(resource: Resource): Generator<[string, Data | undefined]> {
  if (resource.type === 'output') {
    const isHidden = isOn(property(resource, ['sensitive']), false) === 'yes'
    if (!isHidden) yield ['this output', property(resource, ['value'])]
  }
  // What is not asked for is not evaluated: this is every resource of an estate.
  if (resource.canonicalType === 'AWS::SSM::Parameter') {
    if (literalOf(property(resource, ['Type'])) === 'SecureString') return
  }
  for (const path of credentialPlaces[resource.canonicalType] ?? [])
    yield [`its ${path.at(-1)}`, property(resource, path)]
}

function* shown(resource: Resource, place: string, data: Data | undefined): Generator<Report> {
  for (const { hole, at } of holesIn(data)) {
    const { symbol } = hole
    if (!symbol || !secrets[symbol.type]?.has(symbol.attribute)) continue
    const who = resource.type === 'output' ? 'sees the outputs' : `may look at '${nameOfResource(resource)}'`
    yield {
      at,
      resource,
      message: `The secret of access key '${symbol.address}' is shown in plain text by ${place}: whoever ${who} can act as its user.`,
      key: `${place} ${symbol.address}`,
      subjects: [symbol.address],
      fix: { description: 'Keep it in Secrets Manager, or better, use a role and drop the key.' },
    }
  }
}

interface FoundHole {
  readonly hole: Hole
  /** Where the secret is mentioned: the way that it took here begins there. */
  readonly at: Span
}

function* holesIn(data: Data | undefined, depth = 0): Generator<FoundHole> {
  if (!data || depth > 12) return
  const text = asText(data)
  for (const hole of text ? holes(text) : []) {
    const isMention = contains(data.span, hole.span)
    yield { hole, at: isMention ? hole.span : (text?.via?.[0] ?? data.span) }
  }
  if (data.kind === 'list') for (const item of data.items) yield* holesIn(item, depth + 1)
  if (data.kind === 'object') for (const child of data.entries) yield* holesIn(child.value, depth + 1)
  if (data.kind === 'choice') {
    yield* holesIn(data.whenTrue, depth + 1)
    yield* holesIn(data.whenFalse, depth + 1)
  }
}
