import type { Expression } from '../hcl/ast'

/** What an expression says without evaluation: a literal's value, a quoted string without interpolation; else undefined. */
export function literal(expression: Expression | undefined): string | number | boolean | null | undefined {
  if (expression?.kind === 'literal') return expression.value
  if (expression?.kind === 'parentheses') return literal(expression.inner)
  if (expression?.kind !== 'template') return undefined
  let text = ''
  for (const part of expression.parts) {
    if (part.kind !== 'chunk') return undefined
    text += part.text
  }
  return text
}
