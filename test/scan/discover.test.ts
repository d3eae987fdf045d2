import { truncateSync } from 'node:fs'
import { discover } from '../../src/scan/discover'
import { DiskTree } from '../../src/scan/files'
import { largestFile } from '../../src/scan/tree'
import { Workspace } from './workspace'

const template = 'Resources:\n  R:\n    Type: AWS::IAM::Role\n'
const assembly = '{"version":"36.0.0","artifacts":{"S":{"type":"aws:cloudformation:stack"}}}'
const plan = '{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{}}'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

async function found(paths: readonly string[] = ['.'], exclude: readonly string[] = []) {
  const discovery = await discover(new DiskTree(workspace.root), { paths, exclude })
  return { ...discovery, kinds: discovery.diagnostics.map((diagnostic) => diagnostic.kind) }
}

test('tells every kind of input by content, and passes over the rest', async () => {
  workspace.write({
    'net/main.tf': '',
    'net/more.tf.json': '{}',
    'net/open.tofu': '',
    'plan.json': plan,
    'functions.json': '{"format_version":"1.0","function_signatures":{}}',
    'stack.yaml': template,
    'sam.template': 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n',
    'stack.json': '{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}',
    'cdk.out/manifest.json': assembly,
    'cdk.out/S.template.json': '{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}',
    'cdk.out/assembly-P/manifest.json': assembly,
    'cdktf.out/manifest.json': '{"stacks":{"s":{"synthesizedStackPath":"stacks/s/cdk.tf.json"}}}',
    'cdktf.out/stacks/s/cdk.tf.json': '{}',
    'alone/cdk.tf.json': '{}',
    'report.csv': 'user,arn,user_creation_time,password_enabled\n',
    'details.json': '{"UserDetailList": [], "RoleDetailList": []}',
    'package.json': '{"name":"x","version":"1.0.0"}',
    'manifest.json': '{"name":"an extension","version":"1"}',
    'pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    'workflow.yml': 'on: push\njobs: {}\n',
    'README.md': 'Resources:\n  Type: AWS::IAM::Role\n',
  })
  const { inputs, kinds, found: files } = await found()
  expect(kinds).toEqual([])
  expect(inputs).toEqual([
    { kind: 'terraform', files: ['net/main.tf', 'net/more.tf.json', 'net/open.tofu'] },
    { kind: 'terraform-plan', file: 'plan.json' },
    { kind: 'cloudformation', files: ['sam.template', 'stack.json', 'stack.yaml'] },
    { kind: 'cdk', directory: 'cdk.out' },
    { kind: 'cdktf', directory: 'alone', files: ['alone/cdk.tf.json'] },
    { kind: 'cdktf', directory: 'cdktf.out', files: ['cdktf.out/stacks/s/cdk.tf.json'] },
    { kind: 'account', file: 'details.json' },
    { kind: 'account', file: 'report.csv' },
  ])
  expect(files).toHaveLength(21)
})

test('a template whose first resource comes late is found', async () => {
  workspace.write({ 'big.yaml': `Description: |\n${'  text\n'.repeat(20_000)}${template}` })
  expect((await found()).inputs).toEqual([{ kind: 'cloudformation', files: ['big.yaml'] }])
})

test('a plan behind the lines of a CI wrapper, and one in UTF-16, are plans', async () => {
  workspace.write({
    'a.json': `[command]/usr/bin/terraform show -json plan\n${plan}\n::debug::exitcode: 0\n`,
    'b.json': Buffer.from(`\ufeff${plan}`, 'utf16le'),
  })
  expect((await found()).inputs).toEqual([
    { kind: 'terraform-plan', file: 'a.json' },
    { kind: 'terraform-plan', file: 'b.json' },
  ])
})

test('never walks .git, node_modules and .terraform, and keeps to .gitignore files', async () => {
  workspace.write({
    '.git/HEAD': '',
    '.git/x.tf': '',
    'node_modules/p/x.tf': '',
    'a/.terraform/modules/m/x.tf': '',
    '.gitignore': 'build/\n*.gen.tf\n!keep.gen.tf\n',
    'build/x.tf': '',
    'a/x.gen.tf': '',
    'a/keep.gen.tf': '',
    'a/.gitignore': '/local.tf\n!wanted.gen.tf\n',
    'a/local.tf': '',
    'a/wanted.gen.tf': '',
    'a/b/local.tf': '',
    'a/main.tf': '',
  })
  const wanted = ['a/b/local.tf', 'a/keep.gen.tf', 'a/main.tf', 'a/wanted.gen.tf']
  expect((await found()).inputs).toEqual([{ kind: 'terraform', files: wanted }])
  expect((await found(['a'])).inputs).toEqual([{ kind: 'terraform', files: wanted }])
})

