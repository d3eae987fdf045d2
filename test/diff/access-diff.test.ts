import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessDiff } from '../../src/diff/access-diff'
import { isGated } from '../../src/model/access-diff'
import { diffConsole } from '../../src/report/diff'
import { trustNobody } from '../../src/scan/options'
import { cases, diffOf, modelAt, root } from './fixtures'

describe('the exact difference of', () => {
  test.each(cases)('%s', async (name) => {
    expect(diffConsole(await diffOf(name))).toBe(readFileSync(join(root, name, 'expected.txt'), 'utf8'))
  })
})

const pairs = cases.filter((name) => !name.startsWith('plan-'))

test('there are at least forty pairs', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(40)
})

test('nothing differs from itself', async () => {
  for (const name of pairs) {
    const head = join(root, name, 'head')
    const diff = accessDiff(await modelAt(head), await modelAt(head), trustNobody)
    expect([name, diff]).toEqual([
      name,
      { subjects: [], dangers: [], iamChanged: false, unresolved: expect.any(Number) },
    ])
  }
})

test('what one direction adds, the other takes away', async () => {
  const opposite = { broadens: 'narrows', narrows: 'broadens', unknown: 'unknown', none: 'none' } as const
  for (const name of pairs) {
    const [base, head] = [await modelAt(join(root, name, 'base')), await modelAt(join(root, name, 'head'))]
    const there = accessDiff(base, head, trustNobody).subjects.flatMap(({ lines }) => lines)
    const back = accessDiff(head, base, trustNobody).subjects.flatMap(({ lines }) => lines)
    const effects = (lines: typeof there): string[] => lines.map((line) => line.effect).sort()
    // Why an Allow gives nothing is asked of the head alone, where it is new.
    if (there.some((line) => line.effect === 'none') || back.some((line) => line.effect === 'none')) continue
    expect([name, effects(there)]).toEqual([
      name,
      effects(back.map((line) => ({ ...line, effect: opposite[line.effect] }))),
    ])
  }
})

test.each([
  ['action-added', { broadened: true, escalation: false, public: false }],
  ['action-removed', { broadened: false, escalation: false, public: false }],
  ['pass-role-added', { broadened: true, escalation: true, public: false }],
  ['bucket-made-public', { broadened: true, escalation: false, public: true }],
  ['trust-account-added', { broadened: true, escalation: false, public: false }],
  ['same-inline-to-managed', { broadened: false, escalation: false, public: false }],
] as const)('the gates of %s', async (name, expected) => {
  const diff = await diffOf(name)
  expect(isGated(diff, 'none')).toBe(false)
  for (const gate of ['broadened', 'escalation', 'public'] as const) {
    expect([gate, isGated(diff, gate)]).toEqual([gate, expected[gate]])
  }
})
