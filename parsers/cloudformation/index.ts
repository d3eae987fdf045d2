import type { Diagnostic } from '../../src/model/diagnostic'
import { type Parsed, type Parser, parametersOf } from '../parser'
import { yamlReader } from '../located/yaml'
import { readFile } from './read'
import { recogniseTemplate } from './recognise'
import { mapTemplateResources } from './resources/index'
import type { StackInput } from './stack-set'
import { loadStacks } from './stack-set'

export { mapTemplateResources } from './resources/index'
export { recogniseTemplate } from './recognise'
export { readFile, readText } from './read'
export { loadStacks, type LoadedStacks, type StackInput } from './stack-set'
export type { Decoration } from './stack'

/** Reads every CloudFormation and SAM template of a scan together, so that exports meet imports. */
export const parseCloudFormation: Parser<'cloudformation'> = async (input, files, settings): Promise<Parsed> => {
  const yaml = await yamlReader()
  const diagnostics: Diagnostic[] = []
  const parsed: string[] = []
  const failed: string[] = []
  const inputs: StackInput[] = []
  for (const path of input.files) {
    const reading = readFile(path, files, yaml)
    diagnostics.push(...(reading?.diagnostics ?? [unreadable(path)]))
    if (!reading || reading.documents.length === 0) {
      failed.push(path)
      continue
    }
    parsed.push(path)
    const templates = reading.documents.filter(recogniseTemplate)
    if (templates.length === 0) diagnostics.push(noTemplate(path))
    for (const [index, data] of templates.entries()) {
      const scope = index === 0 ? path : `${path}#${index + 1}`
      inputs.push({ source: reading.source, data, scope, parameters: parametersOf(path, settings) })
    }
  }
  const loaded = loadStacks(inputs, files, yaml)
  const { model, unresolved } = mapTemplateResources(loaded.resources)
  diagnostics.push(...loaded.diagnostics)
  const nested = loaded.stacks.map((stack) => stack.template.source.path)
  parsed.push(...new Set(nested.filter((path) => !parsed.includes(path))))
  return { model, diagnostics, unresolved, parsed, failed, templates: inputs.map(({ source }) => source.path) }
}

function unreadable(path: string): Diagnostic {
  return { level: 'error', kind: 'unreadable', message: 'The file could not be read', file: path }
}

function noTemplate(path: string): Diagnostic {
  const message = 'The file holds no CloudFormation resources that a template could deploy'
  return { level: 'note', kind: 'not-a-template', message, file: path }
}
