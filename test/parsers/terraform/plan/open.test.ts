import { deflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { recognisePlan } from '../../../../parsers/terraform/plan/recognise'
import { fixtureFiles, readPlan } from './files'

const plan = fixtureFiles('alone')['plan.json']!
const state = fixtureFiles('alone')['state.json']!
const wrapped = `[command]/opt/bin/terraform-bin show -json plan\n${plan}\n::debug::Terraform exited with code 0.\n::debug::stdout: ${plan}\n::set-output name=exitcode::0\n`
const log =
  '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","type":"version"}\n{"@level":"info"}\n'
const trimmed = '{"resource_changes": [{"address": "aws_iam_user.u", "change": {"actions": ["create"], "after": {}}}]}'

test.each([
  [plan, 'plan'],
  [state, 'state'],
  ['{"format_version":"1.0"}\n', 'state'],
  ['{"format_version":"1.0","valid":true,"diagnostics":[]}', undefined],
  [wrapped, 'wrapped'],
  [log, 'log-stream'],
  [trimmed, 'trimmed'],
  ['{"Resources": {}}', undefined],
  ['', undefined],
  ['[command]ls\nnothing', undefined],
] as const)('%.40s is told by its content', (text, kind) => {
  expect(recognisePlan(text)).toBe(kind)
  expect(recognisePlan(text.slice(0, 65_536))).toBe(kind)
})

test('lines of a wrapper are left out, with a warning', async () => {
  const parsed = await readPlan('plan.json', { 'plan.json': wrapped })
  expect(parsed.diagnostics.map(({ level, kind }) => [level, kind])).toEqual([['warning', 'plan-wrapper']])
  const [role] = parsed.model.roles
  const { source, start, end } = role!.resource.span
  expect(source.text.slice(start, end)).toBe(role!.resource.address.replaceAll('"', '\\"'))
  expect(source.positionAt(start).line).toBe(2)
})

test.each([
  ['the log of a plan', log, 'plan-log'],
  ['a part of a plan', trimmed, 'plan-trimmed'],
  ['something else', '{"a": 1}', 'plan-unknown'],
  ['a plan that was cut off', plan.slice(0, -20), 'json-syntax'],
  ['two plans', `${plan}\n${plan}`, 'json-syntax'],
  ['a format to come', plan.replace('"format_version": "1.2"', '"format_version": "2.0"'), 'plan-version'],
])('%s fails with its own message', async (_, text, kind) => {
  const parsed = await readPlan('plan.json', { 'plan.json': text })
  expect(parsed.failed).toEqual(['plan.json'])
  expect(parsed.diagnostics).toMatchObject([{ level: 'error', kind, file: 'plan.json' }])
})

test('a state without resources is read', async () => {
  const parsed = await readPlan('state.json', { 'state.json': '{"format_version":"1.0"}' })
  expect([parsed.parsed, parsed.diagnostics, parsed.model.resources]).toEqual([['state.json'], [], []])
})

test('a plan that Terraform could not finish is said to be incomplete', async () => {
  const text = plan.replace('"format_version"', '"errored": true, "format_version"')
  const parsed = await readPlan('plan.json', { 'plan.json': text })
  expect(parsed.diagnostics).toMatchObject([{ level: 'warning', kind: 'plan-incomplete' }])
})

test('a broken plan never throws', async () => {
  const broken = fc.tuple(
    fc.nat(plan.length),
    fc.nat(30),
    fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', 'x'),
  )
  await fc.assert(
    fc.asyncProperty(broken, async ([at, removed, added]) => {
      const text = plan.slice(0, at) + added + plan.slice(at + removed)
      const parsed = await readPlan('plan.json', { 'plan.json': text })
      expect(parsed.parsed.length + parsed.failed.length).toBe(1)
      if (parsed.failed.length > 0) expect(parsed.diagnostics.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times)

test('values without end are unknown beyond a depth, their marks too', async () => {
  const lists = (inner: string) => nested('[', inner, ']', 50_000)
  const change = `{"actions": ["create"], "after": {"name": "u", "x": ${lists('')}}, "after_unknown": {"y": ${lists('true')}}, "after_sensitive": {"x": ${lists('true')}}}`
  const entry = `{"address": "aws_iam_user.u", "mode": "managed", "type": "aws_iam_user", "name": "u", "change": ${change}}`
  const text = `{"format_version": "1.2", "terraform_version": "1", "resource_changes": [${entry}]}`
  const parsed = await readPlan('plan.json', { 'plan.json': text })
  expect(parsed.model.users.map((user) => user.resource.name)).toEqual(['u'])
  expect(parsed.model.users[0]!.resource.properties.entries[1]!.value.kind).toBe('list')
})

test('modules without end are not read', async () => {
  const modules = nested('{"child_modules": [', '{}', ']}', 20_000)
  const text = `{"format_version": "1.0", "terraform_version": "1", "values": {"root_module": ${modules}}}`
  const parsed = await readPlan('state.json', { 'state.json': text })
  expect(parsed.failed).toEqual(['state.json'])
  expect(parsed.diagnostics[0]?.message).toContain('nested more than 50 deep')
})

/** A zip with these members: what Terraform's saved plans are. */
function zip(members: Readonly<Record<string, string>>): Uint8Array {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(members)) {
    const packed = deflateRawSync(content)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(Buffer.byteLength(content), 8)
    const lengths = Buffer.from([name.length, 0, 0, 0])
    const method = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0])
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), method, sizes, lengths, Buffer.from(name), packed])
    const at = Buffer.alloc(14)
    at.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00'),
        method,
        sizes,
        lengths.subarray(0, 2),
        Buffer.alloc(2),
        at.subarray(0, 0),
        Buffer.alloc(10),
        at.subarray(10),
        Buffer.from(name),
      ]),
    )
    local.push(header)
    offset += header.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, entries, end])
}

