import fc from 'fast-check'
import { dump } from 'js-yaml'
import { load, plain, treeOf } from './evaluate'
import { modelOf, summary } from './summary'

const policy = (resource: string) => `
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: ${resource}}]}}
`

async function resourceOf(texts: Record<string, string>) {
  const { model, diagnostics } = await modelOf(texts)
  const found = model.policies.find((candidate) => candidate.resource.address === 'Policy')
  return { item: found?.document.statements[0]?.resources?.items[0], diagnostics }
}

test('an import is the value that another template exports', async () => {
  const exporter = `
Resources: {Bucket: {Type: "AWS::S3::Bucket"}}
Outputs: {Arn: {Value: !GetAtt Bucket.Arn, Export: {Name: bucket-arn}}}
`
  const { item } = await resourceOf({ 'x.yaml': exporter, 'a.yaml': `Resources:${policy('!ImportValue bucket-arn')}` })
  expect(item?.parts).toMatchObject([{ kind: 'hole', symbol: { id: 'x.yaml|Bucket.Arn', type: 'AWS::S3::Bucket' } }])
})

test.each([
  ['one of its name', { name: 'x', region: 'eu-west-1' }, 'arn:aws:s3:::there'],
  ['one of its name and region', { name: 'y', region: 'us-east-1' }, 'arn:aws:s3:::there'],
  ['two of its name', { name: 'z', region: 'us-east-1' }, 'Fn::GetStackOutput'],
])('an output of a stack: %s is in the scan', async (_, stack, expected) => {
  const { yamlReader } = await import('../../../parsers/located/yaml')
  const { loadStacks, readText } = await import('../../../parsers/cloudformation')
  const { SourceFile } = await import('../../../src/model/source')
  const yaml = await yamlReader()
  const input = (path: string, text: string, name: string, region: string) => {
    const { source, documents } = readText(new SourceFile(path, text), yaml)
    return { source, data: documents[0]!, stack: { name, region } }
  }
  const producer = 'Resources: {B: {Type: "AWS::S3::Bucket"}}\nOutputs: {O: {Value: "arn:aws:s3:::there"}}'
  const inputs = [
    input('p.yaml', producer, stack.name, stack.region),
    input('q.yaml', producer.replace('there', 'other'), 'y', 'eu-west-1'),
    input('r.yaml', producer.replace('there', 'other'), 'z', 'us-east-1'),
    input(
      'a.yaml',
      `Resources:${policy(`{"Fn::GetStackOutput": {StackName: ${stack.name}, OutputName: O}}`)}`,
      'c',
      'us-east-1',
    ),
  ]
  const { resources } = loadStacks(inputs, treeOf({}), yaml)
  const found = resources.find(({ address }) => address === 'Policy')
  expect(JSON.stringify(plain(found?.properties))).toContain(expected)
})

test('a name that two templates export joins with neither', async () => {
  const exporter = `
Resources: {Bucket: {Type: "AWS::S3::Bucket"}}
Outputs: {Arn: {Value: !GetAtt Bucket.Arn, Export: {Name: bucket-arn}}}
`
  const texts = { 'x.yaml': exporter, 'y.yaml': exporter, 'a.yaml': `Resources:${policy('!ImportValue bucket-arn')}` }
  expect((await resourceOf(texts)).item?.parts).toMatchObject([{ kind: 'hole', why: 'import' }])
})

const parent = (url: string) => `
Resources:
  Bucket: {Type: "AWS::S3::Bucket"}
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ${url}, Parameters: {Bucket: !GetAtt Bucket.Arn}}
  Attach:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: [!GetAtt Nested.Outputs.Policy]}
`
const child = `
Parameters: {Bucket: {Type: String}}
Resources:${policy('!Sub "${Bucket}/*"')}
Outputs: {Policy: {Value: !Ref Policy}}
`

test.each([['that the scan found', { 'app/a.yaml': parent('./sub/b.yaml'), 'app/sub/b.yaml': child }]])(
  "a nested stack %s has its parent's values, and gives its outputs",
  async (_, texts) => {
    const { item } = await resourceOf(texts)
    expect(item?.parts).toMatchObject([{ symbol: { id: 'app/a.yaml|Bucket.Arn' } }, { text: '/*' }])
    const { model } = await modelOf(texts)
    expect(model.attachments[0]?.policy.to?.resource.address).toBe('Policy')
  },
)

