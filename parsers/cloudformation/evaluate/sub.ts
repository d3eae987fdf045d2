import type { Data, Text, TextPart } from '../../../src/model/value'
import { asText, entry, text } from '../../../src/model/value'
import { ComposedText } from '../../policy/composed-text'
import type { Maybe } from './choice'
import { distribute } from './choice'
import { boundedText, unknown, unknownBecause } from './hole'
import { joinItems } from './join'
import type { References } from './reference'
import type { Evaluation } from './state'

const variable = /\$\{([^{}]*)\}/g

/** A piece of `Fn::Sub`'s text: literal parts, or a value that conditions may choose. */
type Piece = { readonly parts: readonly TextPart[] } | { readonly value: Maybe }

/**
 * `Fn::Sub`: `${Name}` is the map's value, a parameter or a resource's `Ref`, `${Name.Attribute}` its attribute,
 * `${!Literal}` stays. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function substitute(argument: Data, span: Data['span'], evaluation: Evaluation, references: References): Maybe {
  const template = argument.kind === 'list' ? argument.items[0] : argument
  const map = argument.kind === 'list' ? argument.items[1] : undefined
  const source = asText(template)
  if (!source) return unknown(span, 'invalid')
  const pieces = readPieces(source, map, evaluation, references)
  const values = pieces.map((piece) => ('value' in piece ? piece.value : undefined))
  return distribute(values, span, (settled) => {
    const parts: TextPart[] = []
    for (const [index, piece] of pieces.entries()) {
      if ('parts' in piece) parts.push(...piece.parts)
      else {
        // AWS::NoValue in a text leaves nothing there.
        if (!settled[index]) continue
        const value = textOf(settled[index])
        if (!value) return unknownBecause(span, [settled[index]])
        parts.push(...value.parts)
      }
    }
    return boundedText(parts, source.span)
  })
}

function readPieces(source: Text, map: Data | undefined, evaluation: Evaluation, references: References): Piece[] {
  const composed = new ComposedText(source)
  const pieces: Piece[] = []
  // Each value is worked out once, however often the text has it.
  const mapped = new Map<string, Maybe>()
  let at = 0
  for (const match of composed.characters.matchAll(variable)) {
    const name = (match[1] as string).trim()
    const end = match.index + match[0].length
    pieces.push({ parts: composed.partsOf(at, match.index) })
    if (name.startsWith('!')) {
      const mark = match.index + match[0].indexOf('!')
      pieces.push({ parts: composed.partsOf(match.index, mark) })
      pieces.push({ parts: composed.partsOf(mark + 1, end) })
    } else {
      const span = composed.spanOf(match.index, end)
      const argument = entry(map, name)
      if (argument && !mapped.has(name)) mapped.set(name, evaluation.resolve(argument))
      pieces.push({ value: argument ? mapped.get(name) : referenced(name, span, references) })
    }
    at = end
  }
  pieces.push({ parts: composed.partsOf(at, composed.characters.length) })
  return pieces
}

function referenced(name: string, span: Data['span'], references: References): Maybe {
  const dot = name.indexOf('.')
  return dot < 0 ? references.ref(name, span) : references.attribute(name.slice(0, dot), name.slice(dot + 1), span)
}

function textOf(value: Maybe): Text | undefined {
  return value?.kind === 'list' ? asText(joinItems(value.items, text(',', value.span), value.span)) : asText(value)
}
