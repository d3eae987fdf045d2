/** One function as written in YAML, what it comes to in the template below, and the page of AWS that says so. */
export interface Row {
  readonly page: string
  readonly value: string
  readonly becomes: unknown
  readonly parameters?: Readonly<Record<string, string>>
}

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference'
const guide = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide'
const page = {
  ref: `${reference}/intrinsic-function-reference-ref.html`,
  getAtt: `${reference}/intrinsic-function-reference-getatt.html`,
  sub: `${reference}/intrinsic-function-reference-sub.html`,
  join: `${reference}/intrinsic-function-reference-join.html`,
  select: `${reference}/intrinsic-function-reference-select.html`,
  split: `${reference}/intrinsic-function-reference-split.html`,
  findInMap: `${reference}/intrinsic-function-reference-findinmap.html`,
  enhanced: `${reference}/intrinsic-function-reference-findinmap-enhancements.html`,
  conditions: `${reference}/intrinsic-function-reference-conditions.html`,
  base64: `${reference}/intrinsic-function-reference-base64.html`,
  cidr: `${reference}/intrinsic-function-reference-cidr.html`,
  zones: `${reference}/intrinsic-function-reference-getavailabilityzones.html`,
  importValue: `${reference}/intrinsic-function-reference-importvalue.html`,
  stackOutput: `${reference}/intrinsic-function-reference-getstackoutput.html`,
  length: `${reference}/intrinsic-function-reference-length.html`,
  json: `${reference}/intrinsic-function-reference-ToJsonString.html`,
  forEach: `${reference}/intrinsic-function-reference-foreach.html`,
  transform: `${reference}/intrinsic-function-reference-transform.html`,
  pseudo: `${guide}/pseudo-parameter-reference.html`,
  parameters: `${guide}/parameters-section-structure.html`,
  types: `${guide}/cloudformation-supplied-parameter-types.html`,
  dynamic: `${guide}/dynamic-references.html`,
  format: `${guide}/template-formats.html`,
} as const

export const base = `
Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Only: {Type: String, Default: one, AllowedValues: [one]}
  Free: {Type: String, Default: free}
  Bucket: {Type: String}
  Names: {Type: CommaDelimitedList, Default: "a, b,c"}
  NamesUnknown: {Type: CommaDelimitedList}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
  Secret: {Type: String, NoEcho: true, Default: hunter2}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /x/y}
  Images: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /x/z}
  Count: {Type: Number, Default: 3}
  Option: {Type: String, Default: ""}
  Account: {Type: String, Default: 012345678901}
Mappings:
  Regions:
    us-east-1: {Ami: ami-1, Same: x}
    eu-west-1: {Ami: ami-2, Same: x}
  Envs:
    dev: {Size: small, List: [p, q]}
    prod: {Size: large, List: [r]}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Equals [!Ref Env, dev]
  NotProd: !Not [!Condition IsProd]
  Always: !Equals [a, a]
  Never: !Equals [a, b]
  IsOne: !Equals [!Ref Only, one]
  IsFree: !Equals [!Ref Free, free]
  Impossible: !Equals [!Ref Env, staging]
  InRegion: !Equals [!Ref "AWS::Region", us-east-1]
  And: !And [!Condition Always, !Condition IsOne]
  AndNever: !And [!Condition IsProd, !Condition Never]
  AndOpen: !And [!Condition IsProd, !Condition Always]
  Or: !Or [!Condition IsProd, !Condition Always]
  OrNever: !Or [!Condition Never, !Condition Impossible]
  OrOpen: !Or [!Condition IsProd, !Condition Never]
  Long: {"Fn::Not": [{"Fn::Equals": [{"Fn::Join": ["", [a, b]]}, ab]}]}
  Mapped: !Equals [!FindInMap [Envs, dev, Size], small]
  MappedOpen: !Equals [!FindInMap [Envs, !Ref Env, Size], small]
  Circle: !Condition Circle
  HasOption: !Not [!Equals [!Ref Option, ""]]
  Lists: !Equals [!Join ["", !Ref Names], ""]
Resources:
  Role: {Type: "AWS::IAM::Role"}
  NamedRole: {Type: "AWS::IAM::Role", Properties: {RoleName: app, Path: /svc/}}
  SubRole: {Type: "AWS::IAM::Role", Properties: {RoleName: !Sub "\${AWS::StackName}-app"}}
  Managed: {Type: "AWS::IAM::ManagedPolicy"}
  Files: {Type: "AWS::S3::Bucket", Properties: {BucketName: files}}
  Queue: {Type: "AWS::SQS::Queue"}
  Topic: {Type: "AWS::SNS::Topic"}
  Table: {Type: "AWS::DynamoDB::Table"}
  Circular: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref Circular}}
`

