import { type Frame, isThroughKernel, readFrames } from './frame'

/** What an assembly says of one construct. */
export interface ConstructRecord {
  /** `Shop/Worker/ServiceRole/Resource`, without the leading slash that the assembly writes. */
  readonly path: string
  /** Set for constructs that are elements of a template. */
  logicalId: string | undefined
  /** Set for stacks and nested stacks by today's library: the template, relative to the assembly. */
  templateFile: string | undefined
  /** Frames of user code at which it was made, innermost first; empty when none was recorded. */
  creation: readonly Frame[]
  /** Frames of the library alone were recorded: the trace ended before it came to user code. */
  cut: boolean
  /** Its trace was recorded for an app in another language, and has no line of that. */
  foreign: boolean
  /** Frames of user code for every assignment of a property, by the property's name in CloudFormation. */
  readonly properties: Map<string, readonly Frame[][]>
}

/** Steps of a construct path; apps have some ten. */
const deepestPath = 200

interface Entry {
  readonly type?: unknown
  readonly data?: unknown
  readonly trace?: unknown
}

/**
 * Reads the metadata of a stack: `artifacts.<stack>.metadata` of a manifest, or `<stack>.metadata.json`. Both are
 * objects of lists of `{type, data, trace?}` by construct path. What has another shape is passed over.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_cloud-assembly-schema.MetadataEntry.html
 */
export function readMetadata(metadata: unknown, into: Map<string, ConstructRecord>): void {
  if (typeof metadata !== 'object' || metadata === null) return
  for (const [key, entries] of Object.entries(metadata)) {
    if (!Array.isArray(entries)) continue
    const path = key.replace(/^\//, '')
    const record = into.get(path) ?? emptyRecord(path)
    for (const entry of entries as (Entry | null)[]) {
      if (typeof entry === 'object' && entry !== null) readEntry(entry, record)
    }
    into.set(path, record)
  }
}

function emptyRecord(path: string): ConstructRecord {
  return {
    path,
    logicalId: undefined,
    templateFile: undefined,
    creation: [],
    cut: false,
    foreign: false,
    properties: new Map(),
  }
}

function readEntry(entry: Entry, record: ConstructRecord): void {
  const { type, data } = entry
  if (type === 'aws:cdk:logicalId' && typeof data === 'string') {
    record.logicalId = data
    // Libraries before 2026 keep the place of creation here, and only when asked to (`CDK_DEBUG`, `--debug`).
    if (record.creation.length === 0) readCreation(strings(entry.trace), record)
  } else if (type === 'aws:cdk:creationStack') {
    readCreation(strings(data), record)
  } else if (type === 'aws:cdk:templateFile' && typeof data === 'string') {
    record.templateFile = data
  } else if (type === 'aws:cdk:propertyAssignment' && typeof data === 'object' && data !== null) {
    readAssignment(data as { propertyName?: unknown; stackTrace?: unknown }, record)
  }
}

function readCreation(lines: readonly string[], record: ConstructRecord): void {
  const frames = readFrames(lines)
  if (frames.length > 0) record.creation = frames
  else {
    record.cut ||= lines.some((line) => line.startsWith('(no user code in '))
    record.foreign ||= isThroughKernel(lines)
  }
}

/** Recorded under `CDK_DEBUG` alone. */
function readAssignment(data: { propertyName?: unknown; stackTrace?: unknown }, record: ConstructRecord): void {
  const frames = readFrames(strings(data.stackTrace))
  if (typeof data.propertyName !== 'string' || frames.length === 0) return
  const earlier = record.properties.get(data.propertyName) ?? []
  record.properties.set(data.propertyName, [...earlier, [...frames]])
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/**
 * Frames of the construct, or, where the library recorded none of the user's (a default policy that a grant filled
 * deep inside the library), those of the nearest construct around it: of its main resource, which the CDK calls
 * `Resource` or `Default`, or of itself. Empty when not even the stack has any.
 */
export function creationOf(path: string, records: ReadonlyMap<string, ConstructRecord>): readonly Frame[] {
  const own = records.get(path)?.creation
  if (own && own.length > 0) return own
  const steps = path.split('/')
  if (steps.length > deepestPath) return []
  for (let length = steps.length - 1; length > 0; length--) {
    const owner = steps.slice(0, length).join('/')
    for (const candidate of [`${owner}/Resource`, `${owner}/Default`, owner]) {
      const frames = records.get(candidate)?.creation
      if (frames && frames.length > 0) return frames
    }
  }
  return []
}
