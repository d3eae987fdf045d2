import { encodedFrom } from '../../../../parsers/policy/encoded'
import type { LoadedTerraform } from '../../../../parsers/terraform'
import type { Resource } from '../../../../src/model/resource'
import { property } from '../../../../src/model/resource'
import { asText, display } from '../../../../src/model/value'
import { evaluateIn, load, plain } from '../evaluate/configured'

const addresses = (loaded: LoadedTerraform): string[] => loaded.resources.map((resource) => resource.address)

function named(loaded: LoadedTerraform, address: string): Resource {
  const found = loaded.resources.find((resource) => resource.address === address)
  if (!found) throw new Error(`no ${address} in ${addresses(loaded).join(', ')}`)
  return found
}

function shown(resource: Resource, ...path: string[]): string | undefined {
  const text = asText(property(resource, path))
  return text && display(text)
}

describe('variables', () => {
  const files = {
    'main.tf':
      'variable "a" {\n default = "default"\n}\nvariable "n" {\n type = number\n default = 1\n}\nvariable "l" {\n type = list(string)\n default = []\n}\n',
    'terraform.tfvars': 'a = "terraform.tfvars"\n',
    'b.auto.tfvars': 'a = "b.auto.tfvars"\n',
    'a.auto.tfvars.json': '{ "a": "a.auto.tfvars.json" }',
    'given.tfvars': 'a = "given.tfvars"\n',
  }
  const a = async (kept: readonly (keyof typeof files)[], settings = {}) =>
    plain(evaluateIn(await load(Object.fromEntries(kept.map((name) => [name, files[name]])), settings), 'var.a'))

  test("Terraform's order: environment, terraform.tfvars, auto files by name, then flags", async () => {
    const environment = { environmentVariables: { TF_VAR_a: 'environment' } }
    expect(await a(['main.tf'])).toBe('default')
    expect(await a(['main.tf'], environment)).toBe('environment')
    expect(await a(['main.tf', 'terraform.tfvars'], environment)).toBe('terraform.tfvars')
    expect(await a(['main.tf', 'terraform.tfvars', 'a.auto.tfvars.json'], environment)).toBe('a.auto.tfvars.json')
    expect(await a(['main.tf', 'b.auto.tfvars', 'a.auto.tfvars.json'])).toBe('b.auto.tfvars')
    expect(await a(['main.tf', 'b.auto.tfvars', 'given.tfvars'], { variableFiles: ['given.tfvars'] })).toBe(
      'given.tfvars',
    )
    const flags = { variableFiles: ['given.tfvars'], variables: [{ name: 'a', value: 'first' }, { name: 'a', value: 'last' }] } // biome-ignore format: pairs
    expect(await a(['main.tf', 'given.tfvars'], flags)).toBe('last')
  })

  test('text for a variable is read as its type says', async () => {
    const variables = [
      { name: 'n', value: '5' },
      { name: 'l', value: '["x", "y"]' },
      { name: 'a', value: '["not a list"]' },
    ]
    const loaded = await load(files, { variables })
    expect(plain(evaluateIn(loaded, '[var.n, var.l, var.a]'))).toEqual([5, ['x', 'y'], '["not a list"]'])
  })

  test('optional attributes keep their defaults through any and nested objects', async () => {
    const type =
      'map(object({ acl = optional(string, "private"), rules = optional(any), inner = optional(object({ on = optional(bool, true) }), {}) }))'
    const loaded = await load({
      'main.tf': `variable "b" {\n type = ${type}\n default = { x = {}, y = { acl = null, rules = ["r"] } }\n}\n`,
    })
    expect(plain(evaluateIn(loaded, 'var.b'))).toEqual({
      x: { acl: 'private', inner: { on: true }, rules: null },
      y: { acl: 'private', inner: { on: true }, rules: ['r'] },
    })
    expect(loaded.diagnostics).toEqual([])
  })

  test('a null for a variable that is not nullable is its default', async () => {
    const loaded = await load({
      'main.tf': 'module "m" {\n source = "./m"\n a = null\n b = null\n}\n',
      'm/main.tf':
        'variable "a" {\n default = "d"\n nullable = false\n}\nvariable "b" {\n default = "d"\n}\noutput "o" {\n value = [var.a, var.b]\n}\n',
    })
    expect(plain(evaluateIn(loaded, 'module.m.o'))).toEqual(['d', null])
  })

  test('a variables file that is not there is an error', async () => {
    const loaded = await load(files, { variableFiles: ['absent.tfvars', '../above.tfvars'] })
    expect(loaded.diagnostics).toMatchObject([
      { level: 'error', kind: 'file-not-found', file: 'absent.tfvars' },
      { level: 'error', kind: 'file-not-found', file: '../above.tfvars' },
    ])
  })

  test('a value of the wrong type is said, and unknown', async () => {
    const loaded = await load({ 'main.tf': 'variable "n" {\n type = number\n default = "many"\n}\n' })
    expect(plain(evaluateIn(loaded, 'var.n'))).toBe('<variable "n">')
    expect(loaded.diagnostics).toMatchObject([{ level: 'warning', kind: 'terraform-evaluation', file: 'main.tf' }])
  })
})