export const rows: readonly Row[] = [
  // Ref
  { page: page.ref, value: '!Ref Free', becomes: 'free' },
  { page: page.ref, value: '{Ref: Free}', becomes: 'free' },
  { page: page.ref, value: '!Ref Bucket', becomes: '${Bucket}' },
  { page: page.ref, value: '!Ref Bucket', becomes: 'mine', parameters: { Bucket: 'mine' } },
  { page: page.ref, value: '!Ref Role', becomes: '${Role}' },
  { page: page.ref, value: '!Ref NamedRole', becomes: 'app' },
  { page: page.ref, value: '!Ref SubRole', becomes: '${SubRole}' },
  { page: page.ref, value: '!Ref Files', becomes: 'files' },
  { page: page.ref, value: '!Ref Topic', becomes: '${Topic}' },
  { page: page.ref, value: '!Ref Circular', becomes: '${Circular}' },
  { page: page.ref, value: '!Ref Missing', becomes: '${Missing}' },
  // Parameters
  { page: page.parameters, value: '!Ref Env', becomes: 'dev' },
  { page: page.parameters, value: '!Ref Env', becomes: 'prod', parameters: { Env: 'prod' } },
  { page: page.parameters, value: '!Ref Secret', becomes: '${Secret}' },
  { page: page.parameters, value: '!Ref Secret', becomes: '${Secret}', parameters: { Secret: 'given' } },
  { page: page.parameters, value: '!Ref Names', becomes: ['a', 'b', 'c'] },
  { page: page.parameters, value: '!Ref Names', becomes: ['x', 'y'], parameters: { Names: 'x,y' } },
  { page: page.parameters, value: '!Ref NamesUnknown', becomes: ['...${NamesUnknown}'] },
  { page: page.parameters, value: '!Ref Count', becomes: '3' },
  { page: page.parameters, value: '!Ref Account', becomes: '012345678901' },
  { page: page.types, value: '!Ref Image', becomes: '${Image}' },
  { page: page.types, value: '!Ref Images', becomes: ['...${Images}'] },
  { page: page.types, value: '!Ref Subnets', becomes: ['...${Subnets}'] },
  { page: page.types, value: '!Ref Subnets', becomes: ['s-1', 's-2'], parameters: { Subnets: 's-1,s-2' } },
  // Pseudo parameters
  { page: page.pseudo, value: '!Ref AWS::AccountId', becomes: '${AWS::AccountId}' },
  { page: page.pseudo, value: '!Ref AWS::Region', becomes: '${AWS::Region}' },
  { page: page.pseudo, value: '!Ref AWS::Region', becomes: 'eu-west-1', parameters: { 'AWS::Region': 'eu-west-1' } },
  { page: page.pseudo, value: '!Ref AWS::Partition', becomes: '${AWS::Partition}' },
  { page: page.pseudo, value: '!Ref AWS::StackId', becomes: '${AWS::StackId}' },
  { page: page.pseudo, value: '!Ref AWS::StackName', becomes: '${AWS::StackName}' },
  { page: page.pseudo, value: '!Ref AWS::URLSuffix', becomes: '${AWS::URLSuffix}' },
  { page: page.pseudo, value: '!Ref AWS::NotificationARNs', becomes: ['...${AWS::NotificationARNs}'] },
  { page: page.pseudo, value: '!Ref AWS::NoValue', becomes: undefined },
  { page: page.pseudo, value: '[a, !Ref AWS::NoValue, b]', becomes: ['a', 'b'] },
  { page: page.pseudo, value: '{a: !Ref AWS::NoValue, b: c}', becomes: { b: 'c' } },
  { page: page.pseudo, value: '{a: [{b: !Ref AWS::NoValue}]}', becomes: { a: [{}] } },
  // Fn::GetAtt
  { page: page.getAtt, value: '!GetAtt Role.Arn', becomes: '${Role.Arn}' },
  { page: page.getAtt, value: '{"Fn::GetAtt": [Role, Arn]}', becomes: '${Role.Arn}' },
  { page: page.getAtt, value: '{"Fn::GetAtt": Role.Arn}', becomes: '${Role.Arn}' },
  { page: page.getAtt, value: '!GetAtt [Queue, QueueName]', becomes: '${Queue.QueueName}' },
  { page: page.getAtt, value: '!GetAtt [Role, !Ref Free]', becomes: '${Role.free}' },
  { page: page.getAtt, value: '!GetAtt Nobody.Arn', becomes: '${Nobody.Arn}' },
  { page: page.getAtt, value: '!GetAtt Role', becomes: '${!GetAtt Role}' },
  // Fn::Sub
  { page: page.sub, value: '!Sub plain', becomes: 'plain' },
  { page: page.sub, value: '!Sub "${Free}"', becomes: 'free' },
  { page: page.sub, value: '!Sub "a-${Env}-b"', becomes: 'a-dev-b' },
  { page: page.sub, value: '!Sub "${Role.Arn}"', becomes: '${Role.Arn}' },
  {
    page: page.sub,
    value: '!Sub "arn:${AWS::Partition}:s3:::${Bucket}/*"',
    becomes: 'arn:${AWS::Partition}:s3:::${Bucket}/*',
  },
  { page: page.sub, value: '!Sub "${!Literal} ${Free}"', becomes: '${Literal} free' },
  { page: page.sub, value: '!Sub "${!aws:username}"', becomes: '${aws:username}' },
  { page: page.sub, value: '!Sub ["${X}-${Free}", {X: !Ref Env}]', becomes: 'dev-free' },
  { page: page.sub, value: '!Sub ["${Free}", {Free: mine}]', becomes: 'mine' },
  { page: page.sub, value: '!Sub ["${X}", {X: !Join ["-", [a, b]]}]', becomes: 'a-b' },
  { page: page.sub, value: '{"Fn::Sub": ["${X}", {X: {Ref: Role}}]}', becomes: '${Role}' },
  { page: page.sub, value: '!Sub "$ {x} $x {y}"', becomes: '$ {x} $x {y}' },
  { page: page.sub, value: '!Sub "${Count}"', becomes: '3' },
  {
    page: page.sub,
    value: '!Sub ["${X}!", {X: !If [IsProd, p, d]}]',
    becomes: { if: 'IsProd', yes: 'p!', no: 'd!' },
  },
  {
    page: page.sub,
    value: '!Sub ["[${X}]", {X: !If [IsProd, p, !Ref AWS::NoValue]}]',
    becomes: { if: 'IsProd', yes: '[p]', no: '[]' },
  },
  // Fn::Join
  { page: page.join, value: '!Join [":", [a, b, c]]', becomes: 'a:b:c' },
  {
    page: page.join,
    value: '!Join ["", ["arn:", !Ref AWS::Partition, ":s3:::x"]]',
    becomes: 'arn:${AWS::Partition}:s3:::x',
  },
  { page: page.join, value: '{"Fn::Join": ["", [a]]}', becomes: 'a' },
  { page: page.join, value: '!Join ["-", []]', becomes: '' },
  { page: page.join, value: '!Join [",", !Ref Names]', becomes: 'a,b,c' },
  { page: page.join, value: '!Join [",", !Ref NamesUnknown]', becomes: '${!Join [",", !Ref NamesUnknown]}' },
  { page: page.join, value: '!Join ["-", [a, !Ref AWS::NoValue, b]]', becomes: 'a-b' },
  { page: page.join, value: '!Join ["-", [1, true, 0123]]', becomes: '1-true-0123' },
  {
    page: page.join,
    value: '!Join ["-", [a, !If [IsProd, b, c]]]',
    becomes: { if: 'IsProd', yes: 'a-b', no: 'a-c' },
  },
  {
    page: page.join,
    value: '!Join ["-", [a, !If [IsProd, b, !Ref AWS::NoValue]]]',
    becomes: { if: 'IsProd', yes: 'a-b', no: 'a' },
  },
  {
    page: page.join,
    value: '!Join ["-", !If [IsProd, [a, b], [c]]]',
    becomes: { if: 'IsProd', yes: 'a-b', no: 'c' },
  },
  { page: page.join, value: '!Join ["/", !Split [":", "a:b"]]', becomes: 'a/b' },
  // Fn::Split
  { page: page.split, value: '!Split ["|", "a|b|c"]', becomes: ['a', 'b', 'c'] },
  { page: page.split, value: '!Split ["|", "a||c|"]', becomes: ['a', '', 'c', ''] },
  { page: page.split, value: '!Split [",", !Ref Bucket]', becomes: ['...${!Split [",", !Ref Bucket]}'] },
  { page: page.split, value: '!Split [":", !Sub "a:${AWS::AccountId}:b"]', becomes: ['a', '${AWS::AccountId}', 'b'] },
  {
    page: page.split,
    value: '!Split ["-", !Sub "a-${AWS::Region}"]',
    becomes: ['...${!Split ["-", !Sub "a-${AWS::Region}"]}'],
  },
  {
    page: page.split,
    value: '!Split [",", !If [IsProd, "a,b", c]]',
    becomes: { if: 'IsProd', yes: ['a', 'b'], no: ['c'] },
  },
  // Fn::Select
  { page: page.select, value: '!Select [0, [a, b]]', becomes: 'a' },
  { page: page.select, value: '!Select ["1", [a, b]]', becomes: 'b' },
  { page: page.select, value: '{"Fn::Select": [1, {Ref: Names}]}', becomes: 'b' },
  { page: page.select, value: '!Select [5, [a, b]]', becomes: '${!Select [5, [a, b]]}' },
  { page: page.select, value: '!Select [0, !Ref NamesUnknown]', becomes: '${!Select [0, !Ref NamesUnknown]}' },
  { page: page.select, value: '!Select [2, !Split [":", "arn:aws:s3:::x"]]', becomes: 's3' },
  { page: page.select, value: '!Select [4, !Split [":", !GetAtt Role.Arn]]', becomes: '${Role.Arn:4}' },
  { page: page.select, value: '!Select [2, !Split [":", !GetAtt Role.Arn]]', becomes: 'iam' },
  { page: page.select, value: '!Select [1, !GetAZs ""]', becomes: '${!Select [1, !GetAZs ""]}' },
  { page: page.select, value: '!Select [!If [IsProd, 0, 1], [a, b]]', becomes: { if: 'IsProd', yes: 'a', no: 'b' } },
  { page: page.select, value: '!Select [1, [!Ref AWS::NoValue, a, b]]', becomes: 'b' },
  // Fn::FindInMap
  { page: page.findInMap, value: '!FindInMap [Envs, dev, Size]', becomes: 'small' },
  { page: page.findInMap, value: '{"Fn::FindInMap": [Envs, prod, Size]}', becomes: 'large' },
  { page: page.findInMap, value: '!FindInMap [Envs, !Ref Env, Size]', becomes: 'small' },
  { page: page.findInMap, value: '!FindInMap [Envs, !Ref Env, Size]', becomes: 'large', parameters: { Env: 'prod' } },
  { page: page.findInMap, value: '!FindInMap [Envs, dev, List]', becomes: ['p', 'q'] },
  {
    page: page.findInMap,
    value: '!FindInMap [Regions, !Ref AWS::Region, Ami]',
    becomes: '${!FindInMap [Regions, !Ref AWS::Region, Ami]}',
  },
  {
    page: page.findInMap,
    value: '!FindInMap [Regions, !Ref AWS::Region, Ami]',
    becomes: 'ami-2',
    parameters: { 'AWS::Region': 'eu-west-1' },
  },
  { page: page.findInMap, value: '!FindInMap [Regions, !Ref AWS::Region, Same]', becomes: 'x' },
  { page: page.findInMap, value: '!FindInMap [Envs, test, Size]', becomes: '${!FindInMap [Envs, test, Size]}' },
  {
    page: page.findInMap,
    value: '!FindInMap [Envs, !If [IsProd, prod, dev], Size]',
    becomes: { if: 'IsProd', yes: 'large', no: 'small' },
  },
  { page: page.enhanced, value: '!FindInMap [Envs, test, Size, {DefaultValue: none}]', becomes: 'none' },
  { page: page.enhanced, value: '!FindInMap [Envs, dev, Size, {DefaultValue: none}]', becomes: 'small' },
  {
    page: page.enhanced,
    value: '!FindInMap [!Sub "${X}", dev, Size, {DefaultValue: !Ref Free}]',
    becomes: '${!FindInMap [!Sub "${X}", dev, Size, {DefaultValue: !Ref Free}]}',
  },
  { page: page.enhanced, value: '!FindInMap [Nope, a, b, {DefaultValue: !Ref Free}]', becomes: 'free' },
  { page: page.enhanced, value: '!FindInMap [!Select [0, [Envs]], dev, Size]', becomes: 'small' },
  // Conditions
  { page: page.conditions, value: '!If [IsProd, a, b]', becomes: { if: 'IsProd', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [IsProd, a, b]', becomes: 'a', parameters: { Env: 'prod' } },
  { page: page.conditions, value: '!If [IsProd, a, b]', becomes: 'b', parameters: { Env: 'dev' } },
  { page: page.conditions, value: '{"Fn::If": [Always, a, b]}', becomes: 'a' },
  { page: page.conditions, value: '!If [Never, a, b]', becomes: 'b' },
  { page: page.conditions, value: '!If [IsOne, a, b]', becomes: 'a' },
  { page: page.conditions, value: '!If [IsFree, a, b]', becomes: { if: 'IsFree', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [Impossible, a, b]', becomes: 'b' },
  { page: page.conditions, value: '!If [InRegion, a, b]', becomes: { if: 'InRegion', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [InRegion, a, b]', becomes: 'a', parameters: { 'AWS::Region': 'us-east-1' } },
  { page: page.conditions, value: '!If [NotProd, a, b]', becomes: 'b', parameters: { Env: 'prod' } },
  { page: page.conditions, value: '!If [And, a, b]', becomes: 'a' },
  { page: page.conditions, value: '!If [AndNever, a, b]', becomes: 'b' },
  { page: page.conditions, value: '!If [AndOpen, a, b]', becomes: { if: 'AndOpen', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [Or, a, b]', becomes: 'a' },
  { page: page.conditions, value: '!If [OrNever, a, b]', becomes: 'b' },
  { page: page.conditions, value: '!If [OrOpen, a, b]', becomes: { if: 'OrOpen', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [Long, a, b]', becomes: 'b' },
  { page: page.conditions, value: '!If [Mapped, a, b]', becomes: 'a' },
  { page: page.conditions, value: '!If [MappedOpen, a, b]', becomes: { if: 'MappedOpen', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [Circle, a, b]', becomes: { if: 'Circle', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [Lists, a, b]', becomes: 'b', parameters: { Names: 'x' } },
  {
    page: page.conditions,
    value: '!If [IsProd, !If [IsProd, a, b], c]',
    becomes: { if: 'IsProd', yes: 'a', no: 'c' },
  },
  {
    page: page.conditions,
    value: '!If [IsProd, c, !If [NotProd, a, b]]',
    becomes: { if: 'IsProd', yes: 'c', no: 'a' },
  },
  {
    page: page.conditions,
    value: '!If [IsProd, a, !Ref AWS::NoValue]',
    becomes: { if: 'IsProd', yes: 'a', no: undefined },
  },
  { page: page.conditions, value: '!If [IsProd, !Ref AWS::NoValue, !Ref AWS::NoValue]', becomes: undefined },
  {
    page: page.conditions,
    value: '[x, !If [IsProd, a, !Ref AWS::NoValue]]',
    becomes: ['x', { if: 'IsProd', yes: 'a', no: undefined }],
  },
  { page: page.conditions, value: '{Action: [!If [Never, "iam:*", "s3:Get*"]]}', becomes: { Action: ['s3:Get*'] } },
  { page: page.conditions, value: '!If [Missing, a, b]', becomes: { if: 'Missing', yes: 'a', no: 'b' } },
  { page: page.conditions, value: '!If [IsProd, a]', becomes: '${!If [IsProd, a]}' },
  {
    page: page.conditions,
    value: '{Condition: {Bool: {"aws:SecureTransport": "true"}}}',
    becomes: { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  },
  { page: page.conditions, value: '!If [IsProd, !Ref Env, x]', becomes: { if: 'IsProd', yes: '${Env}', no: 'x' } },
  { page: page.conditions, value: '!If [IsProd, x, !Ref Env]', becomes: { if: 'IsProd', yes: 'x', no: 'dev' } },
  {
    page: page.conditions,
    value: '!If [OrOpen, !Sub "${Env}-${Free}", x]',
    becomes: { if: 'OrOpen', yes: '${Env}-free', no: 'x' },
  },
  {
    page: page.conditions,
    value: '!If [HasOption, !Ref Option, x]',
    becomes: { if: 'HasOption', yes: '${Option}', no: 'x' },
  },
  { page: page.conditions, value: '!If [HasOption, !Ref Option, x]', becomes: 'o', parameters: { Option: 'o' } },
  // Others
  { page: page.base64, value: '!Base64 hello', becomes: 'aGVsbG8=' },
  { page: page.base64, value: '{"Fn::Base64": {"Fn::Sub": "a\\n${Free}"}}', becomes: 'a\nfree' },
  { page: page.base64, value: '{"Fn::Base64": {"Fn::Sub": "${Free}"}}', becomes: 'ZnJlZQ==' },
  { page: page.base64, value: '!Base64 {"Ref": Bucket}', becomes: '${Bucket}' },
  { page: page.cidr, value: '!Cidr ["10.0.0.0/24", 2, 5]', becomes: ['10.0.0.0/27', '10.0.0.32/27'] },
  { page: page.cidr, value: '!Select [1, !Cidr ["192.168.0.0/16", "2", "8"]]', becomes: '192.168.1.0/24' },
  { page: page.cidr, value: '!Cidr [!Ref Bucket, 2, 5]', becomes: ['...${!Cidr [!Ref Bucket, 2, 5]}'] },
  { page: page.zones, value: '!GetAZs ""', becomes: ['...${!GetAZs ""}'] },
  {
    page: page.zones,
    value: '{"Fn::GetAZs": {Ref: "AWS::Region"}}',
    becomes: ['...${{"Fn::GetAZs": {Ref: "AWS::Region"}}}'],
  },
  { page: page.importValue, value: '!ImportValue nobody-exports', becomes: '${!ImportValue nobody-exports}' },
  {
    page: page.importValue,
    value: '{"Fn::ImportValue": {"Fn::Sub": "${Bucket}-x"}}',
    becomes: '${{"Fn::ImportValue": {"Fn::Sub": "${Bucket}-x"}}}',
  },
  {
    page: page.stackOutput,
    value: '{"Fn::GetStackOutput": {StackName: !Ref Free, OutputName: Arn}}',
    becomes: '${{"Fn::GetStackOutput": {StackName: !Ref Free, OutputName: Arn}}}',
  },
  { page: page.length, value: '{"Fn::Length": [a, b, c]}', becomes: 3 },
  { page: page.length, value: '{"Fn::Length": {Ref: Names}}', becomes: 3 },
  {
    page: page.length,
    value: '{"Fn::Length": {Ref: NamesUnknown}}',
    becomes: '${{"Fn::Length": {Ref: NamesUnknown}}}',
  },
  { page: page.json, value: '{"Fn::ToJsonString": {a: [1, x], b: !Ref Free}}', becomes: '{"a":[1,"x"],"b":"free"}' },
  { page: page.json, value: '{"Fn::ToJsonString": {a: !Ref Role}}', becomes: '{"a":"${Role}"}' },
  { page: page.forEach, value: '{"Fn::ForEach::L": [X, [a, b], {"K${X}": !Ref X}]}', becomes: { Ka: 'a', Kb: 'b' } },
  {
    page: page.forEach,
    value: '{z: 1, "Fn::ForEach::L": [X, !Ref Names, {"${X}": !Sub "v-${X}"}]}',
    becomes: { z: 1, a: 'v-a', b: 'v-b', c: 'v-c' },
  },
  { page: page.forEach, value: '{"Fn::ForEach::L": [X, ["1.2"], {"K&{X}": !Ref X}]}', becomes: { K12: '1.2' } },
  {
    page: page.forEach,
    value: '{"Fn::ForEach::L": [X, [a], {"Fn::ForEach::M": [Y, [b, c], {"${X}${Y}": 1}]}]}',
    becomes: { ab: 1, ac: 1 },
  },
  { page: page.transform, value: '{"Fn::Transform": {Name: Mine, Parameters: {}}}', becomes: {} },
  {
    page: page.dynamic,
    value: '"{{resolve:secretsmanager:db:SecretString:password}}"',
    becomes: '${{{resolve:secretsmanager:db:SecretString:password}}}',
  },
  { page: page.dynamic, value: '!Sub "x-{{resolve:ssm:/a/${Env}}}"', becomes: 'x-{{resolve:ssm:/a/dev}}' },
  { page: page.format, value: '2012-10-17', becomes: '2012-10-17' },
  { page: page.format, value: '0123', becomes: '0123' },
  { page: page.format, value: 'yes', becomes: true },
  { page: page.format, value: '"yes"', becomes: 'yes' },
  { page: page.format, value: '1.50', becomes: 1.5 },
]