const manifest = JSON.stringify([
  { Key: '', Dir: '.' },
  { Key: 'm', Source: './m', Dir: 'm' },
])

test('a saved plan is judged by the configuration in it', async () => {
  const bytes = zip({
    tfplan: 'binary',
    'tfconfig/modules.json': manifest,
    'tfconfig/m-/main.tf': 'module "m" {\n  source = "./m"\n}\n',
    'tfconfig/m-m/main.tf': 'resource "aws_iam_user" "u" {\n  name = "u"\n}\n',
  })
  const parsed = await readPlan('tfplan', { tfplan: bytes })
  expect(parsed.model.users.map((user) => user.resource.address)).toEqual(['module.m.aws_iam_user.u'])
  expect(parsed.diagnostics).toMatchObject([{ level: 'warning', kind: 'plan-archive' }])
})

test('modules beside the root module keep their places', async () => {
  const bytes = zip({
    tfplan: 'binary',
    'tfconfig/modules.json': JSON.stringify([
      { Key: '', Dir: '.' },
      { Key: 'm', Source: '../shared', Dir: '../shared' },
    ]),
    'tfconfig/m-/main.tf': 'module "m" {\n  source = "../shared"\n}\n',
    'tfconfig/m-m/main.tf': 'resource "aws_iam_user" "u" {\n  name = "u"\n}\n',
  })
  const parsed = await readPlan('infra/app/p.tfplan', { 'infra/app/p.tfplan': bytes })
  expect(parsed.model.users[0]?.resource.span.source.path).toBe('infra/shared/main.tf')
  expect(parsed.model.users[0]?.resource.moduleCalls[0]?.source.path).toBe('infra/app/main.tf')
})

test.each([
  ['another zip', zip({ 'a.txt': 'x' })],
  ['a cut zip', zip({ 'tfconfig/modules.json': manifest }).subarray(0, 50)],
  [
    'a zip of absolute paths',
    zip({ 'tfconfig/modules.json': '[{"Key": "", "Dir": "/x"}]', 'tfconfig/m-/main.tf': '' }),
  ],
])('%s fails', async (_, bytes) => {
  const parsed = await readPlan('tfplan', { tfplan: bytes })
  expect(parsed.failed).toEqual(['tfplan'])
  expect(parsed.diagnostics).toMatchObject([{ level: 'error', kind: 'plan-archive' }])
})