describe('files of a module', () => {
  test('override files replace arguments and nested blocks', async () => {
    const loaded = await load({
      'main.tf':
        'resource "aws_iam_role" "r" {\n name = "old"\n path = "/kept/"\n inline_policy {\n name = "old"\n }\n}\nlocals {\n a = 1\n b = 2\n}\n',
      'override.tf': 'resource "aws_iam_role" "r" {\n name = "new"\n inline_policy {\n name = "new"\n }\n}\n',
      'x_override.tf': 'locals {\n a = 3\n}\n',
    })
    const role = named(loaded, 'aws_iam_role.r')
    expect([shown(role, 'name'), shown(role, 'path'), shown(role, 'inline_policy', 'name')]).toEqual([
      'new',
      '/kept/',
      'new',
    ])
    expect(plain(evaluateIn(loaded, '[local.a, local.b]'))).toEqual([3, 2])
  })

  test('JSON and native syntax make one module', async () => {
    const loaded = await load({
      'main.tf.json': '{"resource":{"aws_iam_role":{"j":{"name":"${local.n}-json","count":2}}}}',
      'locals.tf': 'locals {\n n = "native"\n}\n',
    })
    expect(addresses(loaded)).toEqual(['aws_iam_role.j[0]', 'aws_iam_role.j[1]'])
    expect(shown(named(loaded, 'aws_iam_role.j[1]'), 'name')).toBe('native-json')
  })

  test('a file of OpenTofu counts where there is none of the same name for Terraform', async () => {
    const role = (name: string) => `resource "aws_iam_role" "${name}" {\n name = "${name}"\n}\n`
    const loaded = await load({ 'a.tf': role('a'), 'a.tofu': role('a_tofu'), 'b.tofu': role('b') })
    expect(addresses(loaded)).toEqual(['aws_iam_role.a', 'aws_iam_role.b'])
  })

  test('a broken file is failed and said; what could be read of it counts', async () => {
    const loaded = await load({
      'bad.tf': 'resource "aws_iam_role" "ok" {\n name = "ok"\n}\nresource "aws_iam_role" "bad" {\n name = = 1\n}\n',
      'good.tf': 'resource "aws_iam_role" "good" {\n name = "good"\n}\n',
    })
    expect(loaded.failed).toEqual(['bad.tf'])
    expect(loaded.parsed).toEqual(['good.tf'])
    expect(addresses(loaded)).toContain('aws_iam_role.ok')
    expect(loaded.diagnostics).toMatchObject([{ level: 'error', kind: 'hcl-syntax', file: 'bad.tf' }])
  })
})

