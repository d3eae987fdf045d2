import type { Block, Body, Expression, TemplatePart } from '../../../../parsers/terraform/hcl/ast'
import type { Span } from '../../../../src/model/source'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Our tree as hcl2json writes HashiCorp's own: `${...}` for expressions, blocks as lists under their labels. */
export function bodyAsJson(body: Body): { [key: string]: Json } {
  const out: { [key: string]: Json } = {}
  for (const block of body.blocks) addBlock(out, block)
  for (const attribute of body.attributes) out[attribute.name] = expressionAsJson(attribute.expression)
  return out
}

function addBlock(out: { [key: string]: Json }, block: Block): void {
  let at = out
  let key = block.type
  for (const label of block.labels) {
    at[key] ??= {}
    at = at[key] as { [key: string]: Json }
    key = label.value
  }
  at[key] ??= []
  const list = at[key] as Json[]
  list.push(bodyAsJson(block.body))
}

function source(span: Span): string {
  return span.source.text.slice(span.start, span.end)
}

const outer = (expression: Expression): Span => (expression.kind === 'template' ? expression.outer : expression.span)

function wrapped(expression: Expression): string {
  return `\${${source(outer(expression))}}`
}

function expressionAsJson(expression: Expression): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'unary':
      if (expression.operand.kind !== 'literal') return wrapped(expression)
      return expression.operator === '-' ? -Number(expression.operand.value) : !expression.operand.value
    case 'template': {
      const [only] = expression.parts
      if (expression.parts.length === 1 && only?.kind === 'interpolation') return expressionAsJson(only.expression)
      return partsAsText(expression.parts)
    }
    case 'tuple':
      return expression.items.map(expressionAsJson)
    case 'object': {
      const out: { [key: string]: Json } = {}
      for (const item of expression.items) {
        const key = item.key
        const isReference = isTraversal(key) && key.kind !== 'parentheses'
        out[isReference ? source(key.span) : expressionAsText(key)] = expressionAsJson(item.value)
      }
      return out
    }
    default:
      return wrapped(expression)
  }
}

/** A reference with constant steps, HashiCorp's ScopeTraversalExpr. */
function isTraversal(expression: Expression): boolean {
  if (expression.kind === 'variable') return true
  if (expression.kind === 'attribute') return isTraversal(expression.object)
  if (expression.kind !== 'index') return false
  const constant =
    expression.key.kind === 'literal' ||
    (expression.key.kind === 'template' && expression.key.parts.every((part) => part.kind === 'chunk'))
  return constant && isTraversal(expression.object)
}

function partsAsText(parts: readonly TemplatePart[]): string {
  return parts.map(partAsText).join('')
}

function partAsText(part: TemplatePart): string {
  switch (part.kind) {
    case 'chunk':
      return part.text.replace(/([$%])\{/g, '$1$1{')
    case 'interpolation':
      return expressionAsText(part.expression)
    case 'if': {
      const otherwise = partsAsText(part.whenFalse)
      const tail = otherwise === '' ? '' : `%{else}${otherwise}`
      return `%{if ${source(outer(part.condition))}}${partsAsText(part.whenTrue)}${tail}%{endif}`
    }
    case 'for': {
      const names = part.keyName === undefined ? part.valueName : `${part.keyName}, ${part.valueName}`
      return `%{for ${names} in ${source(outer(part.collection))}}${partsAsText(part.parts)}%{endfor}`
    }
  }
}

function expressionAsText(expression: Expression): string {
  if (expression.kind === 'literal') return String(expression.value)
  if (expression.kind === 'template') return partsAsText(expression.parts)
  if (expression.kind === 'conditional') {
    const otherwise = expressionAsText(expression.whenFalse)
    const tail = otherwise === '' ? '' : `%{else}${otherwise}`
    return `%{if ${source(outer(expression.condition))}}${expressionAsText(expression.whenTrue)}${tail}%{endif}`
  }
  return wrapped(expression)
}
