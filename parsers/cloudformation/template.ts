import type { SourceFile } from '../../src/model/source'
import type { Data, ObjectData, Text } from '../../src/model/value'
import { entry, literal } from '../../src/model/value'

/** A parameter as declared. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface Parameter {
  readonly name: string
  readonly type: string
  readonly fallback: Data | undefined
  readonly allowedValues: readonly string[] | undefined
  readonly noEcho: boolean
  readonly key: Text
}

/** One entry of `Resources`, not evaluated yet. */
export interface RawResource {
  readonly id: string
  readonly key: Text
  readonly body: ObjectData
  /** The resource for whose sake a transform made this one; absent for what the template has itself. */
  readonly madeFor?: string
}

/** A template's sections as written. */
export interface Template {
  readonly source: SourceFile
  readonly root: ObjectData
  readonly parameters: ReadonlyMap<string, Parameter>
  /** Names of the macros in `Transform`, in order. */
  readonly transforms: readonly string[]
}

/** The sections of a template; undefined when the data is no object. */
export function readTemplate(source: SourceFile, data: Data): Template | undefined {
  if (data.kind !== 'object') return undefined
  return {
    source,
    root: data,
    parameters: readParameters(entry(data, 'Parameters')),
    transforms: transformNames(entry(data, 'Transform')),
  }
}

/** The names in a `Transform` section or `Fn::Transform`: a name, `{ Name }`, or a list of them. */
export function transformNames(data: Data | undefined): readonly string[] {
  if (data?.kind === 'list') return data.items.flatMap(transformNames)
  const name = data?.kind === 'object' ? entry(data, 'Name') : data
  const text = name?.kind === 'text' ? literal(name) : undefined
  return text === undefined ? [] : [text]
}

/** A literal string property of an object; undefined when it is missing or anything else. */
export function stringOf(data: Data | undefined, key: string): string | undefined {
  const value = entry(data, key)
  return value?.kind === 'text' ? literal(value) : undefined
}

function readParameters(data: Data | undefined): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>()
  if (data?.kind !== 'object') return parameters
  for (const { key, value } of data.entries) {
    const name = literal(key)
    if (name === undefined || value.kind !== 'object') continue
    parameters.set(name, {
      name,
      type: stringOf(value, 'Type') ?? 'String',
      fallback: entry(value, 'Default'),
      allowedValues: allowed(entry(value, 'AllowedValues')),
      noEcho: isTrue(entry(value, 'NoEcho')),
      key,
    })
  }
  return parameters
}

function allowed(data: Data | undefined): readonly string[] | undefined {
  if (data?.kind !== 'list') return undefined
  const values = data.items.map(scalarString)
  return values.every((value) => value !== undefined) ? values : undefined
}

/** A scalar as CloudFormation compares it; undefined for anything that is not one literal. */
export function scalarString(data: Data | undefined): string | undefined {
  if (data?.kind === 'text') return literal(data)
  if (data?.kind === 'number') return data.raw
  return data?.kind === 'boolean' ? String(data.value) : undefined
}

function isTrue(data: Data | undefined): boolean {
  return scalarString(data)?.toLowerCase() === 'true'
}
