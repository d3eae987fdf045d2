import { identityPolicies, type PolicySource } from '../src/iam/identity'
import { allowedWithoutMfa, assumedWithoutMfa } from '../src/iam/mfa'
import type { Report } from '../src/model/finding'
import type { Group, IamModel, Role, User } from '../src/model/iam'
import type { PrincipalEntry, Statement } from '../src/model/policy'
import { membersOf } from '../src/model/queries'
import type { Span } from '../src/model/source'
import { readableName } from '../src/model/names'
import { display, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOf, shortName } from './describe'
import { gravestOf, harmOrder, type Sensitive } from './sensitive-actions'

/**
 * What people may do without MFA: their whole access is asked, in the worlds without it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export default defineCheck({
  id: 'missing-mfa-condition',
  title: 'Sensitive access without MFA',
  severity: 'high',
  confidence: 'high',
  on: 'model',
  tags: ['mfa'],
  maps: { cis: ['1.9'], fsbp: ['IAM.5'], trivy: ['AWS-0123'], parliament: ['BAD_PATTERN_FOR_MFA'] },
  since: '0.1.0',
  *run(model) {
    for (const user of model.users) yield* personReports(user, model)
    // A group is judged through its members where the code knows them: what another group denies them counts.
    for (const group of model.groups) if (membersOf(model, group).length === 0) yield* personReports(group, model)
    for (const role of model.roles) yield* trustReports(role, model)
  },
})

/** One report for each statement of a policy in the code, and one for each policy of AWS that is attached. */
function* personReports(person: User | Group, model: IamModel): Generator<Report> {
  for (const source of identityPolicies(person, model).sources) {
    const found = source.document.statements
      .filter((statement) => statement.effect === 'Allow')
      .map((statement) => ({ statement, asked: sensitiveWithoutMfa(person, statement, model) }))
      .filter(({ asked }) => asked.length > 0)
    const [first] = found
    if (!first) continue
    if (!source.policy || source.managedByAws) {
      yield accessReport(person, source, source.span, gravest(found.flatMap(({ asked }) => asked)))
    } else {
      for (const { statement, asked } of found) {
        yield accessReport(person, source, statement.actions?.span ?? statement.span, asked)
      }
    }
  }
}

/** The sensitive actions of a statement that a person may call without MFA, whatever else he has and is denied. */
function sensitiveWithoutMfa(person: User | Group, statement: Statement, model: IamModel): Sensitive[] {
  const asked = statement.actions ? gravestOf(statement.actions) : []
  const names = asked.map(({ action }) => action)
  const allowed = allowedWithoutMfa(person, names, model).filter((each) =>
    each.grants.some((grant) => grant.statement === statement && each.certainty === 'yes' && grant.certainty === 'yes'),
  )
  return asked.filter(({ action }) => allowed.some((each) => each.action === action))
}

const gravest = (asked: readonly Sensitive[]): Sensitive[] =>
  [...asked].sort((one, other) => harmOrder.indexOf(one.harm) - harmOrder.indexOf(other.harm))

function accessReport(person: User | Group, source: PolicySource, at: Span, asked: readonly Sensitive[]): Report {
  const own = source.policy && !source.managedByAws ? source.policy : undefined
  const place = own ? inPolicy(own) : { resource: source.attachment?.resource ?? person.resource }
  const who = source.group ? nameOf(source.group) : nameOf(person)
  const whom = source.group || person.kind === 'group' ? `members of ${who}` : who
  const actions = asked.map(({ action }) => action)
  return {
    ...place,
    at,
    severity: asked.every(({ harm }) => harm === 'destroys') ? 'medium' : 'high',
    message: `${capital(whom)} may call ${listOf(actions.slice(0, 2))}${actions.length > 2 ? ' and more' : ''} without MFA: a stolen password or access key is enough.`,
    subjects: actions.slice(0, 3),
    key: `mfa ${who} ${actions[0]}`,
    fix: {
      description:
        'Add the condition Bool aws:MultiFactorAuthPresent true to the Allow, or a Deny with BoolIfExists aws:MultiFactorAuthPresent false.',
    },
  }
}

function* trustReports(role: Role, model: IamModel): Generator<Report> {
  if (!role.trust) return
  for (const { statement, certainty } of assumedWithoutMfa(role)) {
    if (certainty !== 'yes') continue
    const people = (statement.principals?.entries ?? []).map(personOf).filter((person) => person !== undefined)
    const [first] = people
    if (!first) continue
    const user = people.some((person) => person.kind === 'user')
    yield {
      ...inPolicy(role.trust),
      at: first.entry.value.span,
      severity: user ? 'high' : 'medium',
      confidence: user ? 'high' : 'medium',
      message: `${listOf(people.map((person) => shownPerson(person.entry.value, model)))} may assume ${nameOf(role)} without MFA: a stolen password or access key ${user ? 'is' : 'there is'} enough.`,
      subjects: people.map((person) => display(person.entry.value)),
      key: 'mfa trust',
      fix: { description: 'Add the condition Bool aws:MultiFactorAuthPresent true to the trust statement.' },
    }
  }
}

/** An ARN as written; a user of the same code by his name. */
function shownPerson(value: Text, model: IamModel): string {
  const [part] = value.parts
  const id = part?.kind === 'hole' && value.parts.length === 1 ? part.symbol?.id : undefined
  const user = id && model.users.find(({ resource }) => id.startsWith(`${resource.scope}|${resource.address}.`))
  return user ? readableName(user.name, user.resource) : shortName(value)
}

/** An entry behind which people stand: an IAM user, or a whole account. Services, roles and federation bring their own proof. */
function personOf(entry: PrincipalEntry): { entry: PrincipalEntry; kind: 'user' | 'account' } | undefined {
  if (entry.type !== 'AWS') return undefined
  const written = display(entry.value)
  const symbol = entry.value.parts.find((part) => part.kind === 'hole' && part.symbol)
  const type = symbol?.kind === 'hole' ? symbol.symbol?.type : undefined
  if (/:user\/[^/]/.test(written) || type === 'aws_iam_user' || type === 'AWS::IAM::User')
    return { entry, kind: 'user' }
  return /^\d{12}$|:root$/.test(written) ? { entry, kind: 'account' } : undefined
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
