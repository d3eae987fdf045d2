import type { Expression } from './ast'
import type { Cursor } from './cursor'

/** What `for k, v in collection` names, in an expression and in a template's directive alike. */
export interface ForHeader {
  readonly keyName: string | undefined
  readonly valueName: string
  readonly collection: Expression
}

export type ParseExpression = (cursor: Cursor) => Expression

/** What follows the word `for`, up to the collection. */
export function parseForHeader(cursor: Cursor, parseExpression: ParseExpression): ForHeader {
  const first = cursor.identifier()
  if (first === undefined) return cursor.fail('The name of a variable is expected after "for".')
  let second: string | undefined
  if (cursor.take(44)) {
    second = cursor.identifier()
    if (second === undefined) return cursor.fail('The name of the value is expected after the comma.')
  }
  if (!cursor.keyword('in')) cursor.fail('The word "in" is expected after the names of "for".')
  const collection = parseExpression(cursor)
  return second === undefined
    ? { keyName: undefined, valueName: first, collection }
    : { keyName: first, valueName: second, collection }
}

/** The rest of `[for` or `{for`, with the closing bracket. `start` is the offset of the opening one. */
export function parseForExpression(
  cursor: Cursor,
  start: number,
  makesObject: boolean,
  parseExpression: ParseExpression,
): Expression {
  const header = parseForHeader(cursor, parseExpression)
  if (cursor.peek() !== 58 || cursor.sees('::')) cursor.fail('A colon is expected after the collection of "for".')
  cursor.at++
  let key: Expression | undefined
  let value = parseExpression(cursor)
  if (cursor.peek() === 61 && cursor.sees('=>')) {
    cursor.at += 2
    key = value
    value = parseExpression(cursor)
  }
  const grouped = cursor.peek() === 46 && cursor.sees('...')
  if (grouped) cursor.at += 3
  const condition = cursor.keyword('if') ? parseExpression(cursor) : undefined
  cursor.expect(makesObject ? 125 : 93, 'The closing bracket of this "for" expression is missing.')
  if (makesObject && !key)
    cursor.fail('A "for" in braces needs a key: { for v in c : key => value }.', start, cursor.at)
  if (!makesObject && key) cursor.fail('A "for" in brackets makes a list and takes no key.', start, cursor.at)
  if (!makesObject && grouped) cursor.fail('A "for" in brackets cannot group with "...".', start, cursor.at)
  return { kind: 'for', ...header, key, value, condition, grouped, span: cursor.span(start, cursor.at) }
}
