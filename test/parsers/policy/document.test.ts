import fc from 'fast-check'
import { encodeJson, parsePolicy, parseJsonText, rememberEncoded, resolutionOf } from '../../../parsers/policy-json'
import type { PolicyDocument, TextList } from '../../../src/model/policy'
import type { ChoiceData, Data, ListData, ObjectData } from '../../../src/model/value'
import { display, literal, text } from '../../../src/model/value'
import { textOf, written } from './policy-text'

const policyOf = (content: string) => parsePolicy(textOf(content))
const statementOf = (elements: string) => policyOf(`{"Statement": {"Effect": "Allow", ${elements}}}`)
const shown = (list: TextList | undefined) => list?.items.map(display)
const problems = (document: PolicyDocument) =>
  document.problems.map(({ message, span }) => `${message}: ${written(span)}`)

describe('parsePolicy', () => {
  it('reads a document down to the characters of each element', () => {
    const { version, id, statements, problems, unknown } = policyOf(`{
      "Version": "2012-10-17",
      "Id": "example",
      "Statement": [{
        "Sid": "Read",
        "Effect": "Allow",
        "Principal": {"AWS": ["111122223333", "*"], "Service": "ec2.amazonaws.com"},
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "NotResource": "arn:aws:s3:::secret/*",
        "Condition": {"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"aws:MultiFactorAuthAge": [3600]}}
      }]
    }`)
    expect([literal(version!), literal(id!), problems, unknown]).toEqual(['2012-10-17', 'example', [], []])
    const [statement] = statements
    expect(statement).toMatchObject({ effect: 'Allow', guards: [], unknownConditions: [] })
    expect(written(statement!.effectSpan)).toBe('Allow')
    expect(statement!.actions!.items.map((item) => written(item.span))).toEqual(['s3:GetObject', 's3:ListBucket'])
    expect(written(statement!.actions!.keySpan)).toBe('Action')
    expect(statement!.actions!.negated).toBe(false)
    expect(statement!.resources).toMatchObject({ negated: true, unknown: [] })
    expect(statement!.principals!.entries.map(({ type, value }) => [type, written(value.span)])).toEqual([
      ['AWS', '111122223333'],
      ['AWS', '*'],
      ['Service', 'ec2.amazonaws.com'],
    ])
    expect(
      statement!.conditions.map(({ operator, key, values, span }) => [
        display(operator),
        display(key),
        shown(values),
        written(span),
      ]),
    ).toEqual([
      ['Bool', 'aws:SecureTransport', ['true'], 'aws:SecureTransport": true'],
      ['NumericLessThan', 'aws:MultiFactorAuthAge', ['3600'], 'aws:MultiFactorAuthAge": [3600]'],
    ])
  })

  it('takes one statement and one string for lists of one', () => {
    const { statements } = policyOf('{"Statement": {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}}')
    expect(statements[0]).toMatchObject({ effect: 'Deny', actions: { negated: true } })
    expect(shown(statements[0]!.actions)).toEqual(['iam:*'])
  })

  it('reads the forms of a principal', () => {
    const forms = (principal: string) => {
      const element = statementOf(`"Action": "*", "Principal": ${principal}`).statements[0]!.principals!
      return [element.entries.map(({ type, value }) => `${type} ${display(value)}`), element.unknown.length]
    }
    expect(forms('"*"')).toEqual([['* *'], 0])
    expect(forms('{"AWS": "*"}')).toEqual([['AWS *'], 0])
    expect(forms('{"AWS": "arn:aws:iam::${var.account}:root"}')).toEqual([['AWS arn:aws:iam::${var.account}:root'], 0])
    expect(forms('{"AWS": ${jsonencode(var.accounts)}}')).toEqual([[], 1])
    expect(forms('"${var.principal}"')).toEqual([[], 1])
    expect(forms('{"${var.type}": "x"}')).toEqual([[], 1])
    expect(forms('["*"]')).toEqual([['* *'], 0])
    expect(forms('{"Aws": "*"}')).toEqual([['Aws *'], 0])
  })

  it('keeps what is unknown apart from what is there', () => {
    const { statements, unknown } = policyOf(`{"Statement": [
      {"Effect": "\${var.effect}", "Action": ["s3:*", \${join(",", var.actions)}], "Resource": \${var.resources},
       "Condition": \${var.condition}},
      \${join(",", var.statements)}
    ]}`)
    expect(unknown.map((hole) => hole.expression)).toEqual(['join(",", var.statements)'])
    const [statement] = statements
    expect(statement!.effect).toBe('unknown')
    expect(shown(statement!.actions)).toEqual(['s3:*'])
    expect(statement!.actions!.unknown.map((hole) => hole.expression)).toEqual(['join(",", var.actions)'])
    expect(shown(statement!.resources)).toEqual([])
    expect(statement!.resources!.unknown.map((hole) => hole.expression)).toEqual(['var.resources'])
    expect(statement!.unknownConditions.map((hole) => hole.expression)).toEqual(['var.condition'])
  })

  it('says what the grammar does not allow, where it stands, and reads on', () => {
    const document = policyOf(`{"version": "2012-10-17", "Comment": 1, "Version": "2020-01-01", "Statement": [
      "all",
      {"effect": "Allow", "Action": "a:b", "NotAction": "c:d", "Resource": {"x": 1}},
      {"Effect": "allow", "Sid": ["x"], "Principle": "*", "Principal": {"Role": "x"}, "Condition": "no"}
    ]}`)
    expect(problems(document)).toEqual([
      '"version" must be spelled "Version": version',
      '"Comment" is no element of a policy document: Comment',
      '"2020-01-01" is no version of the policy language: 2012-10-17 is: 2020-01-01',
      'A statement is an object: all',
      '"effect" must be spelled "Effect": effect',
      'A statement has Action or NotAction, not both: NotAction',
      'Resource takes strings, not an object: {"x": 1}',
      '"Principle" is no element of a statement: Principle',
      'Effect must be "Allow" or "Deny", not "allow": allow',
      expect.stringContaining('The statement has neither Action nor NotAction'),
      'Sid must be a string: ["x"]',
      '"Role" is no type of principal: Role',
      'Condition must be an object of operators: no',
    ])
    expect(document.statements.map(({ effect }) => effect)).toEqual(['Allow', 'unknown'])
    expect(shown(document.statements[0]!.actions)).toEqual(['a:b'])
  })

  it('reads a Statement in the wrong case', () => {
    const document = policyOf('{"statement": {"effect": "Allow", "action": "a:b"}}')
    expect(document.statements.map(({ effect, actions }) => [effect, shown(actions)])).toEqual([['Allow', ['a:b']]])
    expect(document.problems.map(({ message }) => message)).toEqual([
      '"statement" must be spelled "Statement"',
      '"effect" must be spelled "Effect"',
      '"action" must be spelled "Action"',
    ])
  })

  it('takes the last of equal keys', () => {
    const document = statementOf('"Action": "a:b", "Action": "c:d", "Condition": {"Bool": {}, "Bool": {"k": "v"}}')
    expect(shown(document.statements[0]!.actions)).toEqual(['c:d'])
    expect(document.statements[0]!.conditions).toHaveLength(1)
  })

  it('keeps all of a text as data, whatever it is', () => {
    expect(policyOf('{"Rules": [1]}').data).toMatchObject({ kind: 'object' })
    expect(policyOf('no policy').data).toMatchObject({ kind: 'text' })
    expect(policyOf('no policy').problems).toHaveLength(1)
    expect(policyOf('[]').problems[0]!.message).toContain('A policy document is an object')
  })

  it('takes a text that is one hole for a document that nobody knows', () => {
    const document = policyOf('${data.aws_s3_object.policy.body}')
    expect([document.statements, document.problems]).toEqual([[], []])
    expect(document.unknown.map((hole) => hole.expression)).toEqual(['data.aws_s3_object.policy.body'])
  })

  it('does not read again what a text was made from, and knows where that is defined', () => {
    const { data } = parseJsonText(textOf('{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'))
    const json = encodeJson(data)
    rememberEncoded(json, { data, definedIn: 'data.aws_iam_policy_document.x' })
    const copied = parsePolicy({ ...json, span: textOf('elsewhere').span })
    expect(copied.definedIn).toBe('data.aws_iam_policy_document.x')
    expect(copied.data).toBe(data)
    const changed = parsePolicy({ ...json, parts: [...json.parts, ...text(' ', json.span).parts] })
    expect(changed.definedIn).toBeUndefined()
    expect(shown(changed.statements[0]!.actions)).toEqual(['s3:*'])
    expect(written(changed.statements[0]!.actions!.items[0]!.span)).toBe('s3:*')
  })

  it('never throws, whatever the JSON', () => {
    const key = fc.constantFrom('Version', 'Statement', 'Effect', 'Action', 'Principal', 'Condition', 'AWS', 'x')
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('Allow', '*', 1, true, null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(node, (value) => {
        const document = policyOf(JSON.stringify(value))
        expect(['resolved', 'partial', 'unresolved']).toContain(resolutionOf(document))
      }),
    )
  })
})

