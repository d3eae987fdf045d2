import type { AccessDiff, AccessLine, AccessSubject } from '../../src/model/access-diff'
import { diffMarkdown } from '../../src/report/diff'
import { accessGraph } from '../../src/report/mermaid'
import { action as at } from './result'

const line = (more: Partial<AccessLine>): AccessLine => ({
  ...{ sign: '+', text: 'AWS managed policy ReadOnlyAccess', effect: 'broadens', levels: ['read'], at },
  ...more,
})

const subject = (name: string, ...lines: readonly AccessLine[]): AccessSubject => ({
  ...{ kind: 'principal', names: [name], change: 'widened', at },
  lines,
})

const diffOf = (subjects: readonly AccessSubject[], dangers: AccessDiff['dangers'] = []): AccessDiff => ({
  ...{ subjects, dangers, iamChanged: true, unresolved: 0 },
})

/** Who gets what, in the order of the picture, and which arrows are grave. */
function read(diff: AccessDiff): { arrows: string[]; grave: number[] } {
  const [picture = ''] = accessGraph(diff)
  const text = (label: string): string =>
    label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  const nodes = new Map(
    [...picture.matchAll(/^ {2}(n\d+)[([{]+"(.*)"[)\]}]+$/gm)].map(([, id, label]) => [id, text(label ?? '')]),
  )
  const arrows = [...picture.matchAll(/^ {2}(n\d+) -->\|"(.*)"\| (n\d+)$/gm)].map(
    ([, from, label, to]) => `${nodes.get(from)} > ${text(label ?? '')} > ${nodes.get(to)}`,
  )
  return { arrows, grave: (/linkStyle ([\d,]+)/.exec(picture)?.[1] ?? '').split(',').filter(Boolean).map(Number) }
}

test('who gets to what, who gets in, and the way to full access, gravest first', () => {
  const diff = diffOf(
    [
      subject('role a', line({ way: { actions: ['s3:GetObject', 's3:ListBucket'], to: ['arn:x', 'arn:y', 'arn:z'] } })),
      subject('role b', line({ levels: ['permissions management'], way: { actions: ['iam:PassRole'], to: ['*'] } })),
      subject(
        'role c',
        line({ levels: ['write'], way: { from: ['account 1', 'everyone'], actions: ['sts:AssumeRole'] } }),
      ),
      subject('role d', line({})),
    ],
    [{ kind: 'escalation', text: 'x', certainty: 'yes', at, through: ['role b', 'role c'] }],
  )
  expect(read(diff)).toEqual({
    arrows: [
      'role b > can become > role c',
      'role c > gets > full access to the account',
      'everyone > may assume > role c',
      'role b > iam:PassRole > *',
      'account 1 > may assume > role c',
      'role a > s3:GetObject, s3:ListBucket > arn:x, arn:y and 1 more',
      'role d > gets > AWS managed policy ReadOnlyAccess',
    ],
    grave: [0, 1, 2, 3],
  })
  expect(diffMarkdown(diff)).toMatch(/\n\n```mermaid\nflowchart LR\n[^`]*```\n\n\| Who \|/)
})

test('there is no picture of what goes, narrows or changes nothing', () => {
  const way = { actions: ['s3:GetObject'], to: ['*'] }
  const lines = [
    line({ effect: 'narrows', sign: '-' }),
    line({ effect: 'none', way }),
    line({ effect: 'broadens', sign: '~' }),
  ]
  expect(accessGraph(diffOf([subject('role a', ...lines)]))).toEqual([])
})

test('those who get the same are one node; more than 40 arrows are counted', () => {
  const same = Array.from({ length: 50 }, (_, index) => subject(`user ${index}`, line({})))
  expect(read(diffOf(same)).arrows).toEqual(['user 0, user 1 and 48 more > gets > AWS managed policy ReadOnlyAccess'])
  const others = same.map((one, index) => ({
    ...one,
    lines: [line({ levels: [index === 49 ? 'write' : 'list'], way: { actions: ['a:B'], to: [`arn:${index}`] } })],
  }))
  const [, left] = accessGraph(diffOf(others))
  expect([read(diffOf(others)).arrows.length, left]).toEqual([
    40,
    '_The picture leaves out 10 arrows of the least grave access._',
  ])
  expect(read(diffOf(others)).arrows[0]).toBe('user 49 > a:B > arn:49')
})
