import type { Diagnostic } from '../../src/model/diagnostic'
import type { Span } from '../../src/model/source'
import { entry } from '../../src/model/value'
import { macroNote } from './evaluate/include'
import type { RawResource, Template } from './template'
import { stringOf } from './template'

/** What deployment adds to a template that nobody can see in it: macros and modules, each said once. */
export function templateNotes(template: Template, resources: ReadonlyMap<string, RawResource>): Diagnostic[] {
  const transform = entry(template.root, 'Transform')
  const macros = template.transforms.filter((name) => !name.startsWith('AWS::'))
  const notes = macros.map((name) => note('macro', macroNote(name), transform?.span))
  for (const resource of resources.values()) {
    const type = stringOf(resource.body, 'Type')
    if (!type?.endsWith('::MODULE')) continue
    notes.push(note('module', `The resources of the module ${type} are not in this template`, resource.key.span))
  }
  return notes.map((one) => (one.file === '' ? { ...one, file: template.source.path } : one))
}

/** A nested stack whose template is not in the scan. */
export function nestedStackNote(logicalId: string, span: Span): Diagnostic {
  return note('nested-stack', `The template of the nested stack ${logicalId} is not among the scanned files`, span)
}

function note(kind: string, message: string, span: Span | undefined): Diagnostic {
  const about = { level: 'note', kind, message, file: span?.source.path ?? '' } as const
  return span ? { ...about, span } : about
}
