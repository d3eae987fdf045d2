import type { BinaryOperator, Expression, ObjectExpression, SplatItemExpression, TemplateExpression } from './ast'
import { isDigit, isIdentifierStart } from './characters'
import type { Cursor } from './cursor'
import { parseForExpression } from './for-expressions'
import { numberEnd, numberLiteral } from './numbers'
import { heredocStart, readHeredoc, readQuoted } from './strings'

/** How many operators or steps may follow each other: the tree grows deeper with each. */
const longestChain = 500

/** The expression that comes next. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#expressions */
export function parseExpression(cursor: Cursor): Expression {
  cursor.deeper()
  const condition = parseBinary(cursor, 1)
  let result = condition
  if (cursor.take(63)) {
    const whenTrue = parseExpression(cursor)
    if (cursor.peek() !== 58 || cursor.sees('::')) {
      cursor.fail('A colon and the value for "false" are missing in this conditional expression.')
    }
    cursor.at++
    const whenFalse = parseExpression(cursor)
    const span = { ...condition.span, end: outerEnd(whenFalse) }
    result = { kind: 'conditional', condition, whenTrue, whenFalse, span: { ...span, start: outerStart(condition) } }
  }
  cursor.depth--
  return result
}

/** A template's `span` is within its quotes; these two give its place with them, as offsets in the file. */
function outerStart(expression: Expression): number {
  return expression.kind === 'template' ? expression.outer.start : expression.span.start
}

export function outerEnd(expression: Expression): number {
  return expression.kind === 'template' ? expression.outer.end : expression.span.end
}

const tightness: Record<BinaryOperator, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}

/** The operator that comes next, the cursor left before it. */
function peekOperator(cursor: Cursor): BinaryOperator | undefined {
  const code = cursor.peek()
  const next = cursor.text.charCodeAt(cursor.at + 1)
  switch (code) {
    case 124:
      return next === 124 ? '||' : undefined
    case 38:
      return next === 38 ? '&&' : undefined
    case 61:
      return next === 61 ? '==' : undefined
    case 33:
      return next === 61 ? '!=' : undefined
    case 60:
      return next === 61 ? '<=' : '<'
    case 62:
      return next === 61 ? '>=' : '>'
    case 43:
      return '+'
    case 45:
      return '-'
    case 42:
      return '*'
    case 47:
      return '/'
    case 37:
      return '%'
    default:
      return undefined
  }
}

function parseBinary(cursor: Cursor, loosest: number): Expression {
  let left = parseOperand(cursor)
  for (let count = 0; ; count++) {
    const operator = peekOperator(cursor)
    if (!operator || tightness[operator] < loosest) return left
    if (count >= longestChain) cursor.exceed(`More than ${longestChain} operators follow each other here.`)
    cursor.at += operator.length
    const right = parseBinary(cursor, tightness[operator] + 1)
    const span = { source: cursor.source, start: outerStart(left), end: outerEnd(right) }
    left = { kind: 'binary', operator, left, right, span }
  }
}

function parseOperand(cursor: Cursor): Expression {
  return parseSteps(cursor, parseTerm(cursor))
}

/** `.name`, `.0`, `[key]`, `[*]` and `.*` after a term. */
function parseSteps(cursor: Cursor, from: Expression): Expression {
  let result = from
  for (let count = 0; ; count++) {
    const code = cursor.peek()
    if (code !== 46 && code !== 91) return result
    if (code === 46 && cursor.sees('...')) return result
    if (count >= longestChain) cursor.exceed(`More than ${longestChain} steps follow each other here.`)
    cursor.at++
    if (code === 91) result = parseBracketStep(cursor, result)
    else if (cursor.peek() === 42) result = parseAttributeSplat(cursor, result)
    else result = parseDotStep(cursor, result)
  }
}

