import type { Attribute, Block, Body } from '../hcl/ast'

/**
 * Blocks with those of override files merged into them, file by file. An argument replaces the one of the same name, a
 * nested block all of its type; `locals` are replaced one by one. What an override file says of a block that is not
 * there is added.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeOverrides(blocks: readonly Block[], overrides: readonly (readonly Block[])[]): readonly Block[] {
  if (overrides.length === 0) return blocks
  let merged = [...blocks]
  for (const overriding of overrides) {
    for (const override of overriding) merged = mergeBlock(merged, override)
  }
  return merged
}

function mergeBlock(blocks: readonly Block[], override: Block): Block[] {
  if (override.type === 'locals') return mergeLocals(blocks, override)
  const at = blocks.findIndex((block) => identity(block) === identity(override))
  if (at < 0) return [...blocks, override]
  return blocks.map((block, index) => (index === at ? { ...block, body: mergeBody(block.body, override.body) } : block))
}

/** What makes it the same block: type and labels, and a provider's alias. */
function identity(block: Block): string {
  const alias =
    block.type === 'provider' ? block.body.attributes.find((attribute) => attribute.name === 'alias') : undefined
  const { source, start, end } = alias?.expression.span ?? {}
  return [block.type, ...block.labels.map((label) => label.value), source?.text.slice(start, end) ?? ''].join('\u0000')
}

function mergeLocals(blocks: readonly Block[], override: Block): Block[] {
  const names = new Set(override.body.attributes.map((attribute) => attribute.name))
  const kept = blocks.map((block) =>
    block.type === 'locals'
      ? {
          ...block,
          body: { ...block.body, attributes: block.body.attributes.filter((attribute) => !names.has(attribute.name)) },
        }
      : block,
  )
  return [...kept, override]
}

function mergeBody(base: Body, override: Body): Body {
  const attributes = new Map<string, Attribute>(base.attributes.map((attribute) => [attribute.name, attribute]))
  for (const attribute of override.attributes) attributes.set(attribute.name, attribute)
  // `count` and `for_each` exclude each other: whichever the override says stands.
  const replaced = override.attributes.some((attribute) => attribute.name === 'count') ? 'for_each' : 'count'
  if (override.attributes.some((attribute) => attribute.name === 'count' || attribute.name === 'for_each'))
    attributes.delete(replaced)
  const types = new Set(override.blocks.map(blockType))
  const blocks = [...base.blocks.filter((block) => !types.has(blockType(block))), ...override.blocks]
  return { attributes: [...attributes.values()], blocks, span: base.span }
}

/** The type of block that it makes: a `dynamic` one that of its label. */
function blockType(block: Block): string {
  return block.type === 'dynamic' ? (block.labels[0]?.value ?? '') : block.type
}
