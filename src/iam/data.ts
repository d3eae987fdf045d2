import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What AWS has, from the generated tables in data/ (scripts/generate-iam-data.ts). Read when first asked for, a table
 * at a time, and taken apart a service at a time.
 */

/** List, Read, Write, Tagging, Permissions management: AWS's access levels. */
export type AccessLevel = 'L' | 'R' | 'W' | 'T' | 'P'

/** One action of a service as AWS spells it. */
export interface ActionInfo {
  /** The prefix: `iam`. */
  readonly service: string
  /** `PassRole` */
  readonly name: string
  readonly level: AccessLevel
  /** True when it takes no resource, so that a policy can only grant it on `*`. */
  readonly wildcardOnly: boolean
  /** Its place in the list of all actions. */
  readonly index: number
}

/** A resource type of a service: `arn` is a template with `${Partition}`, `${Account}` and the like; '' when unknown. */
export interface ResourceType {
  readonly name: string
  readonly arn: string
}

/** A condition key; `name` may hold a variable part: `aws:RequestTag/${TagKey}`. */
export interface ConditionKey {
  readonly name: string
  /** `String`, `ARN`, `Bool`, `Date`, `Numeric`, `IPAddress`, `Binary` or `ArrayOf...` */
  readonly type: string
  /** Global keys only: `principal`, `session`, `network`, `resource`, `request`. */
  readonly category?: string
}

export interface ActionDetails {
  readonly resourceTypes: readonly ResourceType[]
  readonly conditionKeys: readonly ConditionKey[]
  /** Other actions that a caller needs as well: `iam:PassRole`. */
  readonly dependentActions: readonly string[]
}

interface ServiceTable {
  readonly types: readonly (readonly [string, string])[]
  readonly keys: readonly (readonly [string, string])[]
  readonly actions: Readonly<Record<string, readonly [number[], number[], string[]?]>>
}

const tables = new Map<string, unknown>()

const files = new Map<string, Buffer>()

/**
 * A large table of data/: a line for each entry, its name and its JSON with a tab between. It stays as it is read, and
 * only the entries that are asked for are decoded.
 */
function lines(name: string): Buffer {
  let found = files.get(name)
  if (found === undefined) {
    found = readFileSync(join(__dirname, 'data', `${name}.txt`))
    files.set(name, found)
  }
  return found
}

const tab = 9
const lineBreak = 10

/** Where the entries of such a table stand, by name: a scan asks for hundreds, many of them not there. */
const places = new Map<string, Map<string, number>>()

function placesOf(table: string): Map<string, number> {
  let found = places.get(table)
  if (!found) {
    found = new Map()
    places.set(table, found)
    const all = lines(table)
    for (let at = 0; at < all.length; at = all.indexOf(lineBreak, at) + 1) {
      const end = all.indexOf(tab, at)
      found.set(all.toString('latin1', at, end), end + 1)
    }
  }
  return found
}

/** The JSON of one entry of such a table; undefined when it has none of that name. */
function lineOf(table: string, name: string): string | undefined {
  const from = placesOf(table).get(name)
  return from === undefined ? undefined : lines(table).toString('utf8', from, lines(table).indexOf(lineBreak, from))
}

/** A table of data/, parsed once; the same relative path holds beside the bundle. */
function table<T>(name: string): T {
  let found = tables.get(name)
  if (found === undefined) {
    found = JSON.parse(readFileSync(join(__dirname, 'data', `${name}.json`), 'utf8'))
    tables.set(name, found)
  }
  return found as T
}

/** The actions of one service: they are told apart when somebody first asks for one of them. */
class ServiceActions {
  readonly #service: string
  readonly #start: number
  readonly #entries: readonly string[]
  #list: readonly ActionInfo[] | undefined
  #byName: Map<string, ActionInfo> | undefined

  /** `entries` are `PassRole:W`, with `*` behind where it takes no resource; `start` is the index of the first. */
  constructor(service: string, start: number, entries: readonly string[]) {
    this.#service = service
    this.#start = start
    this.#entries = entries
  }

  get start(): number {
    return this.#start
  }

  get end(): number {
    return this.#start + this.#entries.length
  }

  get list(): readonly ActionInfo[] {
    this.#list ??= this.#entries.map((entry, at) => {
      const colon = entry.indexOf(':')
      const level = entry[colon + 1] as AccessLevel
      const wildcardOnly = entry.endsWith('*')
      return { service: this.#service, name: entry.slice(0, colon), level, wildcardOnly, index: this.#start + at }
    })
    return this.#list
  }

  /** By its name in lower case, without the service. */
  find(name: string): ActionInfo | undefined {
    this.#byName ??= new Map(this.list.map((action) => [action.name.toLowerCase(), action]))
    return this.#byName.get(name)
  }
}

interface Index {
  /** In the order of the table. */
  readonly all: readonly ServiceActions[]
  readonly byService: ReadonlyMap<string, ServiceActions>
  readonly count: number
}

let index: Index | undefined

function actionIndex(): Index {
  if (index) return index
  const byService = new Map<string, ServiceActions>()
  let count = 0
  for (const [service, row] of Object.entries(table<Record<string, [string, string]>>('actions'))) {
    const own = new ServiceActions(service, count, row[1] === '' ? [] : row[1].split(' '))
    byService.set(service.toLowerCase(), own)
    count = own.end
  }
  index = { all: [...byService.values()], byService, count }
  return index
}