function parseDotStep(cursor: Cursor, object: Expression): Expression {
  const next = cursor.peek()
  const start = cursor.at
  if (isDigit(next)) {
    const end = numberEnd(cursor.text, start)
    const raw = cursor.text.slice(start, end)
    if (raw.includes('.')) {
      cursor.fail('Two legacy indexes cannot follow each other: write [0][1] instead of .0.1.', start, end)
    }
    cursor.at = end
    const key = numberLiteral(cursor, raw, start)
    return { kind: 'index', object, key, span: { source: cursor.source, start: outerStart(object), end: key.span.end } }
  }
  const name = cursor.identifier()
  if (name === undefined) return cursor.fail('The name of an attribute is missing after this dot.', start - 1, start)
  const end = cursor.span(cursor.at, cursor.at).end
  return { kind: 'attribute', object, name, span: { source: cursor.source, start: outerStart(object), end } }
}

/** `.*`, which takes only names and legacy indexes into each item: an index after it is of the whole list. */
function parseAttributeSplat(cursor: Cursor, object: Expression): Expression {
  const marker: SplatItemExpression = { kind: 'splat-item', span: cursor.span(cursor.at - 1, cursor.at + 1) }
  cursor.at++
  let each: Expression = marker
  for (let count = 0; cursor.peek() === 46 && !cursor.sees('...'); count++) {
    if (count >= longestChain) cursor.exceed(`More than ${longestChain} steps follow each other here.`)
    cursor.at++
    if (cursor.peek() === 42) cursor.fail('A splat (*) cannot be used inside another .* splat.')
    each = parseDotStep(cursor, each)
  }
  const span = { source: cursor.source, start: outerStart(object), end: each.span.end }
  return { kind: 'splat', object, each, full: false, span }
}

function parseBracketStep(cursor: Cursor, object: Expression): Expression {
  const open = cursor.at - 1
  const start = outerStart(object)
  if (cursor.take(42)) {
    cursor.expect(93, 'The star of a splat must be followed by a closing bracket: [*].')
    const marker: SplatItemExpression = { kind: 'splat-item', span: cursor.span(open, cursor.at) }
    cursor.deeper()
    const each = parseSteps(cursor, marker)
    cursor.depth--
    return { kind: 'splat', object, each, full: true, span: { source: cursor.source, start, end: each.span.end } }
  }
  const outside = cursor.newlines
  cursor.newlines = false
  const key = parseExpression(cursor)
  cursor.expect(93, 'The closing bracket of this index is missing.')
  cursor.newlines = outside
  const end = cursor.span(cursor.at, cursor.at).end
  return { kind: 'index', object, key, span: { source: cursor.source, start, end } }
}

function parseTerm(cursor: Cursor): Expression {
  const code = cursor.peek()
  const start = cursor.at
  if (isIdentifierStart(code) || code >= 0x80) return parseName(cursor)
  if (isDigit(code)) {
    cursor.at = numberEnd(cursor.text, start)
    return numberLiteral(cursor, cursor.text.slice(start, cursor.at), start)
  }
  switch (code) {
    case 34:
      return readQuoted(cursor, parseExpression)
    case 91:
      return parseTuple(cursor)
    case 123:
      return parseObject(cursor)
    case 40:
      return parseParentheses(cursor)
    case 45:
    case 33: {
      cursor.at++
      cursor.deeper()
      const operand = parseOperand(cursor)
      cursor.depth--
      const span = { source: cursor.source, start: cursor.span(start, start).start, end: outerEnd(operand) }
      return { kind: 'unary', operator: code === 45 ? '-' : '!', operand, span }
    }
    case 60:
      if (heredocStart(cursor)) return readHeredoc(cursor, parseExpression)
  }
  return cursor.fail(
    Number.isNaN(code) ? 'An expression is missing: the text ends here.' : 'An expression is expected here.',
  )
}

/** A reference's first name, a keyword or a call. */
function parseName(cursor: Cursor): Expression {
  const start = cursor.at
  const name = cursor.identifier()
  if (name === undefined) return cursor.fail('This character is not used in the language.')
  const end = cursor.at
  const next = cursor.peek()
  if (next === 40 || (next === 58 && cursor.sees('::'))) return parseCall(cursor, name, start, end)
  const span = cursor.span(start, end)
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', raw: name, span }
  if (name === 'null') return { kind: 'literal', value: null, raw: name, span }
  return { kind: 'variable', name, span }
}

