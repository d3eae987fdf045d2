import { join } from 'node:path'
import fc from 'fast-check'
import { parseCdk } from '../../../parsers/cdk'
import { defaultParseSettings, type Parsed } from '../../../parsers/parser'
import { link } from '../../../src/model/link'
import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import { display } from '../../../src/model/value'
import { DiskTree } from '../../../src/scan/files'
import { memoryTree } from '../memory-tree'

const fixtures = join(__dirname, '../../../fixtures/cdk')

async function parseFixture(name: string): Promise<Parsed> {
  const files = new DiskTree(join(fixtures, name), [join(fixtures, name)])
  const parsed = await parseCdk({ kind: 'cdk', directory: 'cdk.out' }, files, defaultParseSettings)
  link(parsed.model)
  return parsed
}

async function parseTexts(texts: Record<string, string>, directory = 'cdk.out'): Promise<Parsed> {
  return parseCdk({ kind: 'cdk', directory }, memoryTree(texts), defaultParseSettings)
}

function line(span: Span | undefined): string | undefined {
  return span && `${span.source.path}:${span.source.positionAt(span.start).line}`
}

function at(parsed: Parsed, constructPath: string): Resource {
  const found = parsed.model.resources.filter((resource) => resource.constructPath === constructPath)
  expect(found).toHaveLength(1)
  return found[0] as Resource
}

describe('an app in TypeScript, synthesised on another machine', () => {
  test.each([
    ['People/Alice/Resource', 'lib/people.ts:12'],
    ['People/Auditors/Resource', 'lib/people.ts:15'],
    ['People/Everything/Resource', 'lib/people.ts:24'],
    ['People/AliceKey/Resource', 'lib/people.ts:29'],
    // A default policy is on the line that put the first statement into it ...
    ['People/Auditors/DefaultPolicy/Resource', 'lib/people.ts:17'],
    ['Shared/Deployer/DefaultPolicy/Resource', 'lib/workload.ts:29'],
    // ... and, where the library's frames hide that line, on the construct that owns it.
    ['Shared/Worker/ServiceRole/DefaultPolicy/Resource', 'lib/workload.ts:16'],
    ['Shared/Batch/Runner/Resource', 'lib/workload.ts:44'],
    ['Test/Workload/Batch/Runner/Resource', 'lib/workload.ts:44'],
    ['Production/Workload/Deployer/Resource', 'lib/workload.ts:25'],
  ])('%s was made at %s', async (path, place) => {
    expect(line(at(await parseFixture('typescript'), path).trace[0])).toBe(place)
  })

  test('the way there leads through the stack and the app', async () => {
    const { trace } = at(await parseFixture('typescript'), 'Test/Workload/Batch/Runner/Resource')
    expect(trace.map(line)).toEqual(['lib/workload.ts:44', 'lib/workload.ts:37', 'app.ts:11', 'app.ts:16'])
  })

  test('every file is read', async () => {
    const parsed = await parseFixture('typescript')
    // Lines that the traces of three workers' default policies do not reach.
    expect(parsed.diagnostics.map(({ level, kind }) => [level, kind])).toEqual([['note', 'cdk-short-traces']])
    expect(parsed.diagnostics[0]?.message).toMatch(/^holds 3 construct/)
    expect(parsed.failed).toEqual([])
    expect(parsed.parsed.filter((file) => file.endsWith('template.json'))).toHaveLength(7)
  })

  test('stages and nested stacks have scopes of their own', async () => {
    const { model } = await parseFixture('typescript')
    const roles = model.roles.filter((role) => role.resource.constructPath?.endsWith('Deployer/Resource'))
    expect(new Set(roles.map((role) => role.resource.address)).size).toBe(1)
    expect(new Set(roles.map((role) => role.resource.scope)).size).toBe(3)
    for (const policy of model.policies) {
      if (policy.carrier) expect(policy.carrier.to?.resource.scope).toBe(policy.resource.scope)
    }
  })

  test('values cross from stack to stack through exports', async () => {
    const worker = at(await parseFixture('typescript'), 'Shared/Worker/Resource')
    const text = JSON.stringify(worker.properties, (key, value) => (key === 'source' ? undefined : value))
    expect(text).toContain('"address":"Auditors7E7F196B","attribute":"Arn","type":"AWS::IAM::Group"')
  })
})

