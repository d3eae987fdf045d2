import { join } from 'node:path'
import { parseCdktf } from '../../../parsers/cdk'
import { defaultParseSettings, type Parsed } from '../../../parsers/parser'
import { link } from '../../../src/model/link'
import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import { display } from '../../../src/model/value'
import { DiskTree } from '../../../src/scan/files'
import { memoryTree } from '../memory-tree'

async function parseFixture(name: string): Promise<Parsed> {
  const root = join(__dirname, '../../../fixtures/cdktf', name)
  const parsed = await parseCdktf(
    { kind: 'cdktf', directory: 'cdktf.out', files: [] },
    new DiskTree(root, [root]),
    defaultParseSettings,
  )
  link(parsed.model)
  return parsed
}

const stackPath = 'cdktf.out/stacks/s/cdk.tf.json'

async function parseStack(stack: object | string, more: Record<string, string> = {}): Promise<Parsed> {
  const text = typeof stack === 'string' ? stack : JSON.stringify(stack, null, 2)
  const files = memoryTree({ [stackPath]: text, ...more })
  return parseCdktf({ kind: 'cdktf', directory: 'cdktf.out', files: [stackPath] }, files, defaultParseSettings)
}

function at(parsed: Parsed, address: string): Resource {
  const found = parsed.model.resources.filter((resource) => resource.address === address)
  expect(found).toHaveLength(1)
  return found[0] as Resource
}

function line(span: Span | undefined): string | undefined {
  return span && `${span.source.path}:${span.source.positionAt(span.start).line}`
}

describe('CDK Terrain', () => {
  test('resources are constructs, in the lines of the output, with a guess at the source', async () => {
    const parsed = await parseFixture('terrain')
    expect(parsed.diagnostics).toEqual([])
    const attachment = at(parsed, 'aws_iam_user_policy_attachment.robot-admin')
    expect(attachment.framework).toBe('cdktf')
    expect(attachment.constructPath).toBe('shop/robot-admin')
    expect(line(attachment.span)).toBe('cdktf.out/stacks/shop/cdk.tf.json:89')
    expect(attachment.trace).toEqual([])
    expect(line(attachment.sourceGuess)).toBe('app.ts:16')
    // Written twice in one line, which is still one line.
    expect(line(at(parsed, 'aws_iam_user.robot').sourceGuess)).toBe('app.ts:15')
  })

  test('are evaluated and linked as Terraform', async () => {
    const { model } = await parseFixture('terrain')
    expect(model.attachments.map((one) => [one.exclusive, one.target.to?.resource.constructPath])).toEqual([
      [true, 'shop/open'],
      [false, 'shop/robot'],
    ])
    const inline = model.policies.find((policy) => policy.kind === 'inline')
    expect(inline?.document.statements[0]?.actions?.items.map(display)).toEqual(['*'])
    const [role] = model.roles
    expect(role?.trust?.document.statements[0]?.principals?.entries.map((one) => display(one.value))).toEqual(['*'])
  })
})

test('CDKTF', async () => {
  const parsed = await parseFixture('cdktf')
  expect(at(parsed, 'aws_iam_user.robot').constructPath).toBe('plain/robot')
  expect(line(at(parsed, 'aws_iam_user.robot').sourceGuess)).toBe('app.js:6')
})

