import { deepestModule } from './address'
import { JsonFailure, type JsonText } from './json-text'

/** One resource of a plan or state: where its parts stand in the text. */
export interface ResourceRecord {
  readonly address: string
  /** `module.a["x"]`; '' in the root module. */
  readonly module: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  /** Where the whole entry starts, and where its address stands within the quotes. */
  readonly start: number
  readonly addressStart: number
  readonly addressEnd: number
  /** The values after the change (in a state, as they are). */
  readonly after: number
  /** The values before; undefined where it is created. */
  readonly before: number | undefined
  readonly afterUnknown: number | undefined
  readonly afterSensitive: number | undefined
  readonly beforeSensitive: number | undefined
  readonly actions: readonly string[]
}

/** The resources that a plan or a state has, and what was left out of it. */
export interface Records {
  readonly records: readonly ResourceRecord[]
  /** Addresses that the plan deletes or forgets. */
  readonly removed: readonly string[]
}

const entryMembers = ['address', 'module_address', 'mode', 'type', 'name', 'change', 'deposed', 'values'] as const
const stateMembers = [...entryMembers, 'sensitive_values'] as const
const changeMembers = ['actions', 'before', 'after', 'after_unknown', 'before_sensitive', 'after_sensitive'] as const

/**
 * The resources as they will be after the plan: those that change, those that stay, data sources that are read while
 * applying. What is deleted or forgotten is in `removed` alone.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function recordsOfChanges(json: JsonText, list: number, wanted: (type: string) => boolean): Records {
  return changes(json, list, wanted, 'after')
}

/** The same for what was there before the plan: those that it changes, those that stay, those that it deletes. */
export function recordsBeforeChanges(json: JsonText, list: number, wanted: (type: string) => boolean): Records {
  return changes(json, list, wanted, 'before')
}

function changes(json: JsonText, list: number, wanted: (type: string) => boolean, side: 'before' | 'after'): Records {
  const records: ResourceRecord[] = []
  const removed: string[] = []
  for (const start of json.items(list)) {
    const at = json.pick(start, entryMembers)
    const type = json.stringOr(at.type, '')
    if (!wanted(type) || at.change === undefined || at.address === undefined) continue
    const change = json.pick(at.change, changeMembers)
    const address = json.stringOr(at.address, '')
    const values = change[side]
    if (values === undefined || !json.isObject(values) || at.deposed !== undefined) {
      if (at.deposed === undefined) removed.push(address)
      continue
    }
    const actions = change.actions === undefined ? [] : (json.plain(change.actions) as string[])
    if (side === 'before') {
      // Nothing of the past is unknown. The future comes along for what it must not show.
      const future = change.after !== undefined && json.isObject(change.after) ? change.after : undefined
      const sensitive = { afterSensitive: change.before_sensitive, beforeSensitive: change.after_sensitive }
      const past = { after: values, before: future, afterUnknown: undefined, ...sensitive, actions }
      records.push({ ...identity(json, start, at, address), ...past })
      continue
    }
    records.push({
      ...identity(json, start, at, address),
      after: values,
      before: change.before !== undefined && json.isObject(change.before) ? change.before : undefined,
      afterUnknown: change.after_unknown,
      afterSensitive: change.after_sensitive,
      beforeSensitive: change.before_sensitive,
      actions,
    })
  }
  return { records, removed }
}

/** The resources of `planned_values` or of a state's `values`: the root module and all below it. */
export function recordsOfValues(json: JsonText, values: number, wanted: (type: string) => boolean): Records {
  const records: ResourceRecord[] = []
  const root = json.member(values, 'root_module')
  const modules: [number, number][] = root === undefined ? [] : [[root, 0]]
  for (let next = modules.pop(); next; next = modules.pop()) {
    const [module, depth] = next
    if (depth > deepestModule) throw new JsonFailure(`Modules are nested more than ${deepestModule} deep`, module)
    const { resources, child_modules: children, address } = json.pick(module, ['resources', 'child_modules', 'address'])
    const path = json.stringOr(address, '')
    if (resources !== undefined) {
      for (const start of json.items(resources)) addState(json, start, path, wanted, records)
    }
    const below = children === undefined ? [] : [...json.items(children)].reverse()
    for (const child of below) modules.push([child, depth + 1])
  }
  return { records, removed: [] }
}

function addState(
  json: JsonText,
  start: number,
  module: string,
  wanted: (type: string) => boolean,
  records: ResourceRecord[],
): void {
  const at = json.pick(start, stateMembers)
  const address = json.stringOr(at.address, '')
  if (!wanted(json.stringOr(at.type, '')) || at.values === undefined || !json.isObject(at.values)) return
  // Terraform 0.12 writes the address of a state's resource without its module.
  const whole = module !== '' && !address.startsWith('module.') ? `${module}.${address}` : address
  records.push({
    ...identity(json, start, at, whole),
    module,
    after: at.values,
    before: undefined,
    afterUnknown: undefined,
    afterSensitive: at.sensitive_values,
    beforeSensitive: undefined,
    actions: ['no-op'],
  })
}

type Identity = Pick<
  ResourceRecord,
  'address' | 'module' | 'mode' | 'type' | 'name' | 'start' | 'addressStart' | 'addressEnd'
>

function identity(
  json: JsonText,
  start: number,
  at: Partial<Record<(typeof entryMembers)[number], number>>,
  address: string,
): Identity {
  const place = at.address ?? start
  return {
    address,
    module: json.stringOr(at.module_address, ''),
    mode: json.stringOr(at.mode, 'managed') === 'data' ? 'data' : 'managed',
    type: json.stringOr(at.type, ''),
    name: json.stringOr(at.name, ''),
    start,
    addressStart: place + 1,
    addressEnd: json.end(place) - 1,
  }
}