describe('an app in Python', () => {
  test.each([
    ['People/Alice/Resource', ['shop/people_stack.py:11', 'app.py:6']],
    ['People/Partner/Resource', ['shop/people_stack.py:21', 'shop/people_stack.py:16', 'app.py:6']],
  ])('the way to %s leads through its own files', async (path, places) => {
    expect(at(await parseFixture('python'), path).trace.map(line)).toEqual(places)
  })

  test('without recorded lines has the construct path, and says how to record them', async () => {
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'P.template.json' } }
    const trace = ['new User (/tmp/jsii-kernel-yz/node_modules/aws-cdk-lib/aws-iam/lib/user.js:1:3097)']
    trace.push('Kernel.create (/tmp/tmp1/lib/program.js:1:53295)', 'KernelHost.run (/tmp/tmp1/lib/program.js:1:227008)')
    const metadata = { '/P/Alice/Resource': [{ type: 'aws:cdk:logicalId', data: 'Alice', trace }] }
    const parsed = await parseTexts({
      'cdk.out/manifest.json': JSON.stringify({ artifacts: { P: { ...stack, metadata } } }),
      'cdk.out/P.template.json': JSON.stringify({ Resources: { Alice: { Type: 'AWS::IAM::User' } } }),
      'lib/program.js': 'not the kernel\n',
    })
    const alice = at(parsed, 'P/Alice/Resource')
    expect(alice.trace).toEqual([])
    expect(line(alice.span)).toBe('cdk.out/P.template.json:1')
    expect(parsed.diagnostics.map(({ kind, message }) => [kind, message])).toEqual([
      ['cdk-short-traces', expect.stringContaining('JSII_HOST_STACK_TRACES=1')],
    ])
  })
})

test('stacks of one assembly mean each other by name and ARN, those of another stage do not', async () => {
  const stack = (templateFile: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile } })
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-S' } }
  const users = { A: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann' } } }
  const key = { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'ann' } }
  const policy = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: {}, ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/work'] },
  }
  const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'work', PolicyDocument: {} } }
  const files = {
    'cdk.out/manifest.json': { artifacts: { A: stack('a.json'), B: stack('b.json'), S: stage } },
    'cdk.out/a.json': { Resources: { ...users, Managed: managed } },
    'cdk.out/b.json': { Resources: { Key: key, Role: policy } },
    'cdk.out/assembly-S/manifest.json': { artifacts: { C: stack('c.json') } },
    'cdk.out/assembly-S/c.json': { Resources: { Key: key } },
  }
  const texts = Object.entries(files).map(([path, data]) => [path, JSON.stringify(data)])
  const { model } = await parseTexts(Object.fromEntries(texts))
  link(model)
  expect(model.accessKeys.map(({ resource, user }) => [resource.scope, user?.to?.resource.address])).toEqual([
    ['cdk.out/B', 'A'],
    ['cdk.out/assembly-S/C', undefined],
  ])
  expect(model.attachments[0]?.policy.to?.resource.address).toBe('Managed')
})

describe('an app in JavaScript, synthesised with CDK_DEBUG', () => {
  test('tells which line set a property', async () => {
    const parsed = await parseFixture('javascript')
    const user = at(parsed, 'Plain/Robot/Resource')
    expect(line(user.trace[0])).toBe('app.js:7')
    expect(line(user.propertyTraces?.get('ManagedPolicyArns')?.[0])).toBe('app.js:8')
    expect(line(at(parsed, 'Plain/Open').propertyTraces?.get('MaxSessionDuration')?.[0])).toBe('app.js:17')
  })
})

describe('a compiled app', () => {
  test('is followed through its source map', async () => {
    const parsed = await parseFixture('compiled')
    expect(line(at(parsed, 'Compiled/Group-search/Resource').trace[0])).toBe('app.ts:14')
    expect(line(at(parsed, 'Compiled/User-payments/Resource').trace[0])).toBe('app.ts:18')
  })
})

const stack = (extra: object, metadata: object = {}): string =>
  JSON.stringify({
    version: '99.1.0',
    artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' }, metadata, ...extra } },
  })
const user = { Type: 'AWS::IAM::User', Properties: { UserName: 'u' } }
const template = (resources: object): string => JSON.stringify({ Resources: resources })

