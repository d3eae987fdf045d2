import { SourceFile } from '../../src/model/source'
import { asText, type Data, entry, literal } from '../../src/model/value'
import { readJson } from '../located/json'
import { type Frame, readFrames } from './frame'

/** What CDKTF says of one element of a stack, in its `//` member. */
export interface ElementMetadata {
  /** `shop/worker/role`. */
  readonly constructPath: string
  /** Frames of user code, innermost first. Only CDKTF before 0.1 wrote them. */
  readonly frames: readonly Frame[]
}

/** The metadata of all resources and data sources of a `cdk.tf.json`, by address (`data.aws_iam_role.x`). */
export function readTerraformMetadata(path: string, text: string): ReadonlyMap<string, ElementMetadata> {
  const found = new Map<string, ElementMetadata>()
  // What is wrong with the file is said by the reader of Terraform, which reads it too.
  const { data } = readJson(new SourceFile(path, text))
  for (const section of ['resource', 'data'] as const) {
    for (const [type, elements] of members(entry(data, section))) {
      for (const [name, element] of members(elements)) {
        const metadata = metadataOf(element)
        if (metadata) found.set(`${section === 'data' ? 'data.' : ''}${type}.${name}`, metadata)
      }
    }
  }
  return found
}

function metadataOf(element: Data): ElementMetadata | undefined {
  const metadata = entry(entry(element, '//'), 'metadata')
  const path = asText(entry(metadata, 'path'))
  const constructPath = path && literal(path)
  if (constructPath === undefined) return undefined
  const trace = entry(metadata, 'stackTrace')
  const lines = trace?.kind === 'list' ? trace.items.flatMap((item) => literalOf(item) ?? []) : []
  return { constructPath, frames: readFrames(lines) }
}

function members(data: Data | undefined): [string, Data][] {
  if (data?.kind !== 'object') return []
  return data.entries.flatMap(({ key, value }) => {
    const name = literal(key)
    return name === undefined || name === '//' ? [] : [[name, value] as [string, Data]]
  })
}

function literalOf(data: Data): string | undefined {
  const text = asText(data)
  return text && literal(text)
}
