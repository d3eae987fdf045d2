import { SourceFile, type Span } from '../../src/model/source'
import type { Data, Text, TextPart } from '../../src/model/value'
import { ComposedText } from '../policy/composed-text'
import type { YamlReader } from '../located/yaml'
import { readText } from './read'

/** Stands for a hole while the text is read: a character of the private use area, which YAML takes. */
const standIn = '\ue000'

/**
 * A template inside a text (`TemplateBody` of a StackSet) as data, every place in the file that the text stands in.
 * Undefined when it cannot be read.
 */
export function readEmbedded(text: Text, yaml: YamlReader): Data | undefined {
  const composed = new ComposedText(text)
  const source = new SourceFile(text.span.source.path, composed.characters.replaceAll('\uffff', standIn))
  const data = readText(source, yaml).documents[0]
  return data && relocate(data, source, composed)
}

function relocate(data: Data, source: SourceFile, composed: ComposedText): Data {
  const place = (span: Span): Span => (span.source === source ? composed.spanOf(span.start, span.end) : span)
  const span = place(data.span)
  switch (data.kind) {
    case 'text':
      return relocateText(data, source, composed)
    case 'list':
      return { ...data, items: data.items.map((item) => relocate(item, source, composed)), span }
    case 'object': {
      const entries = data.entries.map(({ key, value }) => ({
        key: relocateText(key, source, composed),
        value: relocate(value, source, composed),
      }))
      return { ...data, entries, span }
    }
    default:
      return { ...data, span }
  }
}

function relocateText(text: Text, source: SourceFile, composed: ComposedText): Text {
  const parts = text.parts.flatMap((part): readonly TextPart[] => {
    if (part.kind === 'hole' || part.span.source !== source) return [part]
    if (part.exact) return composed.partsOf(part.span.start, part.span.end)
    return [{ ...part, span: composed.spanOf(part.span.start, part.span.end) }]
  })
  return { ...text, parts, span: composed.spanOf(text.span.start, text.span.end) }
}
