import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJsonText, parsePolicy } from '../../../../parsers/policy-json'
import { renderPolicyDocument } from '../../../../parsers/terraform/resources'
import type { ChoiceData, Data, ObjectData } from '../../../../src/model/value'
import { display, entry } from '../../../../src/model/value'
import { textOf, written } from '../../policy/policy-text'

const folder = join(__dirname, '../../../../fixtures/policy-document')
const address = 'data.aws_iam_policy_document.x'

/** The arguments of a data source; in a fixture, `${...}` inside a string is a hole, also inside a JSON string. */
function argumentsOf(content: string): ObjectData {
  const { data, problems } = parseJsonText(textOf(content))
  if (data.kind !== 'object' || problems.length > 0) throw new Error(`bad arguments: ${problems[0]?.message}`)
  return data
}

/** Go's `json.MarshalIndent`, or `json.Marshal` when `indent` is ''. */
function goJson(value: unknown, indent: string): string {
  return JSON.stringify(value, null, indent).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)
}

interface Fixture {
  readonly arguments: unknown
  readonly document: unknown
  readonly warnings?: readonly string[]
}

describe('aws_iam_policy_document', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

  it.each(names)('%s', (name) => {
    const fixture: Fixture = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const rendered = renderPolicyDocument(argumentsOf(JSON.stringify(fixture.arguments)), { address })
    expect(display(rendered.json)).toBe(goJson(fixture.document, '  '))
    expect(display(rendered.minifiedJson)).toBe(goJson(fixture.document, ''))
    expect(rendered.diagnostics.map(({ message }) => message)).toEqual(fixture.warnings ?? [])
    // What is remembered beside the text says the same as the text itself.
    const remembered = parsePolicy(rendered.json)
    const read = parsePolicy({ ...rendered.json, parts: rendered.json.parts.map((part) => ({ ...part })) })
    expect(remembered.definedIn).toBe(address)
    expect(read.definedIn).toBeUndefined()
    expect(shape(remembered)).toEqual(shape(read))
  })

  it('keeps the place of every argument', () => {
    const content = '{"statement": [{"actions": ["s3:GetObject", "s3:PutObject"], "resources": ["&{aws:username}"]}]}'
    const { json } = renderPolicyDocument(argumentsOf(content), { address })
    const [statement] = parsePolicy(json).statements
    expect(statement!.actions!.items.map((item) => written(item.span))).toEqual(['s3:PutObject', 's3:GetObject'])
    expect(written(statement!.actions!.keySpan)).toBe('actions')
    expect(written(statement!.resources!.items[0]!.span)).toBe('&{aws:username}')
    expect(written(statement!.span)).toBe(content.slice(content.indexOf('[{') + 1, -2))
  })

  it('keeps the places of merged documents', () => {
    const source = renderPolicyDocument(argumentsOf('{"statement": {"actions": ["iam:*"]}}'), { address }).json
    const list = { kind: 'list', items: [source], span: source.span } as const
    const key = entryKey('source_policy_documents', source.span)
    const { json } = renderPolicyDocument(
      { kind: 'object', entries: [{ key, value: list }], span: source.span },
      { address: 'data.aws_iam_policy_document.merged' },
    )
    const document = parsePolicy(json)
    expect(document.definedIn).toBe('data.aws_iam_policy_document.merged')
    expect(written(document.statements[0]!.actions!.items[0]!.span)).toBe('iam:*')
  })

  it('takes unknown blocks and documents for unknown statements, principals and conditions', () => {
    const unknown = (content: string) => {
      const { json } = renderPolicyDocument(argumentsOf(content), { address })
      const { statements, unknown } = parsePolicy(json)
      return [
        unknown.map(({ expression }) => expression),
        statements.map(({ principals, unknownConditions, actions }) => [
          actions?.items.map(display),
          actions?.unknown.map(({ expression }) => expression),
          principals?.unknown.map(({ expression }) => expression),
          unknownConditions.map(({ expression }) => expression),
        ]),
      ]
    }
    expect(unknown('{"statement": [{"actions": ["a:b"]}, ${var.blocks}]}')).toEqual([
      ['var.blocks'],
      [[['a:b'], [], undefined, []]],
    ])
    expect(unknown('{"source_policy_documents": ["${var.document}"], "statement": []}')).toEqual([['var.document'], []])
    expect(
      unknown('{"statement": [{"actions": ["a:b", ${var.a}], "principals": [${var.p}], "condition": [${var.c}]}]}'),
    ).toEqual([[], [[['a:b'], ['var.a'], ['var.p'], ['var.c']]]])
  })

  it('ends where documents double each other, and says that something is left out', () => {
    const { span } = argumentsOf('{}')
    let { json } = renderPolicyDocument(argumentsOf('{"statement": [{"actions": ["a:b"]}]}'), { address })
    for (let level = 0; level < 40; level++) {
      const list = { kind: 'list', items: [json, json], span } as const
      const entries = [{ key: entryKey('source_policy_documents', span), value: list }]
      json = renderPolicyDocument({ kind: 'object', entries, span }, { address }).json
    }
    const { statements, unknown } = parsePolicy(json)
    expect(statements.length).toBeLessThan(1000)
    expect(unknown.map(({ why }) => why)).toContain('limit')
  })

  it('ends where a long list is repeated in every statement', () => {
    const actions = JSON.stringify([...Array(3000).keys()].map((n) => `service:Action${n}`))
    const block = `{"actions": ${actions}}`
    const { json } = renderPolicyDocument(argumentsOf(`{"statement": [${Array(100).fill(block).join()}]}`), { address })
    expect(display(json).length).toBeLessThan(2_100_000)
    expect(json.parts.some((part) => part.kind === 'hole' && part.why === 'limit')).toBe(true)
  })

  it('gives statements guards where a condition chooses documents', () => {
    const given = argumentsOf(
      '{"a": [${module.x.json}, "{\\"Statement\\": {\\"Effect\\": \\"Deny\\", \\"Action\\": \\"a:b\\"}}"]}',
    )
    const whenTrue = entry(given, 'a')
    const choice: ChoiceData = { kind: 'choice', condition: 'c', whenTrue, whenFalse: undefined, span: given.span }
    const entries = [{ key: entryKey('source_policy_documents', given.span), value: choice }]
    const { json } = renderPolicyDocument({ ...given, entries }, { address })
    const { statements, unknown } = parsePolicy(json)
    expect(unknown.map(({ expression }) => expression)).toEqual(['module.x.json'])
    expect(statements.map(({ effect, guards }) => [effect, guards])).toEqual([['Deny', [{ condition: 'c', is: true }]]])
  })

  it('gives statements guards where a condition chooses blocks', () => {
    const given = argumentsOf(
      '{"statement": [{"actions": ["a:b"], "condition": [{"test": "Bool", "variable": "k", "values": ["true"]}]}]}',
    )
    const chosen = withChosenCondition(given)
    const { json } = renderPolicyDocument(chosen, { address })
    const { statements } = parsePolicy(json)
    expect(statements.map(({ conditions, guards }) => [conditions.length, guards])).toEqual([
      [1, [{ condition: 'var.strict', is: true }]],
      [0, [{ condition: 'var.strict', is: false }]],
    ])
  })
})