describe('modules', () => {
  const role =
    'variable "name" {\n default = "alone"\n}\nresource "aws_iam_role" "r" {\n name = var.name\n}\noutput "arn" {\n value = aws_iam_role.r.arn\n}\n'

  test('a module that is called is judged where it is called alone', async () => {
    const loaded = await load({
      'live/main.tf': 'module "m" {\n source = "../modules/role"\n for_each = toset(["a", "b"])\n name = each.key\n}\n',
      'modules/role/main.tf': role,
      'modules/other/main.tf': role,
    })
    expect(addresses(loaded)).toEqual([
      'module.m["a"].aws_iam_role.r',
      'module.m["b"].aws_iam_role.r',
      'aws_iam_role.r',
    ])
    expect(loaded.resources.map((resource) => resource.scope)).toEqual(['live', 'live', 'modules/other'])
    expect(loaded.resources.map((resource) => resource.name)).toEqual(['a', 'b', 'alone'])
    const [call] = loaded.resources[0]!.moduleCalls
    expect(call?.source.text.slice(call.start, call.end)).toBe('module "m"')
    expect(evaluateIn(loaded, 'module.m["a"].arn', 'live')).toMatchObject({
      hole: { symbol: { address: 'module.m["a"].aws_iam_role.r' }, pattern: 'arn:*:iam::*:role*/a' },
    })
  })

  test('a downloaded module is read where terraform init put it', async () => {
    const loaded = await load({
      'main.tf': 'module "remote" {\n source = "org/role/aws"\n name = "given"\n}\n',
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [
          { Key: '', Dir: '.' },
          { Key: 'remote', Dir: '.terraform/modules/remote' },
          { Key: 'remote.inner', Dir: '.terraform/modules/remote/inner' },
        ],
      }),
      '.terraform/modules/remote/main.tf': `${role}module "inner" {\n source = "org/inner/aws"\n}\n`,
      '.terraform/modules/remote/inner/main.tf': 'resource "aws_iam_user" "u" {\n name = "u"\n}\n',
    })
    expect(addresses(loaded)).toEqual(['module.remote.aws_iam_role.r', 'module.remote.module.inner.aws_iam_user.u'])
    expect(loaded.parsed).toEqual([
      'main.tf',
      '.terraform/modules/remote/main.tf',
      '.terraform/modules/remote/inner/main.tf',
    ])
    expect(loaded.diagnostics).toEqual([])
  })

  test('a module that is not on disk is named once', async () => {
    const call = (name: string) => `module "${name}" {\n source = "org/absent/aws"\n}\n`
    const loaded = await load({ 'a/main.tf': call('one') + call('two'), 'b/main.tf': call('three') })
    expect(loaded.diagnostics).toMatchObject([
      { level: 'note', kind: 'module-not-found', message: expect.stringContaining('org/absent/aws') },
    ])
  })

  test('a module above the root is not read', async () => {
    const loaded = await load({ 'main.tf': 'module "m" {\n source = "../../etc"\n}\n' })
    expect(loaded.diagnostics).toMatchObject([{ kind: 'module-not-found' }])
  })

  test('modules that call each other in a circle end', async () => {
    const loaded = await load({
      'a/main.tf': 'module "b" {\n source = "../b"\n}\nresource "aws_iam_role" "a" {\n name = "a"\n}\n',
      'b/main.tf': 'module "a" {\n source = "../a"\n}\n',
    })
    expect(addresses(loaded)).toEqual(['aws_iam_role.a'])
    expect(loaded.diagnostics).toMatchObject([{ kind: 'module-cycle' }])
  })

  test('path.module, and files beside the module', async () => {
    const loaded = await load({
      'live/main.tf': 'module "m" {\n source = "../m"\n}\n',
      'm/main.tf':
        'resource "aws_iam_policy" "p" {\n name = "${path.module}|${path.root}"\n policy = file("${path.module}/p.json")\n}\n',
      'm/p.json': '{"Statement":[]}',
    })
    const policy = named(loaded, 'module.m.aws_iam_policy.p')
    expect(shown(policy, 'name')).toBe('../m|.')
    expect(property(policy, ['policy'])).toMatchObject({
      parts: [{ text: '{"Statement":[]}', span: { source: { path: 'm/p.json' } } }],
    })
  })
})