let everyAction: readonly ActionInfo[] | undefined

/** Every known action, by service and name. `ActionInfo.index` counts in this list. */
export function allActions(): readonly ActionInfo[] {
  everyAction ??= actionIndex().all.flatMap((service) => service.list)
  return everyAction
}

/** How many actions are known: the length of `allActions()`, without making it. */
export function actionCount(): number {
  return actionIndex().count
}

/** `allActions()[at]`, without making the list; undefined outside it. */
export function actionAt(at: number): ActionInfo | undefined {
  const { all } = actionIndex()
  let low = 0
  let high = all.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as ServiceActions).end > at) high = middle
    else low = middle + 1
  }
  const service = all[low]
  return service?.list[at - service.start]
}

/** The indexes of each service's actions, in order: `start` to before `end`. */
export function serviceRanges(): readonly { readonly start: number; readonly end: number }[] {
  return actionIndex().all
}

/** An action by its name, `iam:PassRole`, in any case; undefined when AWS had none of that name at `dataVersion()`. */
export function findAction(name: string): ActionInfo | undefined {
  const lower = name.toLowerCase()
  const colon = lower.indexOf(':')
  return actionIndex()
    .byService.get(lower.slice(0, Math.max(0, colon)))
    ?.find(lower.slice(colon + 1))
}

/** The actions of a service by its prefix, in any case; undefined for a service that is not known. */
export function serviceActions(service: string): readonly ActionInfo[] | undefined {
  return actionIndex().byService.get(service.toLowerCase())?.list
}

/** The prefixes of all services: `iam`, `s3` ... */
export function allServices(): readonly string[] {
  return Object.keys(table<Record<string, unknown>>('actions'))
}

/** AWS's name of a service: `AWS Identity and Access Management (IAM)`; undefined when not known. */
export function serviceName(service: string): string | undefined {
  return table<Record<string, [string, string]>>('actions')[service.toLowerCase()]?.[0]
}

const services = new Map<string, ServiceTable | undefined>()

function serviceTable(service: string): ServiceTable | undefined {
  const key = service.toLowerCase()
  if (!services.has(key)) {
    const text = lineOf('details', key)
    services.set(key, text === undefined ? undefined : (JSON.parse(text) as ServiceTable))
  }
  return services.get(key)
}

const details = new WeakMap<ActionInfo, ActionDetails>()

/** Resource types, condition keys and dependent actions of an action that `findAction` gave. */
export function actionDetails(action: ActionInfo): ActionDetails {
  let found = details.get(action)
  if (!found) {
    found = readDetails(action)
    details.set(action, found)
  }
  return found
}

function readDetails(action: ActionInfo): ActionDetails {
  const found = serviceTable(action.service)
  const row = found?.actions[action.name]
  if (!found || !row) return { resourceTypes: [], conditionKeys: [], dependentActions: [] }
  return {
    resourceTypes: row[0].map((at) => toType(found.types[at] as readonly [string, string])),
    conditionKeys: row[1].map((at) => toKey(found.keys[at] as readonly [string, string])),
    dependentActions: row[2] ?? [],
  }
}

/** The resource types of a service; empty when it has none or is not known. */
export function resourceTypes(service: string): readonly ResourceType[] {
  return (serviceTable(service)?.types ?? []).map(toType)
}

/** The condition keys of a service; empty when it has none or is not known. */
export function conditionKeys(service: string): readonly ConditionKey[] {
  return (serviceTable(service)?.keys ?? []).map(toKey)
}

function toType([name, arn]: readonly [string, string]): ResourceType {
  return { name, arn }
}

function toKey([name, type]: readonly [string, string]): ConditionKey {
  return { name, type }
}

/** The keys that begin with `aws:`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function globalKeys(): readonly ConditionKey[] {
  const rows = Object.entries(table<Record<string, [string, string]>>('global-keys'))
  return rows.map(([name, [type, category]]) => ({ name, type, category }))
}

/** The text of an AWS managed policy's latest document by the part after `policy/`: `service-role/AWSLambdaRole`. */
export function managedPolicyText(name: string): string | undefined {
  return lineOf('managed-policies', name)
}

/** The documents of all AWS managed policies in one text, a line each behind its name. */
export function managedPolicyTexts(): string {
  return lines('managed-policies').toString('latin1')
}

/** The names of all AWS managed policies with their paths: `AdministratorAccess`, `job-function/Billing` ... */
export function managedPolicyNames(): readonly string[] {
  return managedPolicyTexts()
    .slice(0, -1)
    .split('\n')
    .map((line) => line.slice(0, line.indexOf('\t')))
}

interface Meta {
  readonly date: string
  readonly managedPolicies: string
  readonly rcpServices: readonly string[]
}

/** The day, YYYY-MM-DD, of the tables of services and actions. */
export function dataVersion(): string {
  return table<Meta>('meta').date
}

/** True for services whose requests resource control policies restrict. */
export function supportsResourceControlPolicies(service: string): boolean {
  return table<Meta>('meta').rcpServices.includes(service.toLowerCase())
}