describe('choices in a policy', () => {
  const at = textOf('').span
  const string = (value: string) => text(value, at)
  const list = (...items: Data[]): ListData => ({ kind: 'list', items, span: at })
  const object = (entries: Record<string, Data>): ObjectData => ({
    kind: 'object',
    entries: Object.entries(entries).map(([key, value]) => ({ key: string(key), value })),
    span: at,
  })
  const choice = (condition: string, whenTrue?: Data, whenFalse?: Data): ChoiceData => ({
    kind: 'choice',
    condition,
    whenTrue,
    whenFalse,
    span: at,
  })
  const allow = (action: Data, more: Record<string, Data> = {}) =>
    object({ Effect: string('Allow'), Action: action, ...more })
  const document = (...statements: Data[]) => parsePolicy(object({ Statement: list(...statements) }))
  const summary = (parsed: PolicyDocument) =>
    parsed.statements.map(
      ({ actions, guards }) =>
        `${shown(actions)?.join(' ')} if ${guards.map(({ condition, is }) => (is ? '' : '!') + condition).join(' ')}`,
    )

  it('gives statements guards', () => {
    const parsed = document(
      allow(string('a')),
      choice('c', allow(string('b'))),
      choice('c', allow(string('d')), list(allow(string('e')), allow(string('f')))),
    )
    expect(summary(parsed)).toEqual(['a if ', 'b if c', 'd if c', 'e if !c', 'f if !c'])
  })

  it('takes what two chosen lists have in common out of the choice', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((action) => allow(string(action))) as [Data, Data, Data, Data]
    const chosen = (whenTrue: Data[], whenFalse: Data[]) =>
      summary(parsePolicy(object({ Statement: choice('x', list(...whenTrue), list(...whenFalse)) })))
    expect(chosen([a, b], [a])).toEqual(['a if ', 'b if x'])
    expect(chosen([a, c], [a, b, c, d])).toEqual(['a if ', 'b if !x', 'c if ', 'd if !x'])
    expect(chosen([b, a], [a, b])).toEqual(['a if !x', 'b if ', 'a if x'])
    expect(chosen([a], [])).toEqual(['a if x'])
    expect(chosen([a], [allow(string('a'))])).toEqual(['a if '])
  })

  it('gives a statement under its own condition once, beside others under other conditions', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((action) => allow(string(action))) as [Data, Data, Data]
    // concat([a], x ? [b] : [], y ? [c] : []) with every choice drawn outwards, as an evaluator does.
    const whenY = (...items: Data[]) => choice('y', list(...items, c), list(...items))
    const parsed = parsePolicy(object({ Statement: choice('x', whenY(a, b), whenY(a)) }))
    expect(summary(parsed)).toEqual(['a if ', 'b if x', 'c if y'])
  })

  it('gives the statements of either document guards', () => {
    const one = (action: string) => object({ Statement: allow(string(action)) })
    expect(summary(parsePolicy(choice('c', one('a'), choice('c', one('never'), one('b')))))).toEqual([
      'a if c',
      'b if !c',
    ])
  })

  it('takes an empty branch for no document, and the branch that is given for certain', () => {
    const json = textOf('{"Statement": {"Effect": "Allow", "Action": "a"}}')
    const chosen = parsePolicy(choice('c', json, string('')))
    expect([summary(chosen), chosen.problems, chosen.data.kind]).toEqual([['a if c'], [], 'object'])
    const given = parsePolicy(choice('c', json, string('no policy')), { given: [{ condition: 'c', is: true }] })
    expect([summary(given), given.problems, given.data.kind]).toEqual([['a if '], [], 'object'])
  })

  it('splits a statement by the choices inside, one condition one way', () => {
    const parsed = document(
      allow(list(string('a'), choice('c', string('b'), list(string('d'), string('e'))), choice('x', string('f'))), {
        Resource: choice('c', string('*')),
      }),
    )
    expect(summary(parsed)).toEqual(['a b f if c x', 'a b if c !x', 'a d e f if !c x', 'a d e if !c !x'])
    expect(parsed.statements.map(({ resources }) => shown(resources))).toEqual([['*'], ['*'], undefined, undefined])
  })

  it('splits by a chosen condition', () => {
    const condition = object({ Bool: object({ k: string('true') }) })
    const parsed = document(allow(string('a'), { Condition: choice('c', condition) }))
    expect(parsed.statements.map(({ conditions, guards }) => [conditions.length, guards])).toEqual([
      [1, [{ condition: 'c', is: true }]],
      [0, [{ condition: 'c', is: false }]],
    ])
  })

  it('leaves more than 16 ways unknown', () => {
    const actions = (count: number) => list(...[...Array(count).keys()].map((n) => choice(`c${n}`, string(`a${n}`))))
    expect(document(allow(actions(4))).statements).toHaveLength(16)
    const [folded, ...rest] = document(allow(actions(5))).statements
    expect(rest).toEqual([])
    expect(folded!.actions!.unknown.map(({ expression }) => expression)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4'])
  })
})

