import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { Evaluator } from './evaluator'
import { expandLoops, hasLoop } from './for-each'
import { transformed } from './include'

/** The entries of a section (`Resources`, `Outputs` ...), loops written out and includes read. */
export function sectionEntries(root: ObjectData, section: string, evaluator: Evaluator): readonly Entry[] {
  return [root, ...includedRoots(root, evaluator)].flatMap((one) => entriesOf(one, section, evaluator))
}

/** A section as one object, with what is included into it; undefined when there is none. */
export function includedSection(root: ObjectData, section: string, evaluator: Evaluator): ObjectData | undefined {
  const entries = sectionEntries(root, section, evaluator)
  return entries.length === 0 ? undefined : { kind: 'object', entries, span: root.span }
}

/** What `AWS::Include` adds at the top of a template. */
function includedRoots(root: ObjectData, evaluator: Evaluator): readonly ObjectData[] {
  const transform = entry(root, 'Transform')
  const items = transform?.kind === 'list' ? transform.items : transform ? [transform] : []
  return items.flatMap((item) => {
    if (item.kind !== 'object' || stringOf(item, 'Name') !== 'AWS::Include') return []
    const { value } = transformed(item, item.span, evaluator)
    return value.kind === 'object' ? [value] : []
  })
}

function entriesOf(root: ObjectData, section: string, evaluator: Evaluator): readonly Entry[] {
  const data = entry(root, section)
  if (data?.kind !== 'object') return []
  const entries = hasLoop(data) ? expandLoops(data, evaluator, evaluator.loops) : data.entries
  return withIncludes(entries, evaluator)
}

function withIncludes(entries: readonly Entry[], evaluator: Evaluator): readonly Entry[] {
  return entries.flatMap((one) => {
    if (literal(one.key) !== 'Fn::Transform') return [one]
    return transformed(one.value, one.key.span, evaluator).entries
  })
}

/** A section as a map by name; of two equal names the last counts, as CloudFormation reads duplicate keys. */
export function sectionMap(entries: readonly Entry[]): Map<string, Data> {
  const map = new Map<string, Data>()
  for (const { key, value } of entries) {
    const name = literal(key)
    if (name !== undefined) map.set(name, value)
  }
  return map
}

/** The resources of a section; an entry without an object is none. */
export function rawResources(entries: readonly Entry[], evaluator: Evaluator): Map<string, RawResource> {
  const resources = new Map<string, RawResource>()
  for (const { key, value } of entries) {
    const id = literal(key)
    if (id === undefined || value.kind !== 'object') continue
    if (resources.has(id)) {
      evaluator.complain('duplicate-resource', `${id} stands here a second time: this one counts`, key.span)
    }
    const body = entry(value, 'Fn::Transform') ? { ...value, entries: withIncludes(value.entries, evaluator) } : value
    resources.set(id, { id, key, body })
  }
  return resources
}
