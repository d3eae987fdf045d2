import type { Parsed } from '../../../../parsers/parser'
import type { Policy } from '../../../../src/model/iam'
import { property } from '../../../../src/model/resource'
import type { Span } from '../../../../src/model/source'
import { display } from '../../../../src/model/value'
import { fixtureFiles, readPlan } from './files'

const policyOf = (parsed: Parsed, address: string): Policy => {
  const found = parsed.model.policies.find((policy) => policy.resource.address === address)
  if (!found) throw new Error(`no policy of ${address}`)
  return found
}
const place = (span: Span): string => `${span.source.path}:${span.source.positionAt(span.start).line}`
const cut = (span: Span): string => span.source.text.slice(span.start, span.end)
const addresses = (parsed: Parsed): string[] => parsed.model.resources.map((resource) => resource.address)

describe('a plan beside its source', () => {
  const files = fixtureFiles('joined')

  test('has what will be there: nothing deleted, forgotten or deposed', async () => {
    const parsed = await readPlan('plan.json', files)
    expect(parsed.diagnostics).toEqual([])
    expect(parsed.parsed).toEqual(['plan.json'])
    expect(addresses(parsed).sort()).toEqual([
      'aws_iam_policy.reader',
      'aws_iam_role.app',
      'aws_iam_role_policy_attachment.app',
      'aws_iam_user.kept',
      'aws_iam_user_policy.kept',
      'aws_s3_bucket.logs',
    ])
    expect(new Set(parsed.model.resources.map((resource) => resource.framework))).toEqual(new Set(['terraform-plan']))
  })

  test('points at the lines of the source, inside policies too', async () => {
    const parsed = await readPlan('plan.json', files)
    const role = parsed.model.roles[0]!
    expect([place(role.resource.span), cut(role.resource.span)]).toEqual([
      'main.tf:22',
      'resource "aws_iam_role" "app"',
    ])
    const [principal] = role.trust!.document.statements[0]!.principals!.entries
    expect(place(principal!.value.span)).toBe('main.tf:28')
    expect(display(principal!.value)).toBe('arn:aws:iam::210987654321:root')
    const kept = policyOf(parsed, 'aws_iam_user_policy.kept').document.statements[0]!
    expect([place(kept.actions!.items[0]!.span), cut(kept.actions!.items[0]!.span)]).toEqual(['main.tf:49', 'iam:*'])
  })

  test('a policy that is only known after apply comes from the source', async () => {
    const parsed = await readPlan('plan.json', files)
    const [statement] = policyOf(parsed, 'aws_iam_policy.reader').document.statements
    const resource = statement!.resources!.items[0]!
    expect([display(resource), place(resource.span)]).toEqual(['${aws_s3_bucket.logs.arn}/*', 'main.tf:13'])
    const hole = resource.parts.find((part) => part.kind === 'hole')
    expect(hole?.symbol?.id).toBe('plan.json|aws_s3_bucket.logs.arn')
  })

  test('a reference that is only known after apply joins', async () => {
    const parsed = await readPlan('plan.json', files)
    const [attachment] = parsed.model.attachments
    expect(attachment!.policy.to?.resource.address).toBe('aws_iam_policy.reader')
    expect(attachment!.target.to?.resource.address).toBe('aws_iam_role.app')
  })

  test('a source above the plan is found, another configuration is not taken for it', async () => {
    const above = await readPlan('plans/new/plan.json', {
      'plans/new/plan.json': files['plan.json']!,
      'main.tf': files['main.tf']!,
    })
    expect(place(above.model.roles[0]!.resource.span)).toBe('main.tf:22')
    const other = await readPlan('plan.json', {
      'plan.json': files['plan.json']!,
      'main.tf': 'resource "aws_iam_user" "other" {}\n',
    })
    expect(place(other.model.roles[0]!.resource.span)).toMatch(/^plan\.json:/)
  })
})

