import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import type { AccessDiff, AccessLine } from '../../src/model/access-diff'
import { SourceFile } from '../../src/model/source'
import { accessGraph } from '../../src/report/mermaid'
import { plain } from '../../src/report/escape'
import { hostile } from '../report/result'

type Drawn =
  | { readonly nodes: readonly string[]; readonly edges: readonly (readonly [string, string, string])[] }
  | { readonly error: string }

/** What Mermaid draws of pictures in Markdown. */
function drawn(pictures: readonly string[]): readonly Drawn[] {
  const texts = pictures.map((picture) => picture.replace(/^```mermaid\n/, '').replace(/\n```$/, ''))
  for (const text of texts) expect(text).not.toMatch(/```/)
  const output = execFileSync(process.execPath, [join(__dirname, 'mermaid.mjs')], {
    input: JSON.stringify(texts),
    maxBuffer: 1 << 27,
  })
  return JSON.parse(output.toString('utf8')) as Drawn[]
}

const at = { source: new SourceFile('main.tf', 'x'), start: 0, end: 1 }

/** `who` may do `action` on `what`, and `stranger` may become him. */
function diffOf(who: string, action: string, what: string, stranger: string): AccessDiff {
  const line = (way: AccessLine['way']): AccessLine => ({
    ...{ sign: '+', text: 'text', effect: 'broadens', levels: ['write'], at },
    ...(way ? { way } : {}),
  })
  return {
    subjects: [
      {
        ...{ kind: 'principal', names: [who], change: 'widened', at },
        lines: [line({ actions: [action], to: [what] }), line({ from: [stranger], actions: ['sts:AssumeRole'] })],
      },
    ],
    dangers: [{ kind: 'escalation', text: 'text', certainty: 'yes', at, through: [who] }],
    iamChanged: true,
    unresolved: 0,
  }
}

const pictureOf = (diff: AccessDiff): string => accessGraph(diff)[0] ?? ''

/** Mermaid keeps codes of characters in marks of its own until it draws. */
function decoded(label: string): string {
  return label.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

/** As a label shows it: the middle of a long one is left out. */
function shown(text: string, most: number): string {
  const line = plain(text)
  const half = Math.floor((most - 1) / 2)
  return text.length <= most ? line : plain(`${text.slice(0, half)}…${text.slice(text.length - half)}`)
}

const names = [
  hostile,
  'end',
  'END; style n0 fill:#fff',
  '"] --> evil["x',
  'a"]; click n0 "javascript:alert(1)"',
  '`code` and **bold** and _it_',
  '<img src=x onerror=alert(1)>',
  '%% comment',
  '%%{init: {"securityLevel": "loose"}}%%',
  'subgraph x\nend',
  '#quot; #35; &quot; &#35;',
  '1. first',
  '- item',
  'fa:fa-car fab:fa-github',
  '(round) [square] {curly} |pipe| /slash\\',
  'line\r\nbreak\ttab',
  '---\ntitle: x\n---',
  '👩‍👩‍👧 ünïcödé 名前',
  '\ud800 half a pair',
  '${aws_iam_role.x.arn}',
  '$$x^2$$',
  'o--o x--x',
  'default',
  'click n1 call alert()',
  'A:::danger',
  '@{ shape: circle }',
]

jest.setTimeout(120_000)

test.each([[names]])('whatever things are called, the picture has its own nodes and arrows, and their names', (all) => {
  const pictures = all.map((name, index) =>
    pictureOf(diffOf(`who ${name}`, `a${name}`, `to ${name}`, `in ${index}${name}`)),
  )
  for (const [index, picture] of drawn(pictures).entries()) {
    const name = all[index] as string
    if ('error' in picture) throw new Error(`${JSON.stringify(name)}: ${picture.error}`)
    const nodes = [`who ${name}`, `to ${name}`, `in ${index}${name}`].map((text) => shown(text, 64))
    const cleaned = nodes.map((text) => text.replaceAll('\ud800', '\ufffd'))
    expect([...picture.nodes].map(decoded).sort()).toEqual([...cleaned, 'full access to the account'].sort())
    expect(picture.edges.map(([, label]) => decoded(label)).sort()).toEqual(
      ['gets', 'may assume', shown(`a${name}`, 48).replaceAll('\ud800', '\ufffd')].sort(),
    )
  }
})

test('no text at all ends a label', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), fc.constantFrom(...names))
  const samples = fc.sample(fc.tuple(text, text, text, text), 300)
  const pictures = samples.map(([who, action, what, stranger]) =>
    pictureOf(diffOf(`0${who}`, `1${action}`, `2${what}`, `3${stranger}`)),
  )
  for (const [index, picture] of drawn(pictures).entries()) {
    if ('error' in picture) throw new Error(`${JSON.stringify(samples[index])}: ${picture.error}`)
    expect([picture.nodes.length, picture.edges.length]).toEqual([4, 3])
  }
})

test('a picture that does not parse is told of', () => {
  const [broken] = drawn(['```mermaid\nflowchart LR\n  n0["a" --> \n```'])
  expect(broken).toHaveProperty('error')
})
