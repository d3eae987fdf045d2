import { join } from 'node:path'
import { parseModel } from '../../parsers/recorded/index'
import { defaultParseSettings, type Parsed } from '../../parsers/parser'
import { accessDiff } from '../../src/diff/access-diff'
import type { AccessDiff } from '../../src/model/access-diff'
import type { IamModel } from '../../src/model/iam'
import { emptyModel } from '../../src/model/iam'
import { link } from '../../src/model/link'
import { diffJson } from '../../src/report/diff'
import { modelJson } from '../../src/report/model'
import { trustNobody } from '../../src/scan/options'
import { memoryTree } from '../parsers/memory-tree'
import { cases, root, scanAt, sidesOf } from './fixtures'

const read = (text: string, planSide?: 'before'): Promise<Parsed> =>
  parseModel(
    { kind: 'model', file: 'model.json' },
    memoryTree({ 'model.json': text }),
    planSide ? { ...defaultParseSettings, planSide } : defaultParseSettings,
  )

/** The model as it comes back from what `iamgate model` prints. */
async function again(model: IamModel): Promise<IamModel> {
  const { model: back, diagnostics } = await read(modelJson(model, []))
  expect(diagnostics).toEqual([])
  return link(back)
}

const nothing: Partial<AccessDiff> = { subjects: [], dangers: [], iamChanged: false }
const diffOf = (base: IamModel, head: IamModel): AccessDiff => accessDiff(base, head, trustNobody)

describe('a model that was printed and read', () => {
  test.each(cases)('%s: is the same, and differs from others alike', async (name) => {
    const [base, head] = await sidesOf(name)
    const [was, is] = [await again(base), await again(head)]
    const whole = diffJson(diffOf(base, head))
    expect(diffJson(diffOf(was, is))).toBe(whole)
    expect(diffJson(diffOf(was, head))).toBe(whole)
    expect(diffJson(diffOf(base, is))).toBe(whole)
    expect(diffOf(was, base)).toMatchObject(nothing)
    expect(diffOf(head, is)).toMatchObject(nothing)
    expect(modelJson(is, [])).toContain(recordIn(modelJson(head, [])))
  })

  test.each(['demo', 'same', 'checks', 'cdk', 'account'])('fixtures/%s: is the same', async (name) => {
    const { model } = await scanAt(join(root, '..', name))
    const back = await again(model)
    expect(model.resources.length).toBeGreaterThan(10)
    expect(diffOf(model, back)).toMatchObject(nothing)
    expect(diffOf(back, model)).toMatchObject(nothing)
  })
})

const recordIn = (text: string): string => text.slice(text.indexOf('"record"'))

describe('bad documents', () => {
  const told = async (text: string): Promise<unknown> =>
    (await read(text)).diagnostics.map(({ level, kind, message, file, span }) => [
      ...[level, kind, message, file],
      span?.source.positionAt(span.start),
    ])

  test.each([
    ['{', 'json-syntax', /./],
    ['', 'json-syntax', /./],
    ['null', 'model-record', /^has no record/],
    ['{"kind": "iamgate-model", "version": 1}', 'model-record', /^has no record/],
    ['{"record": {"version": 2}}', 'model-record', /record is of version 2; this iamgate reads version 1$/],
    ['{"record": {"version": 1, "files": [7]}}', 'model-record', /record\.files\.0 is no string$/],
    ['{"record": {"version": 1, "files": []}}', 'model-record', /record\.unknowns is no list$/],
  ])('%s', async (text, kind, message) => {
    expect(await told(text)).toEqual([['error', kind, expect.stringMatching(message), 'model.json', expect.anything()]])
  })

  test('what is wrong is pointed at', async () => {
    const [, head] = await sidesOf('action-added')
    const text = modelJson(head, []).replace('"effect":"Allow"', '"effect":"Perhaps"')
    const line = text.split('\n').findIndex((one) => one.includes('Perhaps')) + 1
    expect(await told(text)).toEqual([
      [
        ...['error', 'model-record', expect.stringMatching(/\.effect is none of Allow, Deny, unknown$/), 'model.json'],
        { line, column: (text.split('\n')[line - 1] as string).indexOf('Perhaps') + 1 },
      ],
    ])
  })

  test('a model has no before and after of its own', async () => {
    const { diagnostics } = await read(modelJson(emptyModel(), []), 'before')
    expect(diagnostics).toMatchObject([
      { level: 'error', message: expect.stringContaining('name what it is compared') },
    ])
  })

  test('what could not be read when it was printed is said again', async () => {
    const { diagnostics } = await read(modelJson(emptyModel(), [{ kind: 'hcl-syntax', message: 'no', file: 'a.tf' }]))
    expect(diagnostics).toEqual([{ level: 'error', kind: 'hcl-syntax', message: 'no', file: 'a.tf' }])
  })

  test('no value in the place of another makes it throw', async () => {
    const [, head] = await sidesOf('user-joins-group')
    const document = JSON.parse(modelJson(head, []))
    let refused = 0
    for (const [holder, key] of members(document.record)) {
      const own = holder[key]
      for (const other of [null, -1, 0, 10 ** 12, 'x', [], {}, ['x'], true]) {
        holder[key] = other
        const { model, diagnostics } = await read(JSON.stringify(document))
        if (diagnostics.length > 0) refused++
        else diffOf(link(model), head)
      }
      holder[key] = own
    }
    expect(refused).toBeGreaterThan(500)
  })
})

type Holder = Record<string | number, unknown>

/** Every member of a JSON value, with what holds it. */
function members(json: unknown): [Holder, string][] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([key, value]) => [[json as Holder, key] as [Holder, string], ...members(value)])
}
