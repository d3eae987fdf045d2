import type { PolicyDocument, PrincipalElement, Statement } from '../model/policy'
import { all as every, any as some, type Answer, not } from '../model/value'
import { actionValue } from './action'
import type { RequestContext } from './context'
import { supportsResourceControlPolicies } from './data'
import { any } from './glob'
import { hasVariables, namesResource, statementVerdict } from './statement'
import { asValue, matches, type Pattern, patternOf } from './text'

/**
 * One request against all policies that bear on it, as AWS combines them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */

/** Who asks. */
export interface Requester {
  /** `session`: of a role. `root`: of the account. `service`: an AWS service that acts for itself. */
  readonly kind: 'user' | 'session' | 'root' | 'service'
  /** The user's ARN, the role's ARN, or the service principal. */
  readonly arn: string
  /** Sessions: `arn:aws:sts::111122223333:assumed-role/role/name`. */
  readonly sessionArn?: string
  /** Twelve digits; '' for a service. */
  readonly account: string
  /** A role that AWS made for a service: SCPs and RCPs do not bear on it. */
  readonly serviceLinked?: boolean
}

/** The request and every policy that bears on it; what is left out is not there. */
export interface Evaluation {
  readonly requester: Requester
  readonly action: string
  readonly resource: Pattern
  readonly resourceAccount: string
  readonly request: RequestContext
  readonly identity: readonly PolicyDocument[]
  readonly boundary?: PolicyDocument
  readonly session?: readonly PolicyDocument[]
  readonly resourcePolicy?: PolicyDocument
  /** `deciding`: a KMS key or a role, which nobody uses whom its own policy does not let. */
  readonly resourceKind?: 'ordinary' | 'deciding'
  /** From the root of the organization down to the account: at each level what is attached there. */
  readonly serviceControl?: readonly (readonly PolicyDocument[])[]
  readonly resourceControl?: readonly (readonly PolicyDocument[])[]
}

export type PolicyLayer = 'identity' | 'boundary' | 'session' | 'resource' | 'scp' | 'rcp'

export interface EvaluationResult {
  readonly answer: Answer
  /** Statements that allow or deny for certain, by layer. */
  readonly causes: readonly { readonly layer: PolicyLayer; readonly statement: Statement }[]
}

/** How a Principal element speaks of a requester. */
type Naming = 'himself' | 'session' | 'everyone' | 'account' | 'no'

interface Layer {
  readonly allow: Answer
  readonly deny: Answer
}

const silent: Layer = { allow: 'no', deny: 'no' }

/** Whether AWS lets a request through. */
export function evaluate(input: Evaluation): EvaluationResult {
  const causes: { layer: PolicyLayer; statement: Statement }[] = []
  const note = (layer: PolicyLayer) => (statement: Statement) => void causes.push({ layer, statement })
  const { requester } = input
  const identity =
    requester.kind === 'root'
      ? { allow: 'yes' as const, deny: 'no' as const }
      : layerOf(input.identity, input, note('identity'))
  const boundary = input.boundary ? layerOf([input.boundary], input, note('boundary')) : undefined
  const session = input.session ? layerOf(input.session, input, note('session')) : undefined
  const resource = resourceLayer(input, note('resource'))
  const scp = organizationLayer(requester.kind === 'service' ? undefined : input.serviceControl, input, note('scp'))
  const [service = ''] = input.action.split(':')
  const covered = supportsResourceControlPolicies(service)
  const rcp = organizationLayer(covered ? input.resourceControl : undefined, input, note('rcp'))
  const denied = some([identity, boundary ?? silent, session ?? silent, resource, scp, rcp].map(({ deny }) => deny))
  const own = every([identity.allow, boundary?.allow ?? 'yes', session?.allow ?? 'yes'])
  const caps = every([boundary?.allow ?? 'yes', session?.allow ?? 'yes'])
  const granted = combine(input, own, caps, resource)
  return { answer: every([granted, scp.allow, rcp.allow, not(denied)]), causes }
}

function combine(input: Evaluation, own: Answer, caps: Answer, resource: ResourceLayer): Answer {
  const { requester } = input
  // A boundary and a session policy cap what a resource's policy gives a role, not what it gives a user or a session.
  const direct = some([resource.himself, resource.everyone])
  const given = some([resource.session, requester.kind === 'user' ? direct : every([direct, caps])])
  if (requester.kind === 'service') return direct
  if (requester.account !== input.resourceAccount) return every([own, some([given, direct, resource.account])])
  if (input.resourceKind === 'deciding') return some([given, every([own, resource.account])])
  return some([own, given])
}

