import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseAccount, recogniseAccount } from '../../../parsers/account'
import { defaultParseSettings, type Parsed } from '../../../parsers/parser'
import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import { asText, type Data, display, literal } from '../../../src/model/value'
import { memoryTree } from '../memory-tree'

const folder = join(__dirname, '../../../fixtures/account')

function parse(texts: Record<string, string>, file: string): Promise<Parsed> {
  return parseAccount({ kind: 'account', file }, memoryTree(texts), defaultParseSettings)
}

function fixture(name: string): Promise<Parsed> {
  return parse({ [name]: readFileSync(join(folder, name), 'utf8') }, name)
}

function shown(data: Data | undefined): string | undefined {
  const text = asText(data)
  return text && display(text)
}

function only(parsed: Parsed, type: string): Resource {
  const found = parsed.model.resources.filter((resource) => resource.type === type)
  expect(found).toHaveLength(1)
  return found[0] as Resource
}

describe('authorization details', () => {
  test('users, groups and roles with all that they carry', async () => {
    const { model, diagnostics } = await fixture('authorization-details.json')
    expect(diagnostics).toEqual([])
    const [alice] = model.users
    expect(alice && display(alice.name)).toBe('alice')
    expect(alice?.resource.address).toBe('arn:aws:iam::111122223333:user/people/alice')
    expect(alice?.resource.scope).toBe('111122223333')
    expect(alice?.resource.span.source.positionAt(alice.resource.span.start)).toEqual({ line: 5, column: 20 })
    expect(alice?.boundary?.to?.name && display(alice.boundary.to.name)).toBe('team-boundary')
    expect(model.memberships.map((m) => [m.user.to?.kind, m.group.to && display(m.group.to.name)])).toEqual([
      ['user', 'auditors'],
    ])
    expect(model.attachments.map((a) => [a.as, a.target.to?.kind, a.policy.to?.kind, display(a.policy.text)])).toEqual([
      ['permissions', 'group', 'aws-managed', 'arn:aws:iam::aws:policy/SecurityAudit'],
      ['permissions', 'user', 'managed', 'arn:aws:iam::111122223333:policy/deploy'],
      ['boundary', 'user', 'managed', 'arn:aws:iam::111122223333:policy/team-boundary'],
    ])
  })

  test('the version in force counts, and no other', async () => {
    const { model } = await fixture('authorization-details.json')
    const deploy = model.policies.find((policy) => policy.name && display(policy.name) === 'deploy')
    expect(deploy?.document.statements.map((s) => s.actions?.items.map(display))).toEqual([['cloudformation:*']])
  })

  test('documents in URL encoding and as text, with their places', async () => {
    const { model } = await fixture('authorization-details.json')
    const [role] = model.roles
    const principal = role?.trust?.document.statements[0]?.principals?.entries[0]
    expect(principal && [principal.type, display(principal.value)]).toEqual(['AWS', '*'])
    const at = principal?.value.span
    expect(at?.source.text.slice(at.start, at.end)).toBe('%2A')
    const inline = model.policies.find((policy) => policy.kind === 'inline' && policy.carrier?.identityKind === 'role')
    expect(inline?.document.statements[0]?.actions?.items.map(display)).toEqual(['iam:PassRole'])
    expect(role && shown(property(role.resource, ['RoleLastUsed', 'LastUsedDate']))).toBe('2026-01-31T17:00:00+00:00')
  })

  test('one page of several is said to be incomplete', async () => {
    const { diagnostics } = await parse({ 'a.json': '{"UserDetailList": [], "IsTruncated": true}' }, 'a.json')
    expect(diagnostics.map((diagnostic) => diagnostic.kind)).toEqual(['account-truncated'])
  })
})

