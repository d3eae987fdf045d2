import { evaluateSafely } from '../evaluate/evaluate'
import type { Value } from '../evaluate/value'
import type { Block, Expression } from '../hcl/ast'
import { argument } from './declare'
import { literal } from './literals'
import type { ModuleInstance } from './module-instance'

/**
 * The region of the `aws` provider that a module's resources use by default, where the code sets it: of the module's
 * own provider block, or of the one that its caller passes.
 */
export function providerRegion(module: ModuleInstance, alias?: string): Value | undefined {
  const block = module.declaration.providers.find((candidate) => isAws(candidate, alias))
  const region = block && argument(block.body, 'region')
  if (region) return evaluateSafely(region, module.scope)
  if (!module.caller || alias !== undefined) return undefined
  return providerRegion(module.caller.module, passedAlias(module.caller.call.providers))
}

function isAws(block: Block, alias: string | undefined): boolean {
  return block.labels[0]?.value === 'aws' && literal(argument(block.body, 'alias')) === alias
}

/** `providers = { aws = aws.us }` passes `us`. */
function passedAlias(providers: Expression | undefined): string | undefined {
  if (providers?.kind !== 'object') return undefined
  const passed = providers.items.find((item) => literal(item.key) === 'aws')?.value
  return passed?.kind === 'attribute' && passed.object.kind === 'variable' && passed.object.name === 'aws'
    ? passed.name
    : undefined
}