test('a nested stack that the scan did not find is read', async () => {
  const { yamlReader } = await import('../../../parsers/located/yaml')
  const { loadStacks, readText } = await import('../../../parsers/cloudformation')
  const { SourceFile } = await import('../../../src/model/source')
  const texts = { 'app/a.yaml': parent('b.yaml'), 'app/b.yaml': child }
  const yaml = await yamlReader()
  const { source, documents } = readText(new SourceFile('app/a.yaml', texts['app/a.yaml']), yaml)
  const loaded = loadStacks([{ source, data: documents[0]! }], treeOf(texts), yaml)
  expect(loaded.resources.map((resource) => `${resource.scope} ${resource.address}`)).toContain(
    'app/a.yaml/Nested Policy',
  )
})

test('stacks in a circle end', async () => {
  const circle = (other: string) => `
Parameters: {P: {Type: String}}
Resources:
  Nested: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: ${other}, Parameters: {P: !GetAtt Nested.Outputs.O}}}
Outputs: {O: {Value: !GetAtt Nested.Outputs.O}}
`
  const loaded = await load({ 'a.yaml': circle('b.yaml'), 'b.yaml': circle('a.yaml') })
  expect(loaded.resources).toHaveLength(2)
  for (const resource of loaded.resources) expect(plain(resource.properties)).toBeDefined()
})

test('AWS::Include of a local file is read, any other is unknown', async () => {
  const template = (location: string) => `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: ${location}}}
`
  const local = await load({ 'a.yaml': template('inc.yaml'), 'inc.yaml': 'Path: /x/' })
  expect(plain(local.resources[0]?.properties)).toEqual({ RoleName: 'r', Path: '/x/' })
  const remote = await load({ 'a.yaml': template('s3://b/inc.yaml') })
  expect(remote.resources[0]?.properties.open).toMatchObject([{ why: 'transform' }])
})

test('what stands in a resource is included too, several files in their order, and what is not read is said', async () => {
  const include = (location: string) => `{Name: AWS::Include, Parameters: {Location: ${location}}}`
  const template = `
Resources:
  User:
    Type: AWS::IAM::User
    Fn::Transform: ${include('body.yaml')}
    Properties:
      Fn::Transform: [${include('a-name.yaml')}, ${include('a-path.yaml')}, ${include('../outside.yaml')}]
  Group:
    Type: AWS::IAM::Group
    Fn::Transform: {Name: Mine, Parameters: {A: 1}}
`
  const files = { 'a-name.yaml': 'UserName: u', 'a-path.yaml': 'Path: /x/', 'body.yaml': 'DeletionPolicy: Retain' }
  const { resources, diagnostics } = await load({ 'a.yaml': template, ...files })
  expect(plain(resources[0]?.properties)).toEqual({ UserName: 'u', Path: '/x/', DeletionPolicy: 'Retain' })
  expect(resources[0]?.properties.open).toMatchObject([{ why: 'file-not-found' }])
  expect(diagnostics.map(({ level, kind, message }) => [level, kind, message])).toEqual([
    ['note', 'macro', 'The macro Mine may change this template: it is read as it is written'],
    ['note', 'include', 'AWS::Include adds ../outside.yaml, which is not among the scanned files'],
  ])
})

test('AWS::Include adds to the mappings', async () => {
  const template = (mappings: string) => `
${mappings}
Resources:
  User: {Type: "AWS::IAM::User", Properties: {UserName: !FindInMap [Names, prod, Name]}}
`
  const include = '{Name: AWS::Include, Parameters: {Location: inc.yaml}}'
  const section = {
    'a.yaml': template(`Mappings: {"Fn::Transform": ${include}}`),
    'inc.yaml': 'Names: {prod: {Name: n}}',
  }
  expect(plain((await load(section)).resources[0]?.properties)).toEqual({ UserName: 'n' })
  const top = { 'a.yaml': template(`Transform: ${include}`), 'inc.yaml': 'Mappings: {Names: {prod: {Name: n}}}' }
  expect(plain((await load(top)).resources[0]?.properties)).toEqual({ UserName: 'n' })
})

test('AWS::Include of a list is that list', async () => {
  const template = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: list.yaml}}}
`
  const { resources } = await load({ 'a.yaml': template, 'list.yaml': '- a\n- !Sub b' })
  expect(plain(resources[0]?.properties)).toEqual({ ManagedPolicyArns: ['a', 'b'] })
})

test('the template of a StackSet is a template, on its own lines', async () => {
  const text = `
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateBody: !Sub |
        Resources:
          Inner:
            Type: AWS::IAM::User
            Properties:
              UserName: inner-\${AWS::StackName}
