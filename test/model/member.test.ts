import { member } from '../../src/model/resource'
import { SourceFile, span } from '../../src/model/source'
import { type Data, type ObjectData, text } from '../../src/model/value'

const at = span(new SourceFile('a.yaml', ''))
const object = (members: Record<string, Data>): ObjectData => ({
  kind: 'object',
  entries: Object.entries(members).map(([key, value]) => ({ key: text(key, at), value })),
  span: at,
})
const on = text('on', at)
const choice = (whenTrue: Data | undefined, whenFalse: Data | undefined): Data => ({
  kind: 'choice',
  condition: 'IsPrivate',
  whenTrue,
  whenFalse,
  span: at,
})

test('the member of a choice is the choice of the members: a condition does not make it unset', () => {
  expect(member(choice(object({ Block: on }), undefined), ['Block'])).toMatchObject({
    kind: 'choice',
    whenTrue: on,
    whenFalse: undefined,
  })
  expect(member(choice(object({ Other: on }), object({})), ['Block'])).toBeUndefined()
})

test('the member of what is unknown is unknown, not unset', () => {
  const hole = { kind: 'hole', expression: 'var.x', why: 'variable-without-value', span: at } as const
  const unknown: Data = { kind: 'unknown', hole, span: at }
  expect(member(unknown, ['Block'])).toBe(unknown)
  expect(member({ kind: 'list', items: [unknown], span: at }, ['Block'])).toBe(unknown)
})

test('underscores and case do not count; what is not there is undefined', () => {
  expect(member(object({ http_tokens: on }), ['HttpTokens'])).toBe(on)
  expect(member(object({}), ['HttpTokens'])).toBeUndefined()
  expect(member(on, ['HttpTokens'])).toBeUndefined()
})
