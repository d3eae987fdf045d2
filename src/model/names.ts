import type { Resource } from './resource'
import { display, literal, type Text } from './value'

/** A name as AWS will know it; where nobody knows that yet, the construct's path or the name in code. */
export function readableName(name: Text | undefined, resource: Resource): string {
  if (name && literal(name) !== undefined) return display(name)
  return resource.constructPath?.replace(/\/Resource$/, '') ?? resource.name
}