describe('count and for_each', () => {
  test('nothing, one, many', async () => {
    const loaded = await load({
      'main.tf':
        'resource "aws_iam_role" "none" {\n count = 0\n}\nresource "aws_iam_role" "two" {\n count = 2\n name = "r${count.index}"\n}\nresource "aws_iam_user" "each" {\n for_each = { b = "bob", a = "al${"ice"}" }\n name = "${each.key}-${each.value}"\n}\n',
    })
    expect(addresses(loaded)).toEqual([
      'aws_iam_role.two[0]',
      'aws_iam_role.two[1]',
      'aws_iam_user.each["a"]',
      'aws_iam_user.each["b"]',
    ])
    expect(loaded.resources.map((resource) => resource.name)).toEqual(['r0', 'r1', 'a-alice', 'b-bob'])
  })

  test('an unknown collection gives one representative', async () => {
    const loaded = await load({
      'main.tf':
        'variable "users" {\n type = map(any)\n}\nresource "aws_iam_user" "u" {\n for_each = var.users\n name = "x-${each.key}"\n path = each.value.path\n}\n',
    })
    expect(addresses(loaded)).toEqual(['aws_iam_user.u[*]'])
    expect([shown(loaded.resources[0]!, 'name'), shown(loaded.resources[0]!, 'path')]).toEqual([
      'x-${each.key}',
      '${each.value.path}',
    ])
  })

  test('an unknown condition guards what exists in one branch alone', async () => {
    const loaded = await load({
      'main.tf':
        'variable "on" {\n type = bool\n}\nresource "aws_iam_role" "r" {\n count = var.on ? 1 : 0\n name = "r"\n}\nresource "aws_iam_role" "s" {\n count = var.on ? 2 : 1\n name = "s"\n}\nmodule "m" {\n source = "./m"\n count = var.on ? 0 : 1\n}\n',
      'm/main.tf': 'resource "aws_iam_user" "u" {\n name = "u"\n}\n',
    })
    expect(loaded.resources.map(({ address, guards }) => [address, guards])).toEqual([
      ['aws_iam_role.r[0]', [{ condition: 'var.on', is: true }]],
      ['aws_iam_role.s[0]', []],
      ['aws_iam_role.s[1]', [{ condition: 'var.on', is: true }]],
      ['module.m[0].aws_iam_user.u', [{ condition: 'var.on', is: false }]],
    ])
  })

  test('what is in one branch alone is evaluated as in that branch', async () => {
    const loaded = await load({
      'main.tf':
        'variable "on" {\n type = bool\n}\nlocals {\n settings = var.on ? { path = "/on/" } : null\n}\nresource "aws_iam_role" "r" {\n count = var.on ? 1 : 0\n name = "r"\n path = local.settings.path\n}\nresource "aws_iam_role_policy" "p" {\n for_each = var.on ? toset(["a"]) : []\n role = aws_iam_role.r[0].name\n}\nmodule "m" {\n source = "./m"\n count = var.on ? 1 : 0\n path = local.settings.path\n}\n',
      'm/main.tf': 'variable "path" {}\nresource "aws_iam_user" "u" {\n path = var.path\n}\n',
    })
    expect(addresses(loaded)).toEqual(['aws_iam_role.r[0]', 'aws_iam_role_policy.p["a"]', 'module.m[0].aws_iam_user.u'])
    expect(shown(loaded.resources[0]!, 'path')).toBe('/on/')
    expect(shown(loaded.resources[1]!, 'role')).toBe('r')
    expect(shown(loaded.resources[2]!, 'path')).toBe('/on/')
    expect(loaded.diagnostics).toEqual([])
  })

  test('for_each over something else is said, and may still make any instance', async () => {
    const loaded = await load({ 'main.tf': 'resource "aws_iam_user" "u" {\n for_each = ["a"]\n name = "u"\n}\n' })
    expect(addresses(loaded)).toEqual(['aws_iam_user.u[*]'])
    expect(loaded.diagnostics).toMatchObject([{ message: expect.stringContaining('Invalid for_each argument') }])
  })
})

describe('nested blocks', () => {
  const document = (statement: string) =>
    load({
      'main.tf': `variable "unset" {}\ndata "aws_iam_policy_document" "d" {\n statement {\n actions = ["a:B"]\n }\n dynamic "statement" {\n ${statement}\n }\n}\n`,
    })

  test('dynamic blocks are spread out in order, with iterators and inside each other', async () => {
    const loaded = await document(
      'for_each = { x = ["1"], y = ["2", "3"] }\n iterator = it\n content {\n sid = it.key\n actions = it.value\n dynamic "condition" {\n for_each = it.value\n content {\n test = condition.value\n variable = it.key\n }\n }\n }',
    )
    const data = property(loaded.resources[0]!, ['statement'])
    if (data?.kind !== 'list') throw new Error('no list')
    expect(data.items).toHaveLength(3)
    expect(plain(evaluateIn(loaded, 'data.aws_iam_policy_document.d.statement[2].condition[*].test'))).toEqual([
      '2',
      '3',
    ])
    expect(plain(evaluateIn(loaded, 'jsondecode(data.aws_iam_policy_document.d.json).Statement[2].Action'))).toEqual([
      '3',
      '2',
    ])
  })

  test('an unknown collection gives what its blocks look like, under a condition', async () => {
    const loaded = await document(
      'for_each = var.unset\n content {\n actions = ["s3:*"]\n resources = [statement.value]\n }',
    )
    expect(property(loaded.resources[0]!, ['statement'])).toMatchObject({
      items: [
        { kind: 'object' },
        { kind: 'choice', condition: 'length(var.unset) > 0', whenTrue: { kind: 'object' }, whenFalse: undefined },
      ],
    })
  })
})

