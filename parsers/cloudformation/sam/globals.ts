import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource, Template } from '../template'
import { scalarString } from '../template'

/** `Globals` sections by the type that they are for. */
const sections: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::HttpApi': 'HttpApi',
  'AWS::Serverless::WebSocketApi': 'WebSocketApi',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
  'AWS::Serverless::StateMachine': 'StateMachine',
  'AWS::Serverless::LayerVersion': 'LayerVersion',
  'AWS::Serverless::CapacityProvider': 'CapacityProvider',
}

/** Values that cannot be merged: what a resource says replaces them. */
const nothing: ObjectData['entries'] = []

/**
 * The properties of a resource with those of `Globals`: maps are merged, lists joined with the global one first, and
 * of anything else the resource's own counts. `IgnoreGlobals` beside the properties keeps some or all of them out.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(template: Template, resource: RawResource, type: string): ObjectData {
  const own = entry(resource.body, 'Properties')
  const empty: ObjectData = { kind: 'object', entries: nothing, span: resource.body.span }
  const properties = own?.kind === 'object' ? own : empty
  const global = wanted(globalsOf(template, type), entry(resource.body, 'IgnoreGlobals'))
  const merged = global ? merge(global, properties, 0) : properties
  return merged.kind === 'object' ? merged : properties
}

/** What `Globals` says of a type; undefined for nothing. */
export function globalsOf(template: Template, type: string): ObjectData | undefined {
  const section = sections[type]
  const global = section && entry(entry(template.root, 'Globals'), section)
  return global && global.kind === 'object' ? global : undefined
}

/** Without what the resource does not want: everything (`*`), or properties by name. */
function wanted(global: ObjectData | undefined, ignored: Data | undefined): ObjectData | undefined {
  if (!global || !ignored) return global
  const names = (ignored.kind === 'list' ? ignored.items : [ignored]).map(scalarString)
  if (names.includes('*')) return undefined
  return { ...global, entries: global.entries.filter((one) => !names.includes(literal(one.key) ?? '')) }
}

function merge(global: Data, own: Data, depth: number): Data {
  if (depth > 50) return own
  if (global.kind === 'list' && own.kind === 'list') return { ...own, items: [...global.items, ...own.items] }
  if (global.kind !== 'object' || own.kind !== 'object' || isFunction(global) || isFunction(own)) return own
  const names = new Set(own.entries.map((one) => literal(one.key)))
  const inherited = global.entries.filter((one) => !names.has(literal(one.key)))
  const merged = own.entries.map((one): Entry => {
    const base = entry(global, literal(one.key) ?? '')
    return base ? { key: one.key, value: merge(base, one.value, depth + 1) } : one
  })
  return { ...own, entries: [...inherited, ...merged] }
}

function isFunction(data: ObjectData): boolean {
  const name = data.entries.length === 1 ? literal((data.entries[0] as Entry).key) : undefined
  return name === 'Ref' || name?.startsWith('Fn::') === true
}