describe('metadata', () => {
  const element = (metadata: object) => ({
    resource: { aws_iam_user: { u: { '//': { metadata }, name: 'u' } } },
  })

  test('stack traces of old versions are followed', async () => {
    const stackTrace = ['new TerraformElement (/ws/node_modules/cdktf/lib/e.js:9:19)', 'new S (/ws/main.ts:2:3)']
    const parsed = await parseStack(element({ path: 's/u', uniqueId: 'u', stackTrace }), {
      'main.ts': '//\n  make()\n',
    })
    const user = at(parsed, 'aws_iam_user.u')
    expect(user.trace.map(line)).toEqual(['main.ts:2'])
    expect(user.sourceGuess).toBeUndefined()
  })

  test('an id that stands in several lines is no guess, unless one of them makes something', async () => {
    const stack = element({ path: 's/u', uniqueId: 'u' })
    const two = "const a = 'u'\nconst b = 'u'\n"
    expect(at(await parseStack(stack, { 'main.ts': two }), 'aws_iam_user.u').sourceGuess).toBeUndefined()
    const made = `${two}new User(this, 'u')\n`
    expect(line(at(await parseStack(stack, { 'main.ts': made }), 'aws_iam_user.u').sourceGuess)).toBe('main.ts:3')
  })

  test('libraries and output are not searched', async () => {
    const text = "new User(this, 'u')\n"
    const more = { 'node_modules/x/a.js': text, 'cdktf.out/a.js': text, '.gen/a.ts': text, 'a.d.ts': text }
    const parsed = await parseStack(element({ path: 's/u', uniqueId: 'u' }), more)
    expect(at(parsed, 'aws_iam_user.u').sourceGuess).toBeUndefined()
  })

  test('several instances of one element share its construct', async () => {
    const user = { '//': { metadata: { path: 's/u', uniqueId: 'u' } }, count: 2, name: 'u${count.index}' }
    const { model } = await parseStack({ resource: { aws_iam_user: { u: user } } })
    expect(model.users.map((one) => [display(one.name), one.resource.constructPath])).toEqual([
      ['u0', 's/u'],
      ['u1', 's/u'],
    ])
  })

  test('of output in HCL stands beside it', async () => {
    const metadata = { resource: { aws_iam_user: { u: { '//': { metadata: { path: 's/u', uniqueId: 'u' } } } } } }
    const files = memoryTree({
      'cdktf.out/manifest.json': JSON.stringify({ stacks: { s: { synthesizedStackPath: 'stacks/s/cdk.tf' } } }),
      'cdktf.out/stacks/s/cdk.tf': 'resource "aws_iam_user" "u" {\nname = "u"\n}\n',
      'cdktf.out/stacks/s/metadata.json': JSON.stringify(metadata),
      'main.ts': "new User(this, 'u')\n",
    })
    const input = { kind: 'cdktf', directory: 'cdktf.out', files: [] } as const
    const user = at(await parseCdktf(input, files, defaultParseSettings), 'aws_iam_user.u')
    expect([user.constructPath, line(user.span), line(user.sourceGuess)]).toEqual([
      's/u',
      'cdktf.out/stacks/s/cdk.tf:1',
      'main.ts:1',
    ])
  })

  test('none at all is a Terraform resource', async () => {
    const parsed = await parseStack({ resource: { aws_iam_user: { u: { name: 'u' } } } })
    expect(at(parsed, 'aws_iam_user.u').constructPath).toBeUndefined()
  })
})

describe('bad input is named', () => {
  test('a stack that is no JSON', async () => {
    const parsed = await parseStack('{"resource": ')
    expect(parsed.diagnostics.map((diagnostic) => diagnostic.level)).toContain('error')
    expect(parsed.failed).toEqual([stackPath])
  })

  test('a manifest that is no JSON, or names what is not there', async () => {
    const stack = { resource: {} }
    expect((await parseStack(stack, { 'cdktf.out/manifest.json': '{' })).failed).toEqual(['cdktf.out/manifest.json'])
    const manifest = JSON.stringify({ stacks: { t: { synthesizedStackPath: 'stacks/t/cdk.tf.json' }, u: 3 } })
    const parsed = await parseStack(stack, { 'cdktf.out/manifest.json': manifest })
    expect(parsed.failed).toEqual(['cdktf.out/stacks/t/cdk.tf.json'])
    expect(parsed.diagnostics.map((diagnostic) => diagnostic.kind)).toEqual(['file-not-found'])
  })
})
