import fc from 'fast-check'
import { identityPolicies } from '../../src/iam/identity'
import { grantsOf } from '../../src/iam/access'
import {
  actionSet,
  complement,
  difference,
  elementActions,
  futureAction,
  intersection,
  isEmpty,
  isSubset,
  knownActions,
  listActions,
  matchesAction,
  union,
} from '../../src/iam/action'
import { allActions, findAction } from '../../src/iam/data'
import { effectiveAccess } from '../../src/iam/effective-access'
import { glob, globContains, globMatches, globsOverlap } from '../../src/iam/glob'
import { grantsMore } from '../../src/iam/grants-more'
import { regionHas } from '../../src/iam/region'
import { witness } from '../../src/iam/witness'
import type { PolicyDocument } from '../../src/model/policy'
import { ModelBuilder, statements } from './build'

/** A matcher that is plain enough to be believed. */
function naive(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[\\s\\S]*')
    .replaceAll('?', '[\\s\\S]')
  return new RegExp(`^${escaped}$`).test(text)
}

const letters = fc.constantFrom('a', 'b', ':', '/')
const pattern = fc
  .array(fc.oneof({ weight: 3, arbitrary: letters }, fc.constantFrom('*', '?')), { maxLength: 7 })
  .map((parts) => parts.join(''))
const text = fc.array(letters, { maxLength: 7 }).map((parts) => parts.join(''))

/** Every text of up to four of the letters that patterns use, and one that none uses. */
const texts: string[] = ['']
for (let from = 0, length = 1; length <= 4; length++) {
  const end = texts.length
  for (; from < end; from++) for (const letter of 'ab:/z') texts.push(texts[from] + letter)
}

describe('globs', () => {
  test('match as a naive matcher does', () => {
    fc.assert(
      fc.property(pattern, text, (one, other) => globMatches(glob(one), other) === naive(one, other)),
      { numRuns: 3000 },
    )
  })

  test('overlap when a text is in both', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const overlap = globsOverlap(glob(one), glob(other))
        if (texts.some((candidate) => naive(one, candidate) && naive(other, candidate))) return overlap
        // No short text is in both: a witness, longer, has to be.
        const found = witness([glob(one), glob(other)], [])
        return overlap
          ? typeof found === 'object' && naive(one, found.text) && naive(other, found.text)
          : found === 'none'
      }),
      { numRuns: 500 },
    )
  })

  test('contain only what they match', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const contained = globContains(glob(outer), glob(inner))
        const counter = texts.find((candidate) => naive(inner, candidate) && !naive(outer, candidate))
        if (contained) return counter === undefined
        // Exact where the outer one has no `?`.
        return outer.includes('?') || typeof witness([glob(inner)], [glob(outer)]) === 'object'
      }),
      { numRuns: 500 },
    )
  })

  test('a witness is in all and in none, and none means none', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 2 }),
        fc.array(pattern, { maxLength: 3 }),
        (all, none) => {
          const found = witness(all.map(glob), none.map(glob))
          const fits = (candidate: string): boolean =>
            all.every((one) => naive(one, candidate)) && !none.some((one) => naive(one, candidate))
          return found === 'none' ? !texts.some(fits) : found === 'limit' || fits(found.text)
        },
      ),
      { numRuns: 500 },
    )
  })
})

const actionPattern = fc.constantFrom(
  's3:*',
  's3:Get*',
  'S3:GETobject',
  's3:*Object',
  'iam:*',
  'i?m:*',
  'iam:*Role',
  'iam:PassRole',
  '*',
  '*:*',
  'ec2:Describe*',
  '*:List*',
  'sts:Assume*',
  'nosuch:*',
  's3:Nothing',
  '*Role',
  's?:*',
)
const brute = (given: string): Set<string> => {
  const lower = given === '*:*' ? '*' : given.toLowerCase()
  return new Set(
    allActions()
      .map((action) => `${action.service}:${action.name}`)
      .filter((name) => naive(lower, name.toLowerCase())),
  )
}
const names = (set: Parameters<typeof listActions>[0]): string[] =>
  listActions(set).map((action) => `${action.service}:${action.name}`)

