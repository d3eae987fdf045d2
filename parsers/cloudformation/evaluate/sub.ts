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

/** A piece of `Fn::Sub`'s text: literal parts, or, without any, a value that conditions may choose. */
interface Piece {
  readonly parts: readonly TextPart[] | undefined
  readonly value: Maybe
}

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
  const values = pieces.map((piece) => piece.value)
  return distribute(values, span, (settled) => {
    const parts: TextPart[] = []
    for (let index = 0; index < pieces.length; index++) {
      const literals = pieces[index]?.parts
      const value = settled[index]
      // AWS::NoValue in a text leaves nothing there.
      if (!literals && !value) continue
      const more = literals ?? textOf(value)?.parts
      if (!more) return unknownBecause(span, [value])
      parts.push(...more)
    }
    return boundedText(parts, source.span)
  })
}

function readPieces(source: Text, map: Data | undefined, evaluation: Evaluation, references: References): Piece[] {
  const composed = new ComposedText(source)
  const pieces: Piece[] = []
  // Each value is worked out once, however often the text has it.
  const mapped = map && new Map<string, Maybe>()
  let at = 0
  const literals = (from: number, to: number): void => {
    if (from < to) pieces.push({ parts: composed.partsOf(from, to), value: undefined })
  }
  for (let match = nextVariable(composed, at); match; match = nextVariable(composed, at)) {
    const name = (match[1] as string).trim()
    const end = match.index + match[0].length
    literals(at, match.index)
    if (name.startsWith('!')) {
      const mark = match.index + match[0].indexOf('!')
      literals(match.index, mark)
      literals(mark + 1, end)
    } else {
      const span = composed.spanOf(match.index, end)
      const argument = entry(map, name)
      if (argument && !mapped?.has(name)) mapped?.set(name, evaluation.resolve(argument))
      const value = argument ? mapped?.get(name) : referenced(name, span, references)
      pieces.push({ parts: undefined, value })
    }
    at = end
  }
  literals(at, composed.characters.length)
  return pieces
}

/** The next variable from an offset on. What one resolves to may be a text that this expression reads as well. */
function nextVariable({ characters }: ComposedText, from: number): RegExpExecArray | null {
  variable.lastIndex = from
  return variable.exec(characters)
}

function referenced(name: string, span: Data['span'], references: References): Maybe {
  const dot = name.indexOf('.')
  return dot < 0 ? references.ref(name, span) : references.attribute(name.slice(0, dot), name.slice(dot + 1), span)
}

function textOf(value: Maybe): Text | undefined {
  return value?.kind === 'list' ? asText(joinItems(value.items, text(',', value.span), value.span)) : asText(value)
}
