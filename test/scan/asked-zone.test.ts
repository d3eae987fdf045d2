import fc from 'fast-check'
import type { TrustZone } from '../../src/model/iam'
import { AskedZone } from '../../src/scan/asked-zone'

const zone = (accounts: readonly string[]): TrustZone => ({
  ...{ accounts, organizations: [], trustedAccounts: [], oidcSubjects: [] },
})

/** What a check may ask of a list, and get. */
const questions = {
  'one account': ({ accounts }: TrustZone) => accounts.includes('a'),
  'the number': ({ accounts }: TrustZone) => accounts.length === 0,
  'every account': ({ accounts }: TrustZone) => [...accounts].join(),
  'the first': ({ accounts }: TrustZone) => accounts[0],
  'some account': ({ accounts }: TrustZone) => accounts.some((one) => one === 'a'),
  'another list': ({ organizations }: TrustZone) => organizations.includes('a'),
}

test('zones that answer alike are told from those that do not', () => {
  const asked = new AskedZone(zone(['a', 'b']))
  expect(asked.answersAs(zone([]))).toBe(true)
  expect(asked.zone.accounts.includes('a')).toBe(true)
  expect([['a'], ['c', 'a'], ['b'], []].map((one) => asked.answersAs(zone(one)))).toEqual([true, true, false, false])
  expect(asked.zone.accounts.length).toBe(2)
  expect([['a'], ['c', 'a']].map((one) => asked.answersAs(zone(one)))).toEqual([false, true])
  expect([...asked.zone.accounts]).toEqual(['a', 'b'])
  expect(
    [
      ['a', 'b'],
      ['c', 'a'],
    ].map((one) => asked.answersAs(zone(one))),
  ).toEqual([true, false])
})

test('a zone that is said to answer alike does, whatever was asked', () => {
  const accounts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
  const some = fc.subarray(Object.keys(questions) as (keyof typeof questions)[])
  fc.assert(
    fc.property(accounts, accounts, some, (own, other, chosen) => {
      const asked = new AskedZone(zone(own))
      const answers = chosen.map((name) => questions[name](asked.zone))
      expect(answers).toEqual(chosen.map((name) => questions[name](zone(own))))
      if (asked.answersAs(zone(other))) expect(chosen.map((name) => questions[name](zone(other)))).toEqual(answers)
    }),
  )
})