describe('the credential report', () => {
  test('says of the root user and of users what evidence there is', async () => {
    const parsed = await fixture('credential-report.csv')
    const root = only(parsed, 'account.root')
    expect(shown(property(root, ['AccessKey1Active']))).toBe('true')
    expect(shown(property(root, ['MfaActive']))).toBe('false')
    expect(property(root, ['PasswordEnabled'])).toBeUndefined()
    const users = parsed.model.resources.filter((resource) => resource.type === 'account.credential')
    expect(users.map((resource) => resource.name)).toEqual(['alice', 'ops,robot'])
    const alice = users[0] as Resource
    expect(shown(property(alice, ['PasswordEnabled']))).toBe('true')
    expect(property(alice, ['PasswordLastUsed'])).toBeUndefined()
    const mfa = property(alice, ['MfaActive'])?.span
    expect(mfa && [mfa.source.positionAt(mfa.start).line, mfa.source.text.slice(mfa.start, mfa.end)]).toEqual([
      3,
      'false',
    ])
  })

  test('every active key of a user is an access key with its age', async () => {
    const { model } = await fixture('credential-report.csv')
    expect(model.accessKeys.map((key) => [key.user && literal(key.user.text), key.lastRotated])).toEqual([
      ['alice', '2024-02-01T08:01:00+00:00'],
      ['alice', '2025-12-24T00:00:00+00:00'],
    ])
  })

  test.each(['base64', 'plain'])('in the JSON of get-credential-report, %s', async (encoding) => {
    const csv = readFileSync(join(folder, 'credential-report.csv'), 'utf8')
    const content = encoding === 'base64' ? Buffer.from(csv).toString('base64') : csv
    const text = JSON.stringify({ Content: content, ReportFormat: 'text/csv', GeneratedTime: '2026-01-01T00:00:00Z' })
    expect(recogniseAccount(text)).toBe('credential-report')
    const parsed = await parse({ 'r.json': text }, 'r.json')
    expect(only(parsed, 'account.root').scope).toBe('111122223333')
    expect(parsed.model.accessKeys).toHaveLength(2)
  })

  test('a line that is cut short is named', async () => {
    const csv = readFileSync(join(folder, 'credential-report.csv'), 'utf8')
    const { diagnostics, model } = await parse({ 'r.csv': csv.slice(0, csv.indexOf('"ops') + 30) }, 'r.csv')
    expect(diagnostics.map((diagnostic) => [diagnostic.kind, diagnostic.level])).toEqual([
      ['credential-report', 'warning'],
    ])
    expect(model.accessKeys).toHaveLength(2)
  })
})

test('the summary says what the root user has', async () => {
  const root = only(await fixture('summary.json'), 'account.root')
  expect(shown(property(root, ['AccessKeysPresent']))).toBe('1')
  expect(shown(property(root, ['MfaEnabled']))).toBe('0')
})

test('the password policy', async () => {
  const { model } = await fixture('password-policy.json')
  const [policy] = model.passwordPolicies
  expect(policy && shown(property(policy.resource, ['MinimumPasswordLength']))).toBe('8')
})

test('services last accessed name the one who used them', async () => {
  const resource = only(await fixture('last-accessed.json'), 'account.last-accessed')
  expect(shown(property(resource, ['Entity']))).toBe('arn:aws:iam::111122223333:role/builder')
})

test('an organization, its accounts, roots and policies', async () => {
  const { model } = await fixture('organization.json')
  expect(model.resources.map((resource) => [resource.type, resource.name])).toEqual([
    ['account.organization', 'o-exampleorg'],
    ['account.organization-account', 'management'],
    ['account.organization-root', 'r-exam'],
  ])
  const scp = (await fixture('organization-policy.json')).model.policies[0]
  expect(scp?.kind).toBe('scp')
  expect(scp?.document.statements[0]?.actions?.negated).toBe(true)
})

describe('what an export is', () => {
  const expected: Readonly<Record<string, string>> = {
    'authorization-details.json': 'authorization-details',
    'credential-report.csv': 'credential-report',
    'last-accessed.json': 'last-accessed',
    'organization-policy.json': 'organization-policy',
    'organization.json': 'organization',
    'password-policy.json': 'password-policy',
    'summary.json': 'account-summary',
  }

  test.each(readdirSync(folder))('%s', (name) => {
    expect(recogniseAccount(readFileSync(join(folder, name), 'utf8'))).toBe(expected[name])
  })

  test.each([
    '{"Resources": {"P": {"Type": "AWS::IAM::User"}}}',
    '{"Accounts": ["111122223333"]}',
    '{"Policy": {"Statement": []}}',
    'user,name\nalice,Alice\n',
    '',
  ])('not %s', (text) => {
    expect(recogniseAccount(text)).toBeUndefined()
  })
})

test('anything else is a diagnostic, never an exception', async () => {
  for (const text of ['', '{', '[]', '{"a": 1}', '{"Content": "aGk="}', 'null', '{"UserDetailList": 4}']) {
    const parsed = await parse({ 'x.json': text }, 'x.json')
    expect([...parsed.diagnostics.map((d) => d.level), ...parsed.parsed]).not.toEqual([])
  }
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const members = { UserDetailList: [value], RoleDetailList: value, Policies: [value], Policy: value }
      await parse({ 'x.json': JSON.stringify(members) }, 'x.json')
    }),
  )
})