describe('a plan alone', () => {
  const only = { 'plan.json': fixtureFiles('joined')['plan.json']! }
  const files = fixtureFiles('alone')

  test('points into the plan, at the very characters', async () => {
    const parsed = await readPlan('plan.json', only)
    expect(cut(parsed.model.roles[0]!.resource.span)).toBe('aws_iam_role.app')
    const [statement] = policyOf(parsed, 'aws_iam_user_policy.kept').document.statements
    expect(cut(statement!.actions!.items[0]!.span)).toBe('iam:*')
  })

  test('a document that is read while applying is put together from its planned arguments', async () => {
    const parsed = await readPlan('plan.json', only)
    const [statement] = policyOf(parsed, 'aws_iam_policy.reader').document.statements
    expect(statement!.actions!.items.map(display)).toEqual(['s3:GetObject'])
    expect(statement!.resources!.items).toEqual([])
    expect(statement!.resources!.unknown.map((hole) => hole.expression)).toEqual(['aws_s3_bucket.logs.arn'])
    expect(parsed.unresolved.map(({ address }) => address)).toEqual(['aws_iam_policy.reader'])
    expect(addresses(parsed)).not.toContain('data.aws_iam_policy_document.reader')
  })

  test('references are followed through module calls and outputs', async () => {
    const parsed = await readPlan('plan.json', files)
    const [attachment] = parsed.model.attachments
    expect(attachment!.resource.address).toBe('module.team["a.b"].aws_iam_role_policy_attachment.m[0]')
    expect(attachment!.policy.to?.resource.address).toBe('module.shared.aws_iam_policy.p')
    expect(attachment!.target.to?.resource.address).toBe('module.team["a.b"].aws_iam_role.r[0]')
  })

  test('a reference within a policy is a part of it at most', async () => {
    const parsed = await readPlan('plan.json', files)
    const policy = policyOf(parsed, 'module.team["a.b"].aws_iam_role_policy.p[0]')
    expect(policy.document.statements).toEqual([])
    const found = parsed.unresolved.find(({ address }) => address === policy.resource.address)
    expect(found?.hole).toMatchObject({ expression: 'aws_sqs_queue.q.arn', why: 'after-apply' })
    expect(found?.hole.symbol).toBeUndefined()
  })

  test('what nobody set is not unknown, but absent', async () => {
    const parsed = await readPlan('plan.json', files)
    const key = parsed.model.resources.find((resource) => resource.address === 'aws_kms_key.k')!
    expect(property(key, ['policy'])).toBeUndefined()
    const { resources } = (await readPlan('plan.json', only)).model
    const role = resources.find((resource) => resource.address === 'aws_iam_role.app')!
    expect(property(role, ['inline_policy'])).toBeUndefined()
  })

  test('documents of data sources count once', async () => {
    const documents = (await readPlan('plan.json', files)).model.policies.filter((policy) => policy.kind === 'document')
    expect(documents.map((policy) => policy.resource.address)).toEqual(['data.aws_iam_policy_document.loose'])
  })

  test('a provider stands for itself', async () => {
    const provider = (await readPlan('plan.json', files)).model.resources.find(({ type }) => type === 'provider.aws')!
    expect(property(provider, ['region'])).toMatchObject({ kind: 'text', parts: [{ text: 'eu-west-1' }] })
    expect(property(provider, ['access_key'])).toMatchObject({ kind: 'unknown', hole: { expression: 'var.key' } })
  })

  test('sensitive values are unknown, and gone from the text that reports show; policies are judged all the same', async () => {
    const parsed = await readPlan('plan.json', files)
    const profile = parsed.model.loginProfiles[0]!
    expect(property(profile.resource, ['password'])).toMatchObject({ kind: 'unknown', hole: { why: 'sensitive' } })
    const { source } = profile.span
    const original = files['plan.json']!
    expect(source.text).toHaveLength(original.length)
    expect(source.text).not.toContain('correct horse')
    expect(source.text).not.toContain('hidden-name')
    const [statement] = policyOf(parsed, 'aws_iam_user_policy.secret').document.statements
    expect(statement!.actions!.items.map(display)).toEqual(['iam:PassRole'])
  })

  test('a state has what is there now', async () => {
    const parsed = await readPlan('state.json', files)
    expect(addresses(parsed)).toEqual(['aws_iam_user.u', 'aws_iam_access_key.k', 'module.m.aws_iam_user_policy.p'])
    expect(parsed.model.accessKeys[0]!.user?.to?.resource.address).toBe('aws_iam_user.u')
    expect(parsed.model.accessKeys[0]!.resource.span.source.text).not.toContain('do-not-show')
  })
})