test('a pattern made to be slow is left out', async () => {
  const name = `${'a'.repeat(200)}.tf`
  workspace.write({ '.gitignore': `${'*a'.repeat(40)}b\nother.tf\n`, [name]: '', 'other.tf': '' })
  expect((await found()).inputs).toEqual([{ kind: 'terraform', files: [name] }])
})

test('what git ignores is scanned when it is named, and a CDK output that it hides is told', async () => {
  workspace.write({ '.git/HEAD': '', '.gitignore': 'cdk.out\n', 'cdk.out/manifest.json': assembly, 'main.tf': '' })
  const all = await found()
  expect(all.inputs).toEqual([{ kind: 'terraform', files: ['main.tf'] }])
  expect(all.diagnostics).toMatchObject([{ level: 'note', kind: 'ignored-output', file: 'cdk.out' }])
  expect((await found(['cdk.out'])).inputs).toEqual([{ kind: 'cdk', directory: 'cdk.out' }])
})

test('--exclude takes patterns of the .gitignore kind, from the working directory', async () => {
  workspace.write({ 'a/main.tf': '', 'a/test/x.tf': '', 'test/y.tf': '', 'b/main.tf': '' })
  const files = async (exclude: string[]) =>
    (await found(['.'], exclude)).inputs.flatMap((input) => ('files' in input ? input.files : []))
  expect(await files(['/test', './b'])).toEqual(['a/main.tf', 'a/test/x.tf'])
  expect(await files(['**/test/**'])).toEqual(['a/main.tf', 'b/main.tf'])
})

test('a pattern is a path too', async () => {
  workspace.write({ 'envs/prod/main.tf': '', 'envs/dev/main.tf': '', 'main.tf': '' })
  const files = ['envs/dev/main.tf', 'envs/prod/main.tf']
  expect((await found(['envs/*/*.tf'])).inputs).toEqual([{ kind: 'terraform', files }])
})

test('loops of links end, and a linked file is read once for each name', async () => {
  workspace.write({ 'a/main.tf': '' }).link('..', 'a/up').link('loop', 'loop').link('a/main.tf', 'linked.tf')
  expect((await found()).inputs).toEqual([{ kind: 'terraform', files: ['a/main.tf', 'linked.tf'] }])
})

test.each([
  ['nothing at all', {}, ['.'], 'nothing-to-scan'],
  ['nothing of ours', { 'a.txt': 'x' }, ['.'], 'nothing-to-scan'],
  ['a path that is not there', { 'a.tf': '' }, ['missing'], 'path-not-found'],
  ['a file of no known kind', { 'pod.yaml': 'kind: Pod' }, ['pod.yaml'], 'unknown-kind'],
  ['an empty file', { 'x.yaml': '' }, ['x.yaml'], 'unknown-kind'],
  ['a binary file', { 'x.tf': Buffer.from([1, 2, 0, 3]) }, ['.'], 'binary-file'],
])('%s is an error', async (_, files, paths, kind) => {
  workspace.write(files as Record<string, string>)
  const { diagnostics } = await found(paths)
  expect(diagnostics).toMatchObject([{ level: 'error', kind }])
})

test('a file of 200 MB is an error, and the others are scanned', async () => {
  workspace.write({ 'huge.tf': '', 'main.tf': '' })
  truncateSync(workspace.path('huge.tf'), 200_000_000)
  expect(200_000_000).toBeGreaterThan(largestFile)
  const { inputs, diagnostics, unreadable } = await found()
  expect(inputs).toEqual([{ kind: 'terraform', files: ['main.tf'] }])
  expect(diagnostics).toMatchObject([{ level: 'error', kind: 'file-too-large', file: 'huge.tf' }])
  expect(unreadable).toEqual(['huge.tf'])
})

test('only the frameworks that were asked for', async () => {
  workspace.write({ 'main.tf': '', 'stack.yaml': template })
  const { inputs } = await discover(new DiskTree(workspace.root), {
    paths: ['.'],
    exclude: [],
    frameworks: ['cloudformation'],
  })
  expect(inputs).toEqual([{ kind: 'cloudformation', files: ['stack.yaml'] }])
})
