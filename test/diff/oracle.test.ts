import fc from 'fast-check'
import { accessDiff } from '../../src/diff/access-diff'
import type { AccessDiff } from '../../src/model/access-diff'
import { isBroadened } from '../../src/model/access-diff'
import type { IamModel } from '../../src/model/iam'
import { trustNobody } from '../../src/scan/options'
import { ModelBuilder } from '../iam/build'

/** What is said of access is held against a plain evaluation of many requests. */

interface Rule {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string[]
  readonly Resource: string[]
  readonly Condition?: { readonly Bool: { readonly 'aws:MultiFactorAuthPresent': string } }
}

const rule: fc.Arbitrary<Rule> = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    Action: fc.subarray(['s3:GetObject', 's3:Get*', 's3:PutObject', 's3:*', 'iam:PassRole', 'iam:*', '*'], {
      minLength: 1,
    }),
    Resource: fc.subarray(['*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/x', 'arn:aws:s3:::?/x'], { minLength: 1 }),
    mfa: fc.boolean(),
  })
  .map(({ mfa, ...rest }) => (mfa ? { ...rest, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } } : rest))

const policies = fc.array(fc.array(rule, { minLength: 1, maxLength: 3 }), { maxLength: 3 })

function modelOf(documents: readonly (readonly Rule[])[]): IamModel {
  const builder = new ModelBuilder()
  const role = builder.role('app', { Service: 'ec2.amazonaws.com' })
  for (const [at, statements] of documents.entries()) builder.managed(`p${at}`, statements, role)
  return builder.done()
}

const actions = [
  's3:GetObject',
  's3:GetFuture',
  's3:PutObject',
  's3:Future',
  'iam:PassRole',
  'iam:Future',
  'new:Future',
]
const resources = [
  'arn:aws:s3:::a/x',
  'arn:aws:s3:::a/y',
  'arn:aws:s3:::b/x',
  'arn:aws:s3:::bb/x',
  'arn:aws:iam::1:role/r',
]

const glob = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value)

function allowed(rules: readonly Rule[], action: string, resource: string, mfa: boolean): boolean {
  const speaking = rules.filter(
    (one) =>
      one.Action.some((pattern) => glob(pattern, action)) &&
      one.Resource.some((pattern) => glob(pattern, resource)) &&
      (one.Condition === undefined || mfa),
  )
  return speaking.some((one) => one.Effect === 'Allow') && !speaking.some((one) => one.Effect === 'Deny')
}

/** Whether some request is let through by the second rules and not by the first. */
function more(before: readonly Rule[], after: readonly Rule[]): boolean {
  return actions.some((action) =>
    resources.some((resource) =>
      [true, false].some((mfa) => allowed(after, action, resource, mfa) && !allowed(before, action, resource, mfa)),
    ),
  )
}

const diffOf = (before: readonly (readonly Rule[])[], after: readonly (readonly Rule[])[]): AccessDiff =>
  accessDiff(modelOf(before), modelOf(after), trustNobody)

const effects = (diff: AccessDiff): Set<string> =>
  new Set(diff.subjects.flatMap(({ lines }) => lines.map((line) => line.effect)))

test('whatever a request gains is told as broadened, and whatever it loses as narrowed', () => {
  fc.assert(
    fc.property(policies, policies, (before, after) => {
      const diff = diffOf(before, after)
      if (more(before.flat(), after.flat())) expect(isBroadened(diff)).toBe(true)
      if (more(after.flat(), before.flat())) expect(effects(diff)).toContain('narrows')
    }),
    { numRuns: 100 },
  )
})

test('without Deny, nothing is told that no request feels', () => {
  const allows = policies.map((documents) =>
    documents.map((rules) => rules.map((one): Rule => ({ ...one, Effect: 'Allow' }))),
  )
  fc.assert(
    fc.property(allows, allows, (before, after) => {
      const told = effects(diffOf(before, after))
      expect(told.has('broadens')).toBe(more(before.flat(), after.flat()))
      expect(told.has('narrows')).toBe(more(after.flat(), before.flat()))
    }),
    { numRuns: 100 },
  )
})

test('order, Sids and which policy says it make no difference', () => {
  const shuffled = policies.chain((before) => {
    const flat = before.flat().map((one, at): Rule => ({ ...one, Sid: `S${at}` }))
    return fc
      .tuple(
        fc.shuffledSubarray(flat, { minLength: flat.length, maxLength: flat.length }),
        fc.nat({ max: flat.length }),
      )
      .map(([rules, cut]) => ({
        before,
        after: [rules.slice(0, cut), rules.slice(cut)].filter((part) => part.length > 0),
      }))
  })
  fc.assert(
    fc.property(shuffled, ({ before, after }) => {
      const lines = diffOf(before, after).subjects.filter(
        ({ kind, names }) => kind === 'principal' && names.includes("role 'app'"),
      )
      expect(lines).toEqual([])
    }),
    { numRuns: 100 },
  )
})