`
  const { resources } = await load({ 'a.yaml': text })
  const inner = resources.find((resource) => resource.address === 'Inner')
  expect(inner?.scope).toBe('a.yaml/Set')
  expect(inner?.span.source.positionAt(inner.span.start)).toEqual({ line: 8, column: 11 })
  expect(plain(inner?.properties)).toEqual({ UserName: 'inner-${AWS::StackName}' })
})

test.each([
  [
    'in it',
    {
      'a.yaml': stackSet(
        'TemplateBody: "Parameters: {N: {Type: String}}\\nResources: {Inner: {Type: AWS::IAM::User, Properties: {UserName: !Ref N}}}"',
      ),
    },
  ],
  [
    'beside it',
    {
      'a.yaml': stackSet('TemplateURL: b.yaml'),
      'b.yaml':
        'Parameters: {N: {Type: String}}\nResources: {Inner: {Type: "AWS::IAM::User", Properties: {UserName: !Ref N}}}',
    },
  ],
])("the template of a StackSet %s has the StackSet's parameters", async (_, texts) => {
  const { resources, diagnostics } = await load(texts)
  expect(diagnostics).toEqual([])
  expect(resources.filter(({ address }) => address === 'Inner').map((one) => plain(one.properties))).toEqual([
    { UserName: 'ours' },
  ])
})

test.each([
  [
    '[{ParameterOverrides: [{ParameterKey: N, ParameterValue: x}]}, {Regions: [eu-west-1]}]',
    { if: 'StackInstancesGroup[0]', yes: 'x', no: 'ours' },
  ],
  ['[{ParameterOverrides: [{ParameterKey: N, ParameterValue: x}]}]', 'x'],
])('a StackSet overrides parameters for groups of its instances: %s', async (groups, expected) => {
  const inner =
    'Parameters: {N: {Type: String}}\nResources: {Inner: {Type: "AWS::IAM::User", Properties: {UserName: !Ref N}}}'
  const text = stackSet(`TemplateURL: b.yaml\n      StackInstancesGroup: ${groups}`)
  const { resources } = await load({ 'a.yaml': text, 'b.yaml': inner })
  const user = resources.find(({ address }) => address === 'Inner')
  expect(plain(user?.properties)).toEqual({ UserName: expected })
})

function stackSet(template: string): string {
  return `
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      Parameters: [{ParameterKey: N, ParameterValue: ours}]
      ${template}
`
}

test('loops make resources', async () => {
  const text = `
Transform: AWS::LanguageExtensions
Parameters: {Teams: {Type: CommaDelimitedList, Default: "red,blue"}}
Resources:
  Fn::ForEach::Users:
    - Team
    - !Ref Teams
    - User\${Team}:
        Type: AWS::IAM::User
        Properties: {UserName: !Sub "\${Team}-\${AWS::Region}"}
`
  const { resources } = await load({ 'a.yaml': text })
  expect(resources.map((resource) => [resource.address, plain(resource.properties)])).toEqual([
    ['Userred', { UserName: 'red-${AWS::Region}' }],
    ['Userblue', { UserName: 'blue-${AWS::Region}' }],
  ])
})

test('a loop without bound is a diagnostic', async () => {
  const nest = (depth: number): string =>
    depth === 0
      ? '{"K${A0}x${A1}x${A2}x${A3}x${A4}x${A5}": {Type: "AWS::IAM::User"}}'
      : `{"Fn::ForEach::L${depth}": [A${depth - 1}, [${Array.from({ length: 20 }, (_, index) => index).join(',')}], ${nest(depth - 1)}]}`
  const { resources, diagnostics } = await load({ 'a.yaml': `Resources: ${nest(6)}` })
  expect(resources.length).toBeLessThan(200_000)
  expect(diagnostics).toMatchObject([{ kind: 'limit' }])
})

const identifier = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,6}$/)
const text = fc.oneof(
  fc.constantFrom('*', 's3:*', 'iam:PassRole', '2012-10-17', 'yes', '012345678901', 'a: b', '${X}', ''),
  fc.string({ maxLength: 8 }),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.record({ Ref: fc.constantFrom('Role', 'P', 'AWS::Region', 'AWS::NoValue') }),
    fc.record({ 'Fn::GetAtt': fc.constant(['Role', 'Arn']) }),
    fc.record({ 'Fn::Sub': fc.constantFrom('${Role}-${P}', 'arn:aws:s3:::${AWS::AccountId}/*') }),
    fc.record({ 'Fn::Join': fc.tuple(fc.constantFrom('', '-'), fc.array(tie('any'), { maxLength: 3 })) }),
    fc.record({ 'Fn::If': fc.tuple(fc.constantFrom('C', 'Never'), tie('any'), tie('any')) }),
    fc.array(tie('any'), { maxLength: 3 }),
  ),
})).any
const statement = fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: value, Resource: value })
const template = fc.record({
  statements: fc.array(statement, { maxLength: 3 }),
  ids: fc.uniqueArray(identifier, { minLength: 1, maxLength: 3 }),
})

test('the JSON and the YAML form of a template give one model', async () => {
  await fc.assert(
    fc.asyncProperty(template, fc.boolean(), async ({ statements, ids }, flow) => {
      const document = { Version: '2012-10-17', Statement: statements }
      const policies = ids.map((id) => [
        `${id}P`,
        {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: id, PolicyDocument: document, Roles: [{ Ref: 'Role' }] },
        },
      ])
      const whole = {
        Parameters: { P: { Type: 'String', Default: 'p' } },
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'q'] }, Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } }, ...Object.fromEntries(policies) },
      }
      const json = summary((await modelOf({ t: JSON.stringify(whole) })).model)
      const yaml = summary((await modelOf({ t: dump(whole, { flowLevel: flow ? 4 : -1 }) })).model)
      expect(yaml.lines).toEqual(json.lines)
      expect(shape(yaml.documents)).toEqual(shape(json.documents))
    }),
  )
})

/** A document with every hole of a function replaced, since its expression is as written. */
function shape(data: unknown): unknown {
  if (typeof data === 'string') return /\$\{.*Fn::/s.test(data) ? 'function' : data
  if (Array.isArray(data)) return data.map(shape)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, shape(one)]))
}

test('AWS::Include at the top of a template adds to its sections', async () => {
  const template =
    'Transform: {Name: AWS::Include, Parameters: {Location: inc.yaml}}\nResources: {A: {Type: "AWS::IAM::User"}}'
  const included = 'Resources: {B: {Type: "AWS::IAM::Group"}}'
  const { resources } = await load({ 'a.yaml': template, 'inc.yaml': included })
  expect(resources.filter((resource) => resource.scope === 'a.yaml').map((resource) => resource.address)).toEqual([
    'A',
    'B',
  ])
})

test('what deployment adds is said', async () => {
  const template = `
