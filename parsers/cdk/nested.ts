import { dirname, join, normalize } from 'node:path/posix'
import { asText, type Data, entry, literal } from '../../src/model/value'
import type { StackArtifact } from './assembly'

/** A nested stack that a template creates. */
export interface NestedStack {
  readonly logicalId: string
  /** Its template, as a path of the scan. */
  readonly template: string
  /** `Shop/Batch`, the construct that holds the nested stack's own; undefined when nothing tells it. */
  readonly constructPath: string | undefined
}

/**
 * The nested stacks of a template, whose URLs are known only after the deployment. Libraries of 2026 name the template
 * in the metadata of the nested stack's construct; the CLI leaves its path in the resource (`aws:asset:path`); the URL
 * ends in the hash of the asset; and the file is named after the construct. `names` are the files beside the template.
 */
export function nestedStacksOf(template: Data, stack: StackArtifact, names: readonly string[]): NestedStack[] {
  const resources = entry(template, 'Resources')
  const paths = nestedPaths(stack)
  const found: NestedStack[] = []
  for (const { key, value } of resources?.kind === 'object' ? resources.entries : []) {
    if (stringAt(value, 'Type') !== 'AWS::CloudFormation::Stack') continue
    const logicalId = literal(key) ?? ''
    const written = stringAt(entry(value, 'Metadata'), 'aws:cdk:path')
    const constructPath = ownerPath(written) ?? paths.get(logicalId)
    const path = templateOf(value, constructPath, stack, names)
    if (path !== undefined) found.push({ logicalId, template: path, constructPath })
  }
  return found
}

function templateOf(
  resource: Data,
  constructPath: string | undefined,
  stack: StackArtifact,
  names: readonly string[],
): string | undefined {
  const named = constructPath === undefined ? undefined : stack.records.get(constructPath)?.templateFile
  const asset = named ?? stringAt(entry(resource, 'Metadata'), 'aws:asset:path')
  if (asset !== undefined) return inDirectory(stack, asset)
  const hash = hashIn(entry(entry(resource, 'Properties'), 'TemplateURL'), 0)
  const hashed = hash === undefined ? undefined : stack.assets.get(hash)
  const name = hashed === undefined && constructPath !== undefined ? nameAfter(constructPath, names) : undefined
  return name === undefined ? hashed : inDirectory(stack, name)
}

/** The one file of a nested stack that is named after a construct: its path without separators, and a hash. */
function nameAfter(constructPath: string, names: readonly string[]): string | undefined {
  const plain = constructPath.replace(/[^A-Za-z0-9]/g, '')
  const isOf = (name: string): boolean =>
    name.startsWith(plain) && /^[0-9A-F]{8}\.nested\.template\.json$/.test(name.slice(plain.length))
  const found = names.filter(isOf)
  return found.length === 1 ? found[0] : undefined
}

function inDirectory(stack: StackArtifact, path: string): string {
  return normalize(join(dirname(stack.template), path))
}

/** The owners of nested stacks by the logical id of their resource. */
function nestedPaths(stack: StackArtifact): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  for (const { logicalId, path } of stack.records.values()) {
    const owner = ownerPath(path)
    if (logicalId !== undefined && owner !== undefined) paths.set(logicalId, owner)
  }
  return paths
}

/** `Shop/Batch` for `Shop/Batch.NestedStack/Batch.NestedStackResource`, the path of its resource. */
function ownerPath(path: string | undefined): string | undefined {
  if (!path?.endsWith('.NestedStackResource')) return undefined
  return /^(.*)\.NestedStack\/[^/]*\.NestedStackResource$/.exec(path)?.[1]
}

/** The hash of a file asset in the pieces of a URL: `.../<64 hexadecimal digits>.json`. */
function hashIn(data: Data | undefined, depth: number): string | undefined {
  if (!data || depth > 16) return undefined
  if (data.kind === 'text') return /([0-9a-f]{64})(?:\.template)?\.json$/.exec(literal(data) ?? '')?.[1]
  const parts = data.kind === 'list' ? data.items : data.kind === 'object' ? data.entries.map((one) => one.value) : []
  for (const part of parts) {
    const found = hashIn(part, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** A literal string member. */
export function stringAt(data: Data | undefined, key: string): string | undefined {
  const found = asText(entry(data, key))
  return found && literal(found)
}
