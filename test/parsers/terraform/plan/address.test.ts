import { callerOf, callNames, keyOf, within, withoutKeys } from '../../../../parsers/terraform/plan/address'

const deep = 'module.a["x.y[0]\\"]"].module.b[1].aws_iam_role.r["k.[z]"]'

test('instance keys are taken away, whatever is in them', () => {
  expect(withoutKeys(deep)).toBe('module.a.module.b.aws_iam_role.r')
  expect(withoutKeys('data.aws_iam_policy_document.d')).toBe('data.aws_iam_policy_document.d')
})

test('a module is known by the names of the calls that lead to it', () => {
  expect(callNames('module.a["x.y"].module.b[1]')).toEqual(['a', 'b'])
  expect(callNames('')).toEqual([])
  expect(callerOf('module.a["x.y"].module.b[1]')).toBe('module.a["x.y"]')
  expect(callerOf('module.a["x"]')).toBe('')
})

test('the key of an instance is the last one', () => {
  expect(keyOf(deep)).toBe('["k.[z]"]')
  expect(keyOf('module.a[0].aws_iam_role.r')).toBe('')
})

test('an address in the root module is itself', () => {
  expect([within('', 'a.b'), within('module.m', 'a.b')]).toEqual(['a.b', 'module.m.a.b'])
})

test('an address of brackets takes no time', () => {
  expect(withoutKeys('['.repeat(1_000_000))).toBe('')
})
