import { yamlReader } from '../../../parsers/located/yaml'
import { readText } from '../../../parsers/cloudformation/read'
import { loadStacks } from '../../../parsers/cloudformation/stack-set'
import type { FileTree } from '../../../src/model/files'
import { SourceFile } from '../../../src/model/source'
import type { Data, Text } from '../../../src/model/value'
import { display } from '../../../src/model/value'

/** A file tree of texts by path. */
export function treeOf(texts: Readonly<Record<string, string>>): FileTree {
  return {
    read: (path) => texts[path],
    readBytes: () => undefined,
    kindOf: (path) => (texts[path] === undefined ? undefined : 'file'),
    list: () => [],
  }
}

/** Templates by path, loaded together. */
export async function load(texts: Readonly<Record<string, string>>, parameters: Readonly<Record<string, string>> = {}) {
  const yaml = await yamlReader()
  const inputs = Object.entries(texts).flatMap(([path, content]) => {
    const reading = readText(new SourceFile(path, content), yaml)
    return reading.documents.map((data) => ({ source: reading.source, data, parameters }))
  })
  return loadStacks(inputs, treeOf(texts), yaml)
}

/** Data as plain values, holes as `${expression}`, choices and unknown numbers of items spelled out. */
export function plain(data: Data | undefined): unknown {
  switch (data?.kind) {
    case undefined:
      return undefined
    case 'text':
      return shown(data)
    case 'number':
    case 'boolean':
      return data.value
    case 'null':
      return null
    case 'list':
      return data.items.map(plain)
    case 'object':
      return Object.fromEntries(data.entries.map((one) => [shown(one.key), plain(one.value)]))
    case 'unknown':
      return `${data.many ? '...' : ''}\${${data.hole.expression}}`
    case 'choice':
      return { if: data.condition, yes: plain(data.whenTrue), no: plain(data.whenFalse) }
  }
}

function shown(text: Text): string {
  return display(text)
}
