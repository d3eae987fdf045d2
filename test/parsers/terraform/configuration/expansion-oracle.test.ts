import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedTerraform } from '../../../../parsers/terraform'
import { instancesOf } from '../../../../parsers/terraform/configuration/expansion'
import type { ModuleInstance } from '../../../../parsers/terraform/configuration/module-instance'
import { load, plain } from '../evaluate/configured'
import { filesBelow } from '../evaluate/memory-tree'

const folder = join(__dirname, '../../../../fixtures/terraform/oracle/terraform-expansion')

interface PlanModule {
  readonly resources?: readonly { readonly address: string; readonly values: Record<string, unknown> }[]
  readonly child_modules?: readonly PlanModule[]
}

interface Plan {
  readonly planned_values: PlanModule & {
    readonly root_module: PlanModule
    readonly outputs: Record<string, { value: unknown }>
  }
}

const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan

function planned(module: PlanModule, into = new Map<string, unknown>()): Map<string, unknown> {
  for (const { address, values } of module.resources ?? []) into.set(address, values.input)
  for (const child of module.child_modules ?? []) planned(child, into)
  return into
}

/** The input of every resource instance below a module, by address. */
function expanded(module: ModuleInstance, into = new Map<string, unknown>()): Map<string, unknown> {
  for (const declaration of module.declaration.resources.values()) {
    for (const instance of instancesOf(module.expansionOf(declaration))) {
      const made = module.resource(declaration, instance)
      const input = made.configured('input')
      into.set(made.place.address, input && plain(input))
    }
  }
  for (const call of module.declaration.calls.values()) {
    for (const instance of instancesOf(module.expansionOf(call))) {
      const child = module.child(call, instance)
      if (child) expanded(child, into)
    }
  }
  return into
}

describe("what Terraform's plan says, from configuration alone", () => {
  let loaded: LoadedTerraform
  const expected = planned(plan.planned_values.root_module)
  beforeAll(async () => {
    const { 'plan.json': _, ...files } = filesBelow(folder)
    loaded = await load(files)
  })

  test('the same instances', () => {
    expect([...expanded(loaded.roots.get('')!).keys()].sort()).toEqual([...expected.keys()].sort())
  })

  test.each([...expected])('%s', (address, input) => {
    expect(expanded(loaded.roots.get('')!).get(address)).toEqual(input)
  })

  test('the same outputs, and nothing to complain of', () => {
    const outputs = plain(
      loaded.roots.get('')!.outputs(loaded.roots.get('')!.declaration.outputs.values().next().value!.span),
    )
    const values = Object.fromEntries(
      Object.entries(plan.planned_values.outputs).map(([name, { value }]) => [name, value]),
    )
    expect(outputs).toEqual(values)
    expect(loaded.diagnostics).toEqual([])
  })
})
