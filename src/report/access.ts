import pc from 'picocolors'
import type { AccessAnswer, AccessReason, CanAnswer, OutsideAccess, WhoCanAnswer } from '../model/access-answer'
import type { Identity } from '../model/iam'
import { readableName } from '../model/names'
import type { Condition } from '../model/policy'
import { type Answer, display } from '../model/value'
import { plain } from './escape'
import { placeOf, plural, rangeOf } from './place'

/** What `who-can` and `can` show: the answer, and the statements that it rests on, each on its line. */

const words: Readonly<Record<AccessReason['kind'], string>> = {
  allow: 'allowed by',
  deny: 'denied by',
  'may-deny': 'may be denied by',
  boundary: 'not within the boundary',
  'resource-allow': 'allowed by the resource’s policy',
  'resource-deny': 'denied by the resource’s policy',
  trust: 'let in by the trust policy',
  'no-trust': 'not let in by the resource’s own policy, though allowed by',
  unknown: 'not known:',
}

/** For people at a terminal. */
export function whoCanConsole(answer: WhoCanAnswer, colors = false): string {
  const paint = pc.createColors(colors)
  const what = `${answer.action} on ${answer.resource ?? 'any resource'}`
  const lines = answer.principals.flatMap((principal) => principalLines(principal, paint))
  const outside = answer.outside.flatMap((one) => outsideLines(one, paint))
  const sure = answer.principals.filter((one) => one.answer === 'yes').length
  const maybe = answer.principals.length - sure
  const note = answer.knownAction ? [] : [`AWS had no action ${plain(answer.action)} when the tables were made.`, '']
  const summary = `${plural(sure, 'principal')} of ${answer.asked} can ${plain(what)}${maybe > 0 ? `, ${maybe} more may` : ''}.`
  return `${[...note, ...lines, ...outside, paint.bold(summary)].join('\n')}\n`
}

/** For people at a terminal: one principal. */
export function canConsole(answer: CanAnswer, colors = false): string {
  const paint = pc.createColors(colors)
  const verdict =
    answer.answer === 'yes' ? 'can' : answer.answer === 'no' ? 'cannot' : 'may, depending on what follows,'
  const what = `${plain(answer.action)} on ${plain(answer.resource ?? 'any resource')}`
  const head = `${nameOf(answer.principal)} ${paint.bold(verdict)} do ${what}.`
  const note = answer.knownAction ? [] : [`AWS had no action ${plain(answer.action)} when the tables were made.`]
  const reasons =
    answer.reasons.length > 0 ? answer.reasons.flatMap((reason) => reasonLines(reason, paint)) : ['  nothing allows it']
  return `${[...note, head, ...reasons].join('\n')}\n`
}

type Paint = ReturnType<typeof pc.createColors>

function principalLines(answer: AccessAnswer, paint: Paint): string[] {
  const mark = answer.answer === 'yes' ? paint.green('can') : paint.yellow('may')
  const address = plain(answer.principal.resource.address)
  const head = `${mark} ${paint.bold(nameOf(answer.principal))}  ${paint.dim(address)}`
  return [head, ...answer.reasons.flatMap((reason) => reasonLines(reason, paint)), '']
}

function outsideLines(one: OutsideAccess, paint: Paint): string[] {
  const who =
    typeof one.principal === 'string' ? one.principal : `${one.principal.type} ${display(one.principal.value)}`
  const mark = one.answer === 'yes' && one.reasons.every(({ conditions }) => conditions.length === 0) ? 'can' : 'may'
  return [
    `${paint.red(mark)} ${paint.bold(plain(who))}`,
    ...one.reasons.flatMap((reason) => reasonLines(reason, paint)),
    '',
  ]
}

function reasonLines(reason: AccessReason, paint: Paint): string[] {
  const line = `  ${words[reason.kind]} ${plain(reason.policy)}  ${paint.dim(plain(placeOf(reason.span)))}`
  return [line, ...reason.conditions.map((condition) => `    if ${plain(conditionText(condition))}`)]
}

function nameOf(identity: Identity): string {
  return `${identity.kind} ${plain(readableName(identity.name, identity.resource))}`
}

function conditionText(condition: Condition): string {
  const values = condition.values.items.map(display).join(' or ')
  return `${display(condition.key)} ${display(condition.operator)} ${values}`
}

/** JSON, version 1, for other programs. */
export function whoCanJson(answer: WhoCanAnswer): string {
  const { action, resource, asked, knownAction } = answer
  const outside = answer.outside.map(({ principal, answer: verdict, resource: on, reasons }) => ({
    principal:
      typeof principal === 'string'
        ? { type: '*', value: '*' }
        : { type: principal.type, value: display(principal.value) },
    answer: verdict,
    resource: on.address,
    reasons: reasons.map(reasonJson),
  }))
  const body = {
    version: 1,
    action,
    resource: resource ?? null,
    knownAction,
    asked,
    principals: answer.principals.map(answerJson),
    outside,
  }
  return `${JSON.stringify(body, null, 2)}\n`
}

/** JSON, version 1: one question, and an answer for each principal that was meant. */
export function canJson(answers: readonly [CanAnswer, ...CanAnswer[]]): string {
  const { action, resource, knownAction } = answers[0]
  const principals = answers.map(answerJson)
  return `${JSON.stringify({ version: 1, action, resource: resource ?? null, knownAction, principals }, null, 2)}\n`
}

function answerJson({
  principal,
  answer,
  reasons,
}: {
  principal: Identity
  answer: Answer
  reasons: readonly AccessReason[]
}): object {
  return {
    principal: {
      address: principal.resource.address,
      kind: principal.kind,
      name: readableName(principal.name, principal.resource),
    },
    answer,
    reasons: reasons.map(reasonJson),
  }
}

function reasonJson({ kind, policy, span, conditions }: AccessReason): object {
  return {
    kind,
    policy,
    ...rangeOf(span),
    conditions: conditions.map((condition) => ({
      operator: display(condition.operator),
      key: display(condition.key),
      values: condition.values.items.map(display),
    })),
  }
}