/** A document without spans, conditions in the order of their keys. */
function shape(document: ReturnType<typeof parsePolicy>) {
  const list = (texts: readonly { kind: 'text' }[] | undefined) => texts?.map((each) => display(each as never))
  return document.statements.map((statement) => ({
    sid: statement.sid && display(statement.sid),
    effect: statement.effect,
    actions: [statement.actions?.negated, list(statement.actions?.items)],
    resources: [statement.resources?.negated, list(statement.resources?.items)],
    principals: statement.principals?.entries.map(({ type, value }) => `${type} ${display(value)}`),
    conditions: statement.conditions.map(({ operator, key, values }) => [
      display(operator),
      display(key),
      list(values.items),
    ]),
  }))
}

function entryKey(name: string, span: Data['span']) {
  return { kind: 'text', parts: [{ kind: 'chunk', text: name, span, exact: false }], span } as const
}

/** The same arguments, the first `condition` block of the first statement under the condition `var.strict`. */
function withChosenCondition(given: ObjectData): ObjectData {
  const list = entry(given, 'statement')
  const statement = list?.kind === 'list' ? list.items[0] : undefined
  const conditions = entry(statement, 'condition')
  if (list?.kind !== 'list' || statement?.kind !== 'object' || conditions?.kind !== 'list') throw new Error('no block')
  const whenTrue = conditions.items[0]
  const choice: ChoiceData = {
    kind: 'choice',
    condition: 'var.strict',
    whenTrue,
    whenFalse: undefined,
    span: list.span,
  }
  const replaced = { ...conditions, items: [choice] }
  const entries = statement.entries.map((each) => (each.value === conditions ? { ...each, value: replaced } : each))
  const items = [{ ...statement, entries }]
  return { ...given, entries: given.entries.map((each) => ({ ...each, value: { ...list, items } })) }
}