Transform: [MyMacro]
Resources:
  M: {Type: "My::S3::Bucket::MODULE"}
  N: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "https://s3.amazonaws.com/b/t.yaml"}}
`
  const { diagnostics } = await load({ 'a.yaml': template })
  expect(diagnostics.map((one) => [one.level, one.kind, one.span?.source.positionAt(one.span.start).line])).toEqual([
    ['note', 'nested-stack', 5],
    ['note', 'macro', 2],
    ['note', 'module', 4],
  ])
})

describe('templates that would grow without bound end with a diagnostic or a hole', () => {
  const conditions = Array.from(
    { length: 40 },
    (_, index) => `  C${index}: !And [!Condition C${index + 1}, !Condition C${index + 1}]`,
  )
  const policyOf = (action: string) =>
    `Mappings: {M: {a: {b: {"Fn::Join": ["", [{"Fn::FindInMap": [M, a, b]}, {"Fn::FindInMap": [M, a, b]}]]}}}}
Conditions:\n${conditions.join('\n')}\n  C40: !Equals [!Ref "AWS::Region", x]
Resources: {P: {Type: "AWS::IAM::ManagedPolicy", Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: ${action}}]}}}}`
  const nest = (count: number, open: string, close: string) => `${open.repeat(count)}x${close.repeat(count)}`
  test.each([
    ['texts that double', nest(120, '{"Fn::Sub": ["${X}${X}", {X: ', '}]}')],
    ['texts in Base64 that double', nest(180, '{"Fn::Base64": ', '}')],
    ['joins in joins', nest(120, '{"Fn::Join": ["", [', ']]}')],
    ['a map that names itself', '{"Fn::FindInMap": [M, a, b]}'],
    ['choices in texts', nest(12, '{"Fn::Join": ["", [{"Fn::If": [C0, a, b]}, ', ']]}')],
    ['conditions that name each other twice', '{"Fn::If": [C1, {"Fn::If": [C0, a, b]}, c]}'],
  ])('%s', async (_, action) => {
    const { model } = await modelOf({ 'a.yaml': policyOf(action) })
    expect(model.policies).toHaveLength(1)
  })
})

test('of two resources of one name the last counts, and that is said', async () => {
  const template = 'Resources:\n  A: {Type: "AWS::IAM::User"}\n  A: {Type: "AWS::IAM::Group"}\n'
  const { resources, diagnostics } = await load({ 'a.yaml': template })
  expect(resources.map((resource) => resource.type)).toEqual(['AWS::IAM::Group'])
  expect(diagnostics).toMatchObject([{ kind: 'duplicate-resource', level: 'warning' }])
})