function parseCall(cursor: Cursor, first: string, start: number, firstEnd: number): Expression {
  let name = first
  let nameEnd = firstEnd
  while (cursor.peek() === 58 && cursor.sees('::')) {
    cursor.at += 2
    const next = cursor.identifier()
    if (next === undefined) return cursor.fail('The name of a function is missing after "::".')
    name += `::${next}`
    nameEnd = cursor.at
  }
  cursor.expect(40, 'The opening parenthesis of this function call is missing.')
  const nameSpan = cursor.span(start, nameEnd)
  const outside = cursor.newlines
  cursor.newlines = false
  const args: Expression[] = []
  let expandLast = false
  while (!cursor.take(41)) {
    args.push(parseExpression(cursor))
    if (cursor.take(44)) continue
    if (cursor.peek() === 46 && cursor.sees('...')) {
      cursor.at += 3
      expandLast = true
    }
    cursor.expect(41, 'A comma between arguments, or the closing parenthesis of this call, is missing.')
    break
  }
  cursor.newlines = outside
  return { kind: 'call', name, nameSpan, args, expandLast, span: cursor.span(start, cursor.at) }
}

function parseParentheses(cursor: Cursor): Expression {
  const start = cursor.at++
  const outside = cursor.newlines
  cursor.newlines = false
  const inner = parseExpression(cursor)
  cursor.expect(41, 'The closing parenthesis is missing.')
  cursor.newlines = outside
  return { kind: 'parentheses', inner, span: cursor.span(start, cursor.at) }
}

function parseTuple(cursor: Cursor): Expression {
  const start = cursor.at++
  const outside = cursor.newlines
  cursor.newlines = false
  let result: Expression
  if (cursor.keyword('for')) result = parseForExpression(cursor, start, false, parseExpression)
  else {
    const items: Expression[] = []
    while (!cursor.take(93)) {
      items.push(parseExpression(cursor))
      if (cursor.take(44)) continue
      cursor.expect(93, 'A comma between items, or the closing bracket of this list, is missing.')
      break
    }
    result = { kind: 'tuple', items, span: cursor.span(start, cursor.at) }
  }
  cursor.newlines = outside
  return result
}

function parseObject(cursor: Cursor): Expression {
  const start = cursor.at++
  const outside = cursor.newlines
  cursor.newlines = false
  const inside = cursor.at
  let result: Expression
  if (cursor.keyword('for')) result = parseForExpression(cursor, start, true, parseExpression)
  else {
    cursor.at = inside
    cursor.newlines = true
    const items = parseObjectItems(cursor)
    result = { kind: 'object', items, span: cursor.span(start, cursor.at) }
  }
  cursor.newlines = outside
  return result
}

function parseObjectItems(cursor: Cursor): ObjectExpression['items'] {
  const items: ObjectExpression['items'][number][] = []
  for (;;) {
    while (cursor.take(10)) {}
    if (cursor.take(125)) return items
    const key = objectKey(parseExpression(cursor))
    const separator = cursor.peek()
    const next = cursor.text.charCodeAt(cursor.at + 1)
    if ((separator !== 61 || next === 61 || next === 62) && (separator !== 58 || next === 58)) {
      cursor.fail('An equals sign is expected between this key and its value.')
    }
    cursor.at++
    const value = parseExpression(cursor)
    items.push({ key, value, span: { source: cursor.source, start: outerStart(key), end: outerEnd(value) } })
    if (cursor.take(125)) return items
    if (!cursor.take(44) && !cursor.take(10)) {
      cursor.fail('A comma or a line break is expected between the items of this object.')
    }
  }
}

/** A bare name is that text, keywords too: `{ true = 1 }` has the key "true". */
function objectKey(key: Expression): Expression {
  const name =
    key.kind === 'variable' ? key.name : key.kind === 'literal' && typeof key.value !== 'number' ? key.raw : undefined
  if (name === undefined) return key
  const chunk = {
    kind: 'chunk',
    text: name,
    span: key.span,
    exact: key.span.end - key.span.start === name.length,
  } as const
  const template: TemplateExpression = {
    kind: 'template',
    parts: [chunk],
    heredoc: false,
    span: key.span,
    outer: key.span,
  }
  return template
}
