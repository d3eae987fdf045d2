import { remembered } from '../../../src/model/remembered'
import type { Expression, TemplatePart } from '../hcl/ast'

const known = new WeakMap<Expression, ReadonlySet<string>>()
const nothing: ReadonlySet<string> = new Set()

/**
 * The names that an expression takes from around it: the roots of its references, without those that it binds itself.
 * Most expressions have none or those of their only part, and share its set: an estate has a million expressions.
 */
export function freeNames(expression: Expression): ReadonlySet<string> {
  switch (expression.kind) {
    case 'literal':
    case 'invalid':
      return nothing
    case 'variable':
      return single(expression.name)
    case 'splat-item':
      return single('[*]')
    case 'attribute':
      return freeNames(expression.object)
    case 'parentheses':
      return freeNames(expression.inner)
    case 'unary':
      return freeNames(expression.operand)
    default: {
      const cached = known.get(expression)
      if (cached) return cached
      const names = namesOfChildren(expression)
      known.set(expression, names)
      return names
    }
  }
}

function namesOfChildren(expression: Expression): ReadonlySet<string> {
  let names = nothing
  for (const [child, bound] of children(expression)) {
    const own = without(freeNames(child), bound)
    if (names.size === 0) names = own
    else if (![...own].every((name) => names.has(name))) names = new Set([...names, ...own])
  }
  return names
}

function without(names: ReadonlySet<string>, bound: readonly string[]): ReadonlySet<string> {
  if (!bound.some((name) => names.has(name))) return names
  return new Set([...names].filter((name) => !bound.includes(name)))
}

/** There are few roots: `var`, `local`, `data`, types of resources, names of loops. */
const single = remembered((name: string): ReadonlySet<string> => new Set([name]), 10_000)

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