test('a failing item of a policy costs that item alone', async () => {
  const loaded = await load({
    'main.tf':
      'resource "aws_iam_policy" "p" {\n policy = jsonencode({ Statement = [{ Action = "s3:*" }, { Action = local.nope }] })\n}\n',
  })
  const policy = property(loaded.resources[0]!, ['policy'])
  expect(policy?.kind === 'text' && encodedFrom(policy)?.data).toMatchObject({
    entries: [
      {
        value: {
          items: [
            { entries: [{ value: { parts: [{ text: 's3:*' }] } }] },
            { entries: [{ value: { kind: 'unknown', hole: { expression: 'local.nope', why: 'invalid' } } }] },
          ],
        },
      },
    ],
  })
  expect(loaded.diagnostics).toMatchObject([
    { message: expect.stringContaining('Reference to undeclared local value') },
  ])
})

test('only what is read is evaluated', async () => {
  const loaded = await load({ 'main.tf': 'resource "aws_iam_role" "r" {\n name = "r"\n tags = local.nope\n}\n' })
  expect(shown(loaded.resources[0]!, 'name')).toBe('r')
  expect(loaded.diagnostics).toEqual([])
  expect(property(loaded.resources[0]!, ['tags'])).toMatchObject({ kind: 'unknown', hole: { why: 'invalid' } })
  expect(loaded.diagnostics).toHaveLength(1)
})

describe('the workspace', () => {
  const files = { 'main.tf': 'locals {\n name = "x-${terraform.workspace}"\n}\n' }
  const deciding = { 'main.tf': 'locals {\n production = terraform.workspace == "prod"\n}\n' }

  test('is the default one where it only names something', async () => {
    expect(plain(evaluateIn(await load(files), 'local.name'))).toBe('x-default')
  })

  test('is unknown where something hangs on it', async () => {
    expect(plain(evaluateIn(await load(deciding), 'local.production ? 1 : 0'))).toMatchObject({ yes: 1, no: 0 })
  })

  test('is what a person selected', async () => {
    expect(
      plain(evaluateIn(await load(deciding, { environmentVariables: { TF_WORKSPACE: 'prod' } }), 'local.production')),
    ).toBe(true)
    expect(plain(evaluateIn(await load({ ...deciding, '.terraform/environment': 'prod\n' }), 'local.production'))).toBe(
      true,
    )
  })
})

describe('a module that names its own files by the way from its callers', () => {
  const queue = 'locals {\n policy = templatefile("./ours/queue/policies/a.json.tpl", { name = "q" })\n}\n'
  const files = { 'modules/queue/main.tf': queue, 'modules/queue/policies/a.json.tpl': '{"Queue": "${name}"}' }

  test('has its own file read where nobody calls it, and that is said', async () => {
    const loaded = await load(files)
    expect(plain(evaluateIn(loaded, 'local.policy', 'modules/queue'))).toBe('{"Queue": "q"}')
    expect(loaded.diagnostics.map(({ level, kind, file }) => [level, kind, file])).toEqual([
      ['note', 'file-of-module', 'modules/queue/main.tf'],
    ])
  })

  test('lacks the file where its caller lacks it', async () => {
    const caller = 'module "q" {\n source = "./modules/queue"\n}\nlocals {\n policy = module.q.policy\n}\n'
    const output = 'output "policy" {\n value = local.policy\n}\n'
    const loaded = await load({ ...files, 'modules/queue/outputs.tf': output, 'main.tf': caller })
    expect(evaluateIn(loaded, 'local.policy')).toMatchObject({ kind: 'unknown', hole: { why: 'file-not-found' } })
  })
})
