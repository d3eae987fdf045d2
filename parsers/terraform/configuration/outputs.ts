import type { Resource } from '../../../src/model/resource'
import type { Data, ObjectData } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import { toData } from '../evaluate/data'
import { nullValue } from '../evaluate/value'
import type { ModuleInstance } from './module-instance'

/**
 * The outputs of a root module as resources of the type `output`, with the properties `value` and `sensitive`: what
 * they show leaves the code. A sensitive value is a hole without symbol. The value is evaluated when it is read.
 * https://developer.hashicorp.com/terraform/language/values/outputs
 */
export function outputResources(root: ModuleInstance): Resource[] {
  const [first] = root.declaration.outputs.values()
  if (!first) return []
  const values = root.outputs(first.span)
  return [...root.declaration.outputs.values()].map(({ name, span, sensitive, value: expression }) => {
    let known: Data | undefined
    const key = (word: string) => text(word, span)
    const properties: ObjectData = {
      kind: 'object',
      span,
      entries: [
        {
          key: key('value'),
          get value() {
            const value = () => (values.kind === 'object' ? values.entries.get(name)?.value : undefined)
            known ??= toData(value() ?? nullValue(span))
            return known
          },
        },
        { key: key('sensitive'), value: { kind: 'boolean', value: sensitive, span } },
      ],
    }
    const body = expression ? { ...span, end: Math.max(span.end, expression.span.end) } : span
    const about = { address: `output.${name}`, type: 'output', canonicalType: 'output', name }
    const scope = root.rootDirectory === '' ? '.' : root.rootDirectory
    return { ...about, framework: 'terraform', scope, span, body, moduleCalls: [], trace: [], guards: [], properties }
  })
}
