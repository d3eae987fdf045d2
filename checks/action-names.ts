import { allServices, managedPolicyTexts, serviceActions, serviceName } from '../src/iam/data'
import { closest } from '../src/model/closest'
import type { Severity } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { MatchElement, Statement } from '../src/model/policy'
import { literal, type Text } from '../src/model/value'
import { permissionOf } from './operation-names'
import { writtenStatements } from './written-statements'

/** How grave it is that an action does nothing: what grants nothing endangers nobody, what denies nothing does. */
export const severityOfNothing = ({ effect }: Statement, element: MatchElement | undefined): Severity =>
  effect === 'Allow' && element?.negated !== true ? 'low' : 'medium'

/** One action of a policy as written, without holes. */
export interface WrittenAction {
  readonly statement: Statement
  readonly element: MatchElement
  readonly item: Text
  readonly written: string
  /** Before the first colon; '' where there is none. */
  readonly service: string
  readonly name: string
}

/** Every action that a policy spells out; what is `*`, and what has a hole, is left out. */
export function* writtenActions(policy: Policy): Generator<WrittenAction> {
  for (const statement of writtenStatements(policy)) {
    const element = statement.actions
    for (const item of element?.items ?? []) {
      const written = literal(item)
      if (!element || written === undefined || /^\*+(:\*+)?$/.test(written)) continue
      const colon = written.indexOf(':')
      const [service, name] = colon < 0 ? ['', written] : [written.slice(0, colon), written.slice(colon + 1)]
      yield { statement, element, item, written, service, name }
    }
  }
}

let ofManaged: string | undefined
const found = new Map<string, boolean>()

/** Whether a text stands in AWS's own policies, in any case. They are read when something is unknown, and then once. */
function standsInManaged(text: string): boolean {
  const wanted = text.toLowerCase()
  let known = found.get(wanted)
  if (known === undefined) {
    ofManaged ??= managedPolicyTexts().toLowerCase()
    known = ofManaged.includes(wanted)
    found.set(wanted, known)
  }
  return known
}

/** Whether AWS has, or had, a service of this prefix. */
export function isService(prefix: string): boolean {
  return serviceActions(prefix) !== undefined || standsInManaged(`"${prefix}:`)
}

/** Whether AWS's own policies still name an action that its list has no more. */
export function isNamedByAws(action: string): boolean {
  return standsInManaged(`"${action}"`) || standsInManaged(`"${action}*"`)
}

/** Names of products that are no prefixes. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const prefixes: Readonly<Record<string, string>> = {
  alb: 'elasticloadbalancing',
  apigatewayv2: 'apigateway',
  cloudwatchlogs: 'logs',
  cognito: 'cognito-idp',
  efs: 'elasticfilesystem',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  eventbridge: 'events',
  msk: 'kafka',
  opensearchservice: 'es',
  sfn: 'states',
  stepfunctions: 'states',
  systemsmanager: 'ssm',
}

/** The prefix that was most likely meant; undefined when none is near. */
export function nearestService(prefix: string): string | undefined {
  const known = prefixes[prefix.toLowerCase()]
  if (known !== undefined) return known
  const near = closest(prefix, allServices())
  if (near !== undefined) return near
  const word = prefix.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  if (word.length < 4) return undefined
  return allServices().find((service) => (serviceName(service) ?? '').toLowerCase().replaceAll(' ', '').endsWith(word))
}

const deletes = /delete|terminate|purge/i

const nearest = new Map<string, string | undefined>()
const nearestLimit = 5_000

/** The action that was most likely meant; undefined when none is near. */
export function nearestAction(service: string, name: string): string | undefined {
  const written = `${service}:${name}`
  if (!nearest.has(written)) {
    if (nearest.size >= nearestLimit) nearest.clear()
    nearest.set(written, findNearest(service, name))
  }
  return nearest.get(written)
}

function findNearest(service: string, name: string): string | undefined {
  const known = permissionOf(`${service}:${name}`)
  if (known !== undefined) return known
  const own = serviceActions(service) ?? []
  const written = name.replaceAll(/[*?]/g, '')
  const vocabulary = new Set(own.flatMap((action) => wordsOf(action.name)))
  const meant = wordsOf(written).filter((word) => vocabulary.has(word))
  const near = closest(
    written,
    own
      .map((action) => action.name)
      // Nobody who means to read is told to delete, and a word that the service knows is no misspelling.
      .filter((candidate) => !deletes.test(candidate) || deletes.test(name))
      .filter((candidate) => meant.every((word) => wordsOf(candidate).includes(word))),
  )
  return near === undefined ? undefined : `${own[0]?.service}:${near}`
}

/** `get`, `user` for `GetUsers`: in lower case, of one or of many. */
const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? []).map((word) => word.toLowerCase().replace(/s$/, ''))
