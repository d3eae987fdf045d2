import type { PolicyDocument, Statement } from '../model/policy'
import { knownActions } from './action'
import { type ActionInfo, actionDetails } from './data'
import { any, canonical, glob, globContains, globMatches, globsOverlap, isLiteral } from './glob'
import { hasVariables, resourcePatterns } from './statement'
import type { Pattern } from './text'

const formats = new Map<string, string>()

/** A resource type's ARN (`arn:${Partition}:s3:::${BucketName}`) as a glob, in the partition `aws`. */
export function arnFormat(arn: string): string {
  let found = formats.get(arn)
  if (found === undefined) {
    found = canonical(glob(arn.replace('${Partition}', 'aws').replaceAll(/\$\{[^}]*\}/g, '*')))
    formats.set(arn, found)
  }
  return found
}

/**
 * Whether a resource pattern can name anything that an action acts on. An action that takes no resource is only named
 * by `*`. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function fitsAction(pattern: Pattern, action: ActionInfo): boolean {
  if (pattern.exact === any || mayBeAll(pattern)) return true
  const types = actionDetails(action).resourceTypes
  const written = pattern.wide.replace(/^arn:aws-[^:]*:/, 'arn:aws:')
  return types.some((type) => type.arn === '' || fits(written, type.arn))
}

/** What nobody knows before deployment, and what is nothing of the same code: `var.resource` may be given as `*`. */
function mayBeAll({ wide, holes }: Pattern): boolean {
  return wide === any && holes.some(({ symbol }) => symbol === undefined)
}

const answers = new Map<string, boolean>()
const answerLimit = 20_000

/** The actions of a service share a few types, and a statement asks of many actions. */
function fits(written: string, arn: string): boolean {
  const key = `${written}\0${arn}`
  let answer = answers.get(key)
  if (answer === undefined) {
    answer = fitsFormat(written, arn)
    if (answers.size >= answerLimit) answers.clear()
    answers.set(key, answer)
  }
  return answer
}

const bucket = 'arn:${Partition}:s3:::${BucketName}'

function fitsFormat(written: string, arn: string): boolean {
  // A name of a bucket has no slash, so that `arn:aws:s3:::reports/*` never is the bucket itself.
  if (arn === bucket && written.includes('/')) return false
  const format = arnFormat(arn)
  return globsOverlap(written, format) && headsFit(written, format)
}

/** Region and account hold no colon, and are not empty where a format has them: written out, they are compared one by one. */
function headsFit(written: string, format: string): boolean {
  const [has, wanted] = [written.split(':'), format.split(':')]
  if (has.length < 6 || wanted.length < 6 || has.slice(0, 5).some((field) => !isLiteral(field))) return true
  return has.slice(0, 5).every((field, at) => {
    const form = wanted[at] as string
    return globMatches(form, field) && (field !== '' || form === '')
  })
}

/**
 * The actions of a statement that none of its resources can be meant for, so that it says nothing of them. Known
 * actions alone, spelt out or by wildcard; empty for NotAction, NotResource and lists that may hold more.
 */
export function unfitActions(statement: Statement, document: PolicyDocument): readonly ActionInfo[] {
  const { actions, resources } = statement
  if (!actions || actions.negated || !resources || resources.negated || resources.unknown.length > 0) return []
  const patterns = resourcePatterns(statement, hasVariables(document))
  if (patterns.some((pattern) => pattern.exact === any)) return []
  return knownActions(actions).filter((action) => !someFits(patterns, action))
}

/** Whether one of the resources can be meant for an action. */
export function someFits(patterns: readonly Pattern[], action: ActionInfo): boolean {
  if (takesMore.has(`${action.service}:${action.name}`)) return patterns.some(({ wide }) => isOf(action, wide))
  return patterns.some((pattern) => fitsAction(pattern, action) || mayListAll(pattern, action))
}

/**
 * Actions that AWS's tables give no resource, and that AWS's own code grants on one, and calls when it is deployed: the
 * hooks of the Serverless Application Model, the constructs of the CDK for clusters of MSK and EKS, and for callbacks, of
 * which AWS checks the state machine or the activity (https://github.com/aws/aws-cdk/pull/8486).
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
 */
const takesMore: ReadonlySet<string> = new Set([
  'codedeploy:PutLifecycleEventHookExecutionStatus',
  'kafka:GetBootstrapBrokers',
  'eks:CreateCluster',
  'states:SendTaskFailure',
  'states:SendTaskHeartbeat',
  'states:SendTaskSuccess',
])

/** Of the action's service, as far as an ARN tells. */
const isOf = (action: ActionInfo, arn: string): boolean => globsOverlap(arn, glob(`arn:*:${action.service}:*`))

/**
 * Listing takes no resource, say the tables, and yet services ask for one that is all of them: `arn:aws:s3:::*` in
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html, `arn:aws:iam::111122223333:role/`. What
 * ends in `*` may be meant for it.
 */
function mayListAll({ exact }: Pattern, action: ActionInfo): boolean {
  return action.wildcardOnly && action.level === 'L' && exact.endsWith(any) && exact.split(':')[2] === action.service
}

/**
 * The actions that an Allow names and that AWS lets be granted on single resources: those that could be scoped to an
 * ARN. Empty for a statement that names no resources: it is no valid one.
 */
export function scopableActions(statement: Statement): readonly ActionInfo[] {
  if (statement.effect !== 'Allow' || !statement.actions || !statement.resources) return []
  return knownActions(statement.actions).filter((action) => !action.wildcardOnly)
}

/**
 * The first pattern that takes in all that an action acts on in an account or a region of it: `arn:aws:s3:::*`,
 * `arn:aws:ssm:eu-west-1:111122223333:parameter/*`. Undefined for none, and for an action that takes no resource.
 */
export function wholeKind(patterns: readonly Pattern[], action: ActionInfo): Pattern | undefined {
  if (action.wildcardOnly) return undefined
  const ends = patterns.filter(({ exact }) => exact.endsWith(any))
  if (ends.length === 0) return undefined
  const formats = actionDetails(action).resourceTypes.flatMap(({ arn }) => (arn === '' ? [] : [arnFormat(arn)]))
  return ends.find((pattern) => formats.some((format) => globContains(whereverItIs(pattern), format)))
}

/** A pattern with its region and account as any: code is about one account, and seldom about many regions. */
function whereverItIs({ exact }: Pattern): string {
  const fields = exact.replace(/^arn:aws-[^:]*:/, 'arn:aws:').split(':')
  return fields.map((field, at) => ((at === 3 || at === 4) && field !== '' ? any : field)).join(':')
}
