import type { Expression, TemplatePart } from '../hcl/ast'

const known = new WeakMap<Expression, ReadonlySet<string>>()

/** The names that an expression takes from around it: the roots of its references, without those that it binds itself. */
export function freeNames(expression: Expression): ReadonlySet<string> {
  const cached = known.get(expression)
  if (cached) return cached
  const names = new Set<string>()
  for (const [child, bound] of children(expression)) {
    for (const name of freeNames(child)) if (!bound.includes(name)) names.add(name)
  }
  if (expression.kind === 'variable') names.add(expression.name)
  if (expression.kind === 'splat-item') names.add('[*]')
  known.set(expression, names)
  return names
}

type Child = readonly [Expression, readonly string[]]
const none: readonly string[] = []

function children(expression: Expression): readonly Child[] {
  switch (expression.kind) {
    case 'template':
      return ofParts(expression.parts, none)
    case 'attribute':
      return [[expression.object, none]]
    case 'index':
      return [[expression.object, none], [expression.key, none]] // biome-ignore format: pairs
    case 'splat':
      return [[expression.object, none], [expression.each, ['[*]']]] // biome-ignore format: pairs
    case 'call':
      return expression.args.map((arg) => [arg, none] as const)
    case 'unary':
      return [[expression.operand, none]]
    case 'binary':
      return [[expression.left, none], [expression.right, none]] // biome-ignore format: pairs
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse].map((child) => [child, none] as const)
    case 'tuple':
      return expression.items.map((item) => [item, none] as const)
    case 'object':
      return expression.items.flatMap((item) => [[item.key, none] as const, [item.value, none] as const])
    case 'for': {
      const bound = expression.keyName ? [expression.keyName, expression.valueName] : [expression.valueName]
      const inner = [expression.key, expression.value, expression.condition].filter((child) => child !== undefined)
      return [[expression.collection, none], ...inner.map((child) => [child, bound] as const)]
    }
    case 'parentheses':
      return [[expression.inner, none]]
    default:
      return []
  }
}

function ofParts(parts: readonly TemplatePart[], bound: readonly string[]): readonly Child[] {
  return parts.flatMap((part) => ofPart(part, bound))
}

function ofPart(part: TemplatePart, bound: readonly string[]): readonly Child[] {
  switch (part.kind) {
    case 'chunk':
      return []
    case 'interpolation':
      return [[part.expression, bound]]
    case 'if':
      return [[part.condition, bound], ...ofParts(part.whenTrue, bound), ...ofParts(part.whenFalse, bound)]
    case 'for': {
      const inner = [...bound, part.valueName, ...(part.keyName ? [part.keyName] : [])]
      return [[part.collection, bound], ...ofParts(part.parts, inner)]
    }
  }
}