describe('older and newer assemblies', () => {
  test('frames on the logical id, in the manifest itself', async () => {
    const trace = ['new User (/x/node_modules/aws-cdk-lib/aws-iam/lib/user.js:1:1)', 'new S (/ci/app.ts:2:3)']
    const parsed = await parseTexts({
      'cdk.out/manifest.json': stack({}, { '/S/U/Resource': [{ type: 'aws:cdk:logicalId', data: 'U', trace }] }),
      'cdk.out/S.json': template({ U: user }),
      'app.ts': '// app\n  new User(this)\n',
    })
    expect(at(parsed, 'S/U/Resource').trace.map(line)).toEqual(['app.ts:2'])
    expect(parsed.diagnostics).toEqual([])
  })

  test('frames of libraries and markers alone give a construct path and no line', async () => {
    const trace = ['!!DESTRUCTIVE_CHANGES: WILL_REPLACE', 'Kernel.create (/tmp/jsii-kernel-1/lib/kernel.js:1:2)']
    const parsed = await parseTexts({
      'cdk.out/manifest.json': stack({}, { '/S/U': [{ type: 'aws:cdk:logicalId', data: 'U', trace }] }),
      'cdk.out/S.json': template({ U: user }),
      'lib/kernel.js': '// not it\n',
    })
    const resource = at(parsed, 'S/U')
    expect(resource.trace).toEqual([])
    expect(line(resource.span)).toBe('cdk.out/S.json:1')
  })

  test('without any metadata, the path that the template holds', async () => {
    const parsed = await parseTexts({
      'cdk.out/manifest.json': stack({}),
      'cdk.out/S.json': template({ U: { ...user, Metadata: { 'aws:cdk:path': 'S/U/Resource' } } }),
    })
    expect(at(parsed, 'S/U/Resource').name).toBe('u')
  })

  test('several assignments of one property do not tell which it was', async () => {
    const assigned = (row: number) => ({
      type: 'aws:cdk:propertyAssignment',
      data: { propertyName: 'ManagedPolicyArns', stackTrace: [`x (/ci/app.ts:${row}:1)`] },
    })
    const metadata = { '/S/U': [{ type: 'aws:cdk:logicalId', data: 'U' }, assigned(1), assigned(2)] }
    const texts = { 'cdk.out/S.json': template({ U: user }), 'app.ts': 'a()\nb()\n' }
    const parsed = await parseTexts({ 'cdk.out/manifest.json': stack({}, metadata), ...texts })
    expect(at(parsed, 'S/U').propertyTraces).toBeUndefined()
  })
})

describe('nested stacks', () => {
  const hash = 'a'.repeat(64)
  const inner = template({ U: user })
  const parent = (metadata: object, url: unknown): string =>
    template({
      U: { ...user, Properties: {} },
      N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url }, Metadata: metadata },
    })
  const metadata = {
    '/S/U/Resource': [{ type: 'aws:cdk:logicalId', data: 'U' }],
    '/S/Inner/U/Resource': [{ type: 'aws:cdk:logicalId', data: 'U' }],
    '/S/Inner.NestedStack/Inner.NestedStackResource': [{ type: 'aws:cdk:logicalId', data: 'N' }],
  }
  const assets = (name: string) => ({
    version: '99.1.0',
    artifacts: {
      ...JSON.parse(stack({}, metadata)).artifacts,
      A: { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } },
    },
    name,
  })

  test.each([
    ['the path that the CLI leaves', parent({ 'aws:asset:path': 'n.json' }, { Ref: 'X' }), 'n.json', {}],
    [
      'the hash in the URL',
      parent({}, { 'Fn::Join': ['', ['https://s3/', { Ref: 'AWS::Region' }, `/${hash}.json`]] }),
      'n.json',
      { 'cdk.out/S.assets.json': JSON.stringify({ files: { [hash]: { source: { path: 'n.json' } } } }) },
    ],
    ['the name of the file', parent({}, 'https://example.com'), 'SInner0123ABCD.nested.template.json', {}],
  ])('are found by %s', async (_, outer, name, more) => {
    const parsed = await parseTexts({
      'cdk.out/manifest.json': JSON.stringify(assets(name)),
      'cdk.out/S.json': outer,
      [`cdk.out/${name}`]: inner,
      ...more,
    })
    expect(at(parsed, 'S/Inner/U/Resource').name).toBe('u')
    expect(at(parsed, 'S/Inner/U/Resource').scope).toBe('cdk.out/S/N')
    expect(at(parsed, 'S/U/Resource').scope).toBe('cdk.out/S')
  })

  test('a policy that the parent hands in joins with what it is for', async () => {
    const child = template({
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', PolicyDocument: { Statement: [] }, Users: [{ Ref: 'Who' }] },
      },
    })
    const parsed = await parseTexts({
      'cdk.out/manifest.json': stack({}, metadata),
      'cdk.out/S.json': template({
        U: { ...user, Properties: {} },
        N: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: '', Parameters: { Who: { Ref: 'U' } } },
          Metadata: { 'aws:asset:path': 'n.json' },
        },
      }),
      'cdk.out/n.json': JSON.stringify({ ...JSON.parse(child), Parameters: { Who: { Type: 'String' } } }),
    })
    link(parsed.model)
    expect(parsed.model.policies.map((policy) => policy.carrier?.to?.resource.constructPath)).toEqual(['S/U/Resource'])
  })
})