describe('resolutionOf', () => {
  const resolution = (content: string) => resolutionOf(policyOf(content))
  const statement = (elements: string) => `{"Statement": [{"Effect": "Allow", ${elements}}]}`

  it('tells resolved, partial and unresolved documents apart', () => {
    expect(resolution(statement('"Action": "s3:*", "Resource": "*"'))).toBe('resolved')
    expect(resolution(statement('"Sid": "${var.sid}", "Action": "s3:*"'))).toBe('resolved')
    expect(resolution(statement('"Action": "s3:*", "Resource": "arn:aws:s3:::${var.bucket}"'))).toBe('partial')
    expect(resolution(statement('"Action": "s3:*", "Condition": {"Bool": {"${var.key}": "x"}}'))).toBe('partial')
    expect(resolution(statement('"Action": ${var.actions}'))).toBe('partial')
    expect(resolution(statement('"Action": "s3:*", "Resource": "*"').replace('Allow', '${var.effect}'))).toBe('partial')
    expect(resolution(`{"Statement": [{"Effect": "Allow", "Action": "*"}, \${var.more}]}`)).toBe('partial')
    expect(resolution('{"Statement": [${var.all}]}')).toBe('unresolved')
    expect(resolution('${var.policy}')).toBe('unresolved')
    expect(resolution('no policy')).toBe('unresolved')
  })

  it('does not count the account, the region, the partition, or attributes of resources in the same code', () => {
    const own = '"Action": "s3:*", "Resource": "arn:${data.aws_partition.current.partition}:s3:::x"'
    expect(resolution(statement(own))).toBe('resolved')
    expect(resolution(statement('"Action": "s3:*", "Resource": "${data.aws_ssm_parameter.x.value}"'))).toBe('partial')
    const given = textOf(statement('"Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}/*"'))
    const symbol = { id: 's|aws_s3_bucket.b.arn', address: 'aws_s3_bucket.b', attribute: 'arn', type: 'aws_s3_bucket' }
    const parts = given.parts.map((part) => (part.kind === 'hole' ? { ...part, symbol } : part))
    expect(resolutionOf(parsePolicy({ ...given, parts }))).toBe('resolved')
  })
})
