import type { Span } from '../../src/model/source'
import type { Data } from '../../src/model/value'
import type { Decoration } from '../cloudformation'
import type { StackArtifact } from './assembly'
import type { Frame } from './frame'
import { type ConstructRecord, creationOf } from './metadata'
import { stringAt } from './nested'
import type { UserSource } from './user-source'

/**
 * Tells a template's resources which constructs they are and where those were made. Logical ids are unique in a
 * template alone, so a nested stack's are looked up below its own construct path.
 */
export class ConstructDirectory {
  readonly #stack: StackArtifact
  readonly #source: UserSource
  /** Construct paths by logical id, for the stack itself (`''`) and for each nested stack by its construct path. */
  readonly #paths = new Map<string, Map<string, string>>()

  constructor(stack: StackArtifact, source: UserSource, nestedPaths: readonly string[]) {
    this.#stack = stack
    this.#source = source
    const innermostFirst = [...nestedPaths].sort((a, b) => b.length - a.length)
    for (const { logicalId, path } of stack.records.values()) {
      if (logicalId === undefined) continue
      const owner = innermostFirst.find((nested) => path.startsWith(`${nested}/`)) ?? ''
      const known = this.#paths.get(owner) ?? new Map<string, string>()
      this.#paths.set(owner, known.set(logicalId, path))
    }
  }

  /** What to add to the resources of the stack's own template (`''`) or of a nested stack's. */
  decorate(owner: string): (logicalId: string, metadata: Data | undefined) => Decoration {
    return (logicalId, metadata) => {
      const path = this.#paths.get(owner)?.get(logicalId) ?? stringAt(metadata, 'aws:cdk:path')
      if (path === undefined) return {}
      const record = this.#stack.records.get(path)
      const trace = this.#source.spansOf(creationOf(path, this.#stack.records))
      const propertyTraces = record && this.#propertyTraces(record)
      return { constructPath: path, trace, ...(propertyTraces ? { propertyTraces } : {}) }
    }
  }

  #propertyTraces(record: ConstructRecord): ReadonlyMap<string, readonly Span[]> | undefined {
    const traces = new Map<string, readonly Span[]>()
    for (const [name, assignments] of record.properties) {
      const spans = this.#source.spansOf(theOnly(assignments))
      if (spans.length > 0) traces.set(name, spans)
    }
    return traces.size > 0 ? traces : undefined
  }
}

/** The frames of an assignment, when all of a property's come from one line: else nobody can tell which one it was. */
function theOnly(assignments: readonly (readonly Frame[])[]): readonly Frame[] {
  const [first = []] = assignments
  const isSame = (frames: readonly Frame[]): boolean =>
    frames[0]?.file === first[0]?.file && frames[0]?.line === first[0]?.line
  return assignments.every(isSame) ? first : []
}