describe('bad input is named', () => {
  test.each([
    ['no JSON', { 'cdk.out/manifest.json': '{' }, 'json-syntax'],
    ['no manifest', { 'cdk.out/x': '' }, 'file-not-found'],
    ['a template that is not there', { 'cdk.out/manifest.json': stack({}) }, 'file-not-found'],
    ['a broken template', { 'cdk.out/manifest.json': stack({}), 'cdk.out/S.json': '{"Resources": {' }, 'json-syntax'],
    ['an empty template', { 'cdk.out/manifest.json': stack({}), 'cdk.out/S.json': '' }, 'json-syntax'],
    [
      'metadata that is not there',
      { 'cdk.out/manifest.json': stack({ additionalMetadataFile: 'm.json' }) },
      'file-not-found',
    ],
    ['a stack without template', { 'cdk.out/manifest.json': stack({ properties: {} }) }, 'cdk-assembly'],
    [
      'metadata of another shape',
      { 'cdk.out/manifest.json': stack({}, { a: 1, b: [null, 3, { type: 1 }] }) },
      'file-not-found',
    ],
  ])('%s', async (_, texts, kind) => {
    const { diagnostics } = await parseTexts(texts as Record<string, string>)
    expect(diagnostics.map((diagnostic) => [diagnostic.level, diagnostic.kind])).toContainEqual(['error', kind])
  })

  test('anything at all as manifest and metadata is taken', async () => {
    const types = ['aws:cdk:logicalId', 'aws:cdk:creationStack', 'aws:cdk:propertyAssignment', 'aws:cdk:templateFile']
    const line = fc.oneof(fc.string(), fc.constantFrom('a (/x/app.ts:1:1)', '__proto__', '(('))
    const data = fc.oneof(fc.jsonValue(), fc.array(line), fc.record({ propertyName: line, stackTrace: fc.array(line) }))
    const item = fc.record({ type: fc.constantFrom(...types), data, trace: fc.array(line) })
    const metadata = fc.dictionary(line, fc.oneof(fc.array(item), fc.jsonValue() as fc.Arbitrary<never>))
    const extra = fc.dictionary(fc.constantFrom('environment', 'properties', 'metadata', 'type'), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(metadata, extra, fc.jsonValue(), async (made, other, artifacts) => {
        await parseTexts({
          'cdk.out/manifest.json': stack(other, made),
          'cdk.out/S.json': template({ U: user }),
          'app.ts': 'x',
        })
        await parseTexts({
          'cdk.out/manifest.json': JSON.stringify({ artifacts: { a: artifacts }, missing: artifacts }),
        })
      }),
      { numRuns: 200, examples: [[{}, { environment: { toString: false } }, {}]] },
    )
  })

  test('a construct path of a hundred thousand steps costs nothing', async () => {
    const path = `/S${'/a'.repeat(100_000)}`
    const metadata = { [path]: [{ type: 'aws:cdk:logicalId', data: 'U' }] }
    const texts = { 'cdk.out/manifest.json': stack({}, metadata), 'cdk.out/S.json': template({ U: user }) }
    const { model } = await parseTexts(texts)
    expect(model.resources[0]?.trace).toEqual([])
  })

  test('an assembly that names itself ends', async () => {
    const loop = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } }
    const { diagnostics } = await parseTexts({ 'cdk.out/manifest.json': JSON.stringify({ artifacts: { loop } }) })
    expect(diagnostics).toEqual([])
  })

  test('lookups that were not made, and templates left over', async () => {
    const { artifacts } = JSON.parse(stack({}))
    const { diagnostics } = await parseTexts({
      'cdk.out/manifest.json': JSON.stringify({ artifacts, missing: [{ key: 'vpc' }] }),
      'cdk.out/S.json': template({ U: user }),
      'cdk.out/Old.template.json': template({ U: user }),
    })
    expect(diagnostics.map((diagnostic) => [diagnostic.level, diagnostic.kind, diagnostic.file])).toEqual([
      ['warning', 'cdk-missing-context', 'cdk.out/manifest.json'],
      ['note', 'cdk-unnamed-template', 'cdk.out/Old.template.json'],
    ])
  })

  test('names of users come from the template', async () => {
    const parsed = await parseTexts({ 'manifest.json': stack({}), 'S.json': template({ U: user }) }, '.')
    expect(parsed.model.users.map((one) => display(one.name))).toEqual(['u'])
  })
})
