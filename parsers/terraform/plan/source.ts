import type { FileTree } from '../../../src/model/files'
import type { Resource } from '../../../src/model/resource'
import { SourceFile } from '../../../src/model/source'
import type { ParseSettings } from '../../parser'
import { isConfigurationFile, readConfigurationFile } from '../configuration/read-file'
import { withoutKeys } from './address'
import type { Plan } from './plan'

/** The configuration that a plan was made from, as far as it is beside the plan. */
export interface PlanSource {
  /** The directory of its root module. */
  readonly directory: string
  readonly resources: readonly Resource[]
}

/**
 * Finds and evaluates the configuration of a plan, in its directory or one above: the one that declares what the plan
 * configures. Variables have the plan's values where no file sets them. Undefined where there is none.
 */
export async function findSource(plan: Plan, tree: FileTree, settings: ParseSettings): Promise<PlanSource | undefined> {
  const wanted = plan.configuration?.rootAddresses() ?? plan.resources().map((one) => rootAddress(one.address))
  const directory = nearest(plan.path, new Set(wanted), tree)
  if (directory === undefined) return undefined
  const { loadTerraform } = await import('../index')
  const loaded = await loadTerraform(configurationFiles(directory, tree), tree, withVariables(plan, settings))
  return { directory, resources: loaded.resources }
}

function configurationFiles(directory: string, tree: FileTree): readonly string[] {
  const names = tree.list(directory).filter(isConfigurationFile)
  return names.map((name) => (directory === '' ? name : `${directory}/${name}`))
}

/** The first directory, from the plan's own upwards, where at least half of what the plan configures is declared. */
function nearest(path: string, wanted: ReadonlySet<string>, tree: FileTree): string | undefined {
  if (wanted.size === 0) return undefined
  for (let directory = path; directory !== ''; ) {
    directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')))
    const declared = new Set<string>()
    for (const file of configurationFiles(directory, tree)) addDeclared(file, tree, declared)
    const shared = [...wanted].filter((address) => declared.has(address)).length
    if (shared > 0 && shared * 2 >= wanted.size) return directory
  }
  return undefined
}

function addDeclared(file: string, tree: FileTree, declared: Set<string>): void {
  const text = tree.read(file)
  if (text === undefined) return
  for (const { type, labels } of readConfigurationFile(new SourceFile(file, text)).body.blocks) {
    const names = labels.map((label) => label.value).join('.')
    if (type === 'resource') declared.add(names)
    else if (type === 'data' || type === 'module') declared.add(`${type}.${names}`)
  }
}

/** What an address starts with in the root module: `module.m`, `aws_iam_role.r`, `data.t.n`. */
function rootAddress(address: string): string {
  const steps = withoutKeys(address).split('.')
  return steps.slice(0, steps[0] === 'data' ? 3 : 2).join('.')
}

/** The environment counts least, so that a value from a file keeps its place there. */
function withVariables(plan: Plan, settings: ParseSettings): ParseSettings {
  const environmentVariables: Record<string, string> = { ...settings.environmentVariables }
  for (const [name, value] of plan.givenVariables()) {
    if (value !== null) environmentVariables[`TF_VAR_${name}`] = asExpression(value)
  }
  return { ...settings, environmentVariables }
}

/** JSON is an expression of HCL but for its template sequences. */
function asExpression(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/([$%])\{/g, '$1$1{')
}