describe('sets of actions', () => {
  test('are the brute-force expansion over the table', () => {
    fc.assert(
      fc.property(actionPattern, actionPattern, (one, other) => {
        const [first, second] = [brute(one), brute(other)]
        const [left, right] = [actionSet(one), actionSet(other)]
        expect(names(left).join()).toBe([...first].join())
        expect(names(union(left, right)).sort().join()).toBe([...new Set([...first, ...second])].sort().join())
        expect(names(intersection(left, right)).join()).toBe([...first].filter((name) => second.has(name)).join())
        expect(names(difference(left, right)).join()).toBe([...first].filter((name) => !second.has(name)).join())
      }),
      { numRuns: 30 },
    )
  })

  test('of an element are listed alike with and without the set', () => {
    fc.assert(
      fc.property(fc.array(actionPattern, { minLength: 1, maxLength: 4 }), fc.boolean(), (patterns, negated) => {
        const key = negated ? 'NotAction' : 'Action'
        const [statement] = statements({ Effect: 'Allow', [key]: patterns, Resource: '*' }).statements
        const listed = knownActions(statement?.actions).map((action) => `${action.service}:${action.name}`)
        const wanted = new Set(patterns.flatMap((pattern) => [...brute(pattern)]))
        const expected = allActions()
          .map((action) => `${action.service}:${action.name}`)
          .filter((name) => wanted.has(name) !== negated)
        expect(listed.join()).toBe(expected.join())
        expect(names(elementActions(statement?.actions)).join()).toBe(listed.join())
      }),
      { numRuns: 30 },
    )
  })

  test('keep the laws, with the actions of the future', () => {
    fc.assert(
      fc.property(actionPattern, actionPattern, actionPattern, (a, b, c) => {
        const [x, y, z] = [actionSet(a), actionSet(b), actionSet(c)]
        expect(isSubset(intersection(x, y), x)).toBe(true)
        expect(isSubset(x, union(x, y))).toBe(true)
        expect(isEmpty(difference(x, x))).toBe(true)
        expect(isEmpty(intersection(x, complement(x)))).toBe(true)
        expect(isSubset(difference(x, y), complement(y))).toBe(true)
        const [left, right] = [intersection(x, union(y, z)), union(intersection(x, y), intersection(x, z))]
        expect(isSubset(left, right) && isSubset(right, left)).toBe(true)
        expect(isSubset(x, y)).toBe(isEmpty(difference(x, y)))
      }),
      { numRuns: 40 },
    )
  })

  test('a list of all that a service has is less than its wildcard', () => {
    const listed = [...brute('sts:*')].map(actionSet).reduce(union)
    expect(isSubset(listed, actionSet('sts:*'))).toBe(true)
    expect(isSubset(actionSet('sts:*'), listed)).toBe(false)
    expect(futureAction(difference(actionSet('sts:*'), listed))).toMatch(/^sts:/)
  })

  test('case does not count', () => {
    expect(matchesAction('S3:gET*', 's3:GetObject')).toBe(true)
    expect(matchesAction('i?m:pass*', 'IAM:PassRole')).toBe(true)
    expect(matchesAction('*:*', 'iam:PassRole')).toBe(true)
    expect(matchesAction('s3:Get?', 's3:GetObject')).toBe(false)
    expect(findAction('IAM:passrole')?.name).toBe('PassRole')
  })
})

const resource = fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/x', 'arn:aws:s3:::a*', 'arn:aws:s3:::b/?')
const condition = fc.constantFrom(
  undefined,
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } },
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
)
const rule = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: fc.constantFrom('s3:GetObject', 's3:Get*', 's3:*', '*', 's3:PutObject'),
    not: fc.boolean(),
    resource,
    notResource: fc.integer({ min: 0, max: 5 }),
    Condition: condition,
  })
  .map(({ action, not, resource, notResource, Condition, ...rest }) => ({
    ...rest,
    [not && action !== '*' ? 'NotAction' : 'Action']: action,
    [notResource === 0 && resource !== '*' ? 'NotResource' : 'Resource']: resource,
    ...(Condition ? { Condition } : {}),
  }))
const document = fc.array(rule, { minLength: 1, maxLength: 3 })

/** Whether documents allow an action on a resource, in the most favourable request. */
function allows(documents: readonly PolicyDocument[], action: string, on: string): boolean {
  const builder = new ModelBuilder()
  const user = builder.user('u')
  for (const one of documents) builder.inline(user, one)
  const value = { exact: on, wide: on, holes: [], variables: [] }
  return grantsOf(identityPolicies(user, builder.done()), action).some(
    (grant) => regionHas(grant.region, value) === 'yes',
  )
}

const unconditional = fc.array(
  rule.map(({ Condition: _, ...rest }: Record<string, unknown>) => rest),
  { minLength: 1, maxLength: 3 },
)