function layerOf(documents: readonly PolicyDocument[], input: Evaluation, note: (statement: Statement) => void): Layer {
  let { allow, deny }: Layer = silent
  for (const document of documents) {
    for (const statement of document.statements) {
      const answer = applies(statement, document, input)
      if (answer === 'no') continue
      if (answer === 'yes') note(statement)
      if (statement.effect === 'Deny') deny = some([deny, answer])
      else allow = some([allow, answer])
    }
  }
  return { allow, deny }
}

function applies(statement: Statement, document: PolicyDocument, { action, resource, request }: Evaluation): Answer {
  const verdict = statementVerdict(statement, document, actionValue(action), request).answer
  return verdict === 'no' ? 'no' : every([verdict, namesResource(statement, hasVariables(document), resource)])
}

/** Every level of the organization has to allow; one that has no policies of the kind does not bear on it. */
function organizationLayer(
  levels: Evaluation['serviceControl'],
  input: Evaluation,
  note: (statement: Statement) => void,
): Layer {
  if (!levels || input.requester.serviceLinked) return { allow: 'yes', deny: 'no' }
  const layers = levels.filter((level) => level.length > 0).map((level) => layerOf(level, input, note))
  return { allow: every(layers.map(({ allow }) => allow)), deny: some(layers.map(({ deny }) => deny)) }
}

interface ResourceLayer extends Layer {
  readonly himself: Answer
  readonly session: Answer
  readonly everyone: Answer
  readonly account: Answer
}

function resourceLayer(input: Evaluation, note: (statement: Statement) => void): ResourceLayer {
  const by: Record<Naming, Answer> = { himself: 'no', session: 'no', everyone: 'no', account: 'no', no: 'no' }
  let deny: Answer = 'no'
  for (const statement of input.resourcePolicy?.statements ?? []) {
    const naming = statement.principals ? namingOf(statement.principals, statement.effect, input.requester) : 'no'
    // A trust policy has no Resource: it is about its role.
    const answer = naming === 'no' ? 'no' : applies(statement, input.resourcePolicy as PolicyDocument, input)
    if (answer === 'no') continue
    if (answer === 'yes') note(statement)
    if (statement.effect === 'Deny') deny = some([deny, answer])
    else by[naming] = some([by[naming], answer])
  }
  return { ...by, allow: some([by.himself, by.session, by.everyone, by.account]), deny }
}

/**
 * How an element speaks of somebody. Under Deny, `NotPrincipal` spares only those whom it lists themselves: the account
 * beside them does not spare its other principals.
 */
function namingOf(element: PrincipalElement, effect: Statement['effect'], requester: Requester): Naming {
  const found = new Set(
    element.entries.map((entry) => entryNaming(entry.type, patternOf(entry.value, asValue), requester)),
  )
  if (element.negated) {
    const spared =
      found.has('himself') ||
      found.has('session') ||
      found.has('everyone') ||
      (effect === 'Allow' && found.has('account'))
    return spared ? 'no' : 'everyone'
  }
  return (['session', 'himself', 'everyone', 'account'] as const).find((naming) => found.has(naming)) ?? 'no'
}

function entryNaming(type: string, value: Pattern, requester: Requester): Naming {
  if (requester.kind === 'service')
    return type === 'Service' && value.exact === requester.arn ? 'himself' : isStar(type, value) ? 'everyone' : 'no'
  if (isStar(type, value)) return 'everyone'
  if (type !== 'AWS') return 'no'
  if (requester.sessionArn !== undefined && is(value, requester.sessionArn)) return 'session'
  if (is(value, requester.arn)) return 'himself'
  return is(value, requester.account) || /^arn:[^:]*:iam::(\d{12}):root$/.exec(value.exact)?.[1] === requester.account
    ? 'account'
    : 'no'
}

const isStar = (type: string, value: Pattern): boolean =>
  (type === 'AWS' || type === '*') && (value.exact === '*' || value.exact === any)

const is = (value: Pattern, text: string): boolean =>
  matches(value, { exact: text, wide: text, holes: [], variables: [] }) === 'yes'
