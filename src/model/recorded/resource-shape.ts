import type { Framework, Resource } from '../resource'
import { type Entry, literal, type ObjectData } from '../value'
import { lost, oneOf, optional, type Shape, some, string, struct } from './shape'
import { guardShape, spanShape, textShape } from './value-shapes'

/** What is kept of a resource's arguments: those that name it, by which policies are joined with it. */
const naming: ReadonlySet<string> = new Set([
  ...['bucket', 'name', 'function_name', 'repository', 'domain_name', 'path'],
  ...['BucketName', 'FunctionName', 'Path'],
])

interface Argument {
  readonly key: Entry['key']
  readonly value: Entry['key']
}

const argument = struct<Argument>({ key: textShape, value: textShape })

const wholeResource = struct<Omit<Resource, 'body' | 'properties'>>({
  address: string,
  type: string,
  canonicalType: string,
  framework: oneOf<Framework>('terraform', 'terraform-plan', 'cloudformation', 'cdk', 'cdktf', 'account'),
  name: string,
  scope: string,
  app: optional(string),
  span: spanShape,
  constructPath: optional(string),
  moduleCalls: some(spanShape),
  trace: some(spanShape),
  propertyTraces: lost(undefined),
  sourceGuess: lost(undefined),
  guards: some(guardShape),
  metadata: lost(undefined),
  madeFor: optional(string),
})

const namingShape = struct<{ readonly naming: readonly Argument[] }>({ naming: some(argument) })

/** A resource without its arguments but those that name it: the rest is for checks, and may hold secrets. */
export const resourceShape: Shape<Resource> = {
  write(resource, to) {
    const given = to.namedTypes.has(resource.canonicalType) ? namingOf(resource) : []
    return { ...(wholeResource.write(resource, to) as object), ...(namingShape.write({ naming: given }, to) as object) }
  },
  read(json, from) {
    const resource = wholeResource.read(json, from)
    const properties: ObjectData = { kind: 'object', entries: namingShape.read(json, from).naming, span: resource.span }
    return { ...resource, body: resource.span, properties }
  },
}

function namingOf({ properties }: Resource): readonly Argument[] {
  return properties.entries.flatMap(({ key, value }) =>
    value.kind === 'text' && naming.has(literal(key) ?? '') ? [{ key, value }] : [],
  )
}