describe('grants more', () => {
  test('nothing than itself', () => {
    fc.assert(
      fc.property(document, (list) => grantsMore([statements(...list)], [statements(...list)]) === undefined),
      { numRuns: 150 },
    )
  })

  test('its witness is allowed by the one and not by the other', () => {
    fc.assert(
      fc.property(unconditional, unconditional, (one, other) => {
        const [before, after] = [[statements(...one)], [statements(...other)]]
        const found = grantsMore(before, after)
        if (!found) {
          for (const action of ['s3:GetObject', 's3:PutObject', 's3:GetBucketAcl', 'iam:PassRole']) {
            for (const on of ['arn:aws:s3:::a/x', 'arn:aws:s3:::a/y', 'arn:aws:s3:::b/1', 'arn:aws:s3:::ab', 'z']) {
              if (allows(after, action, on)) expect(allows(before, action, on)).toBe(true)
            }
          }
          return
        }
        expect(allows(after, found.action, found.resource)).toBe(true)
        expect(allows(before, found.action, found.resource)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  test('is transitive: no more and no more is no more', () => {
    fc.assert(
      fc.property(unconditional, unconditional, unconditional, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((list) => [statements(...list)]) as [
          PolicyDocument[],
          PolicyDocument[],
          PolicyDocument[],
        ]
        if (!grantsMore(x, y) && !grantsMore(y, z)) expect(grantsMore(x, z)).toBeUndefined()
      }),
      { numRuns: 80 },
    )
  })

  test.each([
    ['a condition taken away', { Bool: { 'aws:SecureTransport': 'true' } }, undefined, true],
    ['a condition added', undefined, { Bool: { 'aws:SecureTransport': 'true' } }, false],
    [
      'a value added',
      { StringEquals: { 'aws:RequestedRegion': 'a' } },
      { StringEquals: { 'aws:RequestedRegion': ['a', 'b'] } },
      true,
    ],
    [
      'a value taken away',
      { StringEquals: { 'aws:RequestedRegion': ['a', 'b'] } },
      { StringEquals: { 'aws:RequestedRegion': 'b' } },
      false,
    ],
    [
      'a value taken from a negation',
      { StringNotEquals: { 'aws:RequestedRegion': ['a', 'b'] } },
      { StringNotEquals: { 'aws:RequestedRegion': 'b' } },
      true,
    ],
  ])('%s', (_, before, after, more) => {
    const with_ = (Condition: object | undefined): PolicyDocument =>
      statements({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...(Condition ? { Condition } : {}) })
    expect(grantsMore([with_(before)], [with_(after)]) !== undefined).toBe(more)
  })

  test('principals count', () => {
    const to = (AWS: unknown): PolicyDocument =>
      statements({ Effect: 'Allow', Principal: { AWS }, Action: 's3:*', Resource: '*' })
    expect(grantsMore([to('*')], [to('111122223333')])).toBeUndefined()
    expect(grantsMore([to('111122223333')], [to(['111122223333', '444455556666'])])?.principal).toBe('AWS 444455556666')
  })

  test('a wildcard that today names the same grants what comes', () => {
    const all = allActions()
      .filter(({ service }) => service === 'sts')
      .map(({ name }) => `sts:${name}`)
    const to = (Action: string | string[]): PolicyDocument => statements({ Effect: 'Allow', Action, Resource: '*' })
    expect(grantsMore([to(all)], [to('sts:*')])).toMatchObject({ newAction: true })
    expect(grantsMore([to('sts:*')], [to(all)])).toBeUndefined()
  })
})

describe('what is added never gives', () => {
  const probe = ['s3:GetObject', 's3:PutObject', 'iam:PassRole']
  const ons = ['arn:aws:s3:::a/x', 'arn:aws:s3:::b/1', 'z']

  test('a Deny', () => {
    fc.assert(
      fc.property(document, rule, (list, more) => {
        const [before, after] = [[statements(...list)], [statements(...list, { ...more, Effect: 'Deny' })]]
        for (const action of probe)
          for (const on of ons) if (allows(after, action, on)) expect(allows(before, action, on)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('a boundary', () => {
    fc.assert(
      fc.property(document, document, (list, limit) => {
        const builder = new ModelBuilder()
        const free = builder.user('free', ...list)
        const bound = builder.user('bound', ...list)
        builder.boundary(bound, ...limit)
        const model = builder.done()
        for (const action of probe) {
          for (const on of ons) {
            const value = { exact: on, wide: on, holes: [], variables: [] }
            const has = (who: typeof free): boolean =>
              grantsOf(identityPolicies(who, model), action).some(({ region }) => regionHas(region, value) === 'yes')
            if (has(bound)) expect(has(free) && allows([statements(...limit)], action, on)).toBe(true)
          }
        }
      }),
      { numRuns: 150 },
    )
  })
})

test('effective access says the same as asking action by action', () => {
  fc.assert(
    fc.property(document, (list) => {
      const builder = new ModelBuilder()
      const user = builder.user('u', ...list)
      const model = builder.done()
      const entries = effectiveAccess(user, model)
      for (const name of ['s3:GetObject', 's3:PutObject', 'iam:PassRole']) {
        const listed = entries.filter(({ actions }) =>
          actions.some((action) => `${action.service}:${action.name}` === name),
        )
        expect(listed.map(({ statement }) => statement)).toEqual(
          grantsOf(identityPolicies(user, model), name).map(({ statement }) => statement),
        )
      }
    }),
    { numRuns: 40 },
  )
})
