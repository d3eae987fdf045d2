import type { Cursor } from './cursor'
import { type ParseExpression, parseForHeader } from './for-expressions'
import type { FlatPart } from './template-parts'

/**
 * One `${ ... }` or `%{ ... }`, the cursor being on it. Returns whether its end has a strip marker (`~}`).
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-interpolations
 */
export function readSequence(cursor: Cursor, flat: FlatPart[], parseExpression: ParseExpression): boolean {
  const start = cursor.at
  const directive = cursor.text.charCodeAt(start) === 37
  cursor.at += cursor.text.charCodeAt(start + 2) === 126 ? 3 : 2
  const outside = cursor.newlines
  cursor.newlines = false
  const part = directive ? readDirective(cursor, parseExpression) : interpolation(parseExpression(cursor))
  const code = cursor.peek()
  const strips = code === 126 && cursor.sees('~}')
  if (!strips && code !== 125)
    cursor.fail('The closing brace of this template sequence is missing.', start, cursor.at + 1)
  cursor.at += strips ? 2 : 1
  cursor.newlines = outside
  flat.push({ ...part, span: cursor.span(start, cursor.at) } as FlatPart)
  return strips
}

type Unplaced<Part> = Part extends FlatPart ? Omit<Part, 'span'> : never

function interpolation(expression: ReturnType<ParseExpression>): Unplaced<FlatPart> {
  return { kind: 'interpolation', expression }
}

function readDirective(cursor: Cursor, parseExpression: ParseExpression): Unplaced<FlatPart> {
  const word = cursor.identifier()
  switch (word) {
    case 'if':
      return { kind: 'start-if', condition: parseExpression(cursor) }
    case 'for':
      return { kind: 'start-for', ...parseForHeader(cursor, parseExpression) }
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: word }
    default:
      return cursor.fail('A template directive starts with if, else, endif, for or endfor.')
  }
}
