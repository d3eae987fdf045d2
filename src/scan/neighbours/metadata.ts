import type { Finding } from '../../model/finding'
import type { IamModel } from '../../model/iam'
import { member, type Resource } from '../../model/resource'
import type { Span } from '../../model/source'
import { asText, type Data, literal } from '../../model/value'
import type { Neighbour } from './names'

/** What a neighbour's entry in a resource's `Metadata` ignores. */
export interface MetadataSkip {
  readonly neighbour: Neighbour
  readonly written: string
  readonly id: string
  readonly reason: string
  readonly resource: Resource
  readonly at: Span
  /** The entry itself. */
  readonly item: Data
  readonly covers: (finding: Finding) => boolean
}

const lists = [
  { neighbour: 'cfn_nag', path: ['cfn_nag', 'rules_to_suppress'], reason: 'reason' },
  { neighbour: 'cdk_nag', path: ['cdk_nag', 'rules_to_suppress'], reason: 'reason' },
  { neighbour: 'checkov', path: ['checkov', 'skip'], reason: 'comment' },
] as const

/**
 * The ignores of neighbours in the metadata of resources, in order: cfn_nag's and cdk-nag's `rules_to_suppress`, checkov's
 * `skip`. https://github.com/stelligent/cfn_nag#per-resource-rule-suppression
 * https://github.com/cdklabs/cdk-nag#suppressing-a-rule
 * https://www.checkov.io/7.Scan%20Examples/Cloudformation.html
 */
export function metadataSkips(model: IamModel, neighbours: ReadonlySet<Neighbour>): readonly MetadataSkip[] {
  const all: MetadataSkip[] = []
  for (const resource of model.resources) {
    if (!resource.metadata) continue
    const found: MetadataSkip[] = []
    for (const { neighbour, path, reason } of lists) {
      if (!neighbours.has(neighbour)) continue
      const list = path.reduce<Data | undefined>((data, step) => data && member(data, [step]), resource.metadata)
      const items = list?.kind === 'list' ? list.items : list ? [list] : []
      for (const item of items) found.push(...readItem(resource, item, neighbour, reason))
    }
    all.push(...found.sort((one, other) => one.at.start - other.at.start))
  }
  return all
}

function readItem(resource: Resource, item: Data, neighbour: Neighbour, key: string): MetadataSkip[] {
  const id = textOf(item, 'id')
  if (id === undefined) return []
  const given = textOf(item, key) ?? ''
  // cdk-nag encodes a reason that holds what CloudFormation would not take.
  const encoded = textOf(item, 'is_reason_encoded') === 'true'
  const reason = (encoded ? Buffer.from(given, 'base64').toString('utf8') : given).replace(/\s+/g, ' ').trim()
  const limits = appliesTo(item)
  const covers = (finding: Finding): boolean =>
    isOn(resource, finding) && (limits === undefined || limits.some((limit) => isFor(limit, finding)))
  return [{ neighbour, written: `${neighbour} ${id}`, id, reason, resource, at: item.span, item, covers }]
}

/** Whether a finding is about a resource, or about a document that it holds. */
export function isOn({ address, scope }: Resource, finding: Finding): boolean {
  return finding.resource.scope === scope && (finding.resource.address === address || finding.definedIn === address)
}

function textOf(item: Data, name: string): string | undefined {
  const text = asText(member(item, [name]))
  return text && literal(text)?.trim()
}

/** cdk-nag's `applies_to`, each entry as text; undefined where there is none and the whole rule is meant. */
function appliesTo(item: Data): readonly string[] | undefined {
  const list = member(item, ['applies_to'])
  if (!list) return undefined
  const entries = list.kind === 'list' ? list.items : [list]
  return entries.flatMap((entry) => {
    const text = asText(entry)
    return text ? [literal(text) ?? ''] : []
  })
}

/**
 * Whether cdk-nag's name of a finding (`Action::s3:*`, `Resource::*`, `Policy::arn:<AWS::Partition>:iam::aws:policy/X`) is
 * what one of ours says, all of it. Names of single resources and patterns are not: ours are told by their actions.
 */
function isFor(limit: string, { check, subjects }: Finding): boolean {
  const [kind = '', name = ''] = limit.split(/::(.*)/s)
  if (kind === 'Resource') return name === '*' && check === 'wildcard-resource'
  const wanted = kind === 'Policy' ? name.replace(/^.*:policy\//, '') : kind === 'Action' ? name : ''
  if (wanted === '' || subjects.length === 0) return false
  const tail = wanted.replace(/^.*\//, '')
  return subjects.every((subject) => [wanted, ...(kind === 'Policy' ? [tail] : [])].includes(subject))
}
