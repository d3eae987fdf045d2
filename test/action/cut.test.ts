import fc from 'fast-check'
import { cutMarkdown } from '../../src/action/cut'

const note = '_cut_'

test('what fits stays as it is', () => {
  expect(cutMarkdown('a\nb\n', 4, note)).toBe('a\nb\n')
})

test('a table is cut between rows, and what is open is closed', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => `| row ${index} | ${'x'.repeat(50)} |`)
  const text = ['## head', '', '<details><summary>more</summary>', '', ...rows, '', '</details>'].join('\n')
  const cut = cutMarkdown(text, 10_000, note)
  expect(cut.length).toBeLessThanOrEqual(10_000)
  expect(cut.length).toBeGreaterThan(9_500)
  expect(cut).toMatch(/\| row \d+ \| x{50} \|\n<\/details>\n\n_cut_\n$/)
})

test('a block of code is closed, and one that was closed is not', () => {
  const lines = Array.from({ length: 500 }, () => 'n1 --> n2')
  expect(cutMarkdown(['```mermaid', ...lines, '```'].join('\n'), 1000, note)).toMatch(/n2\n```\n\n_cut_\n$/)
  const after = cutMarkdown(['```mermaid', 'a', '```', ...lines].join('\n'), 1000, note)
  expect(after.match(/^```/gm)).toHaveLength(2)
})

test('bytes count where bytes are counted, and nothing is ever longer than it may be', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('```', '</details>', '<details>'),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 1000, max: 3000 }), (lines, most) => {
      const size = (text: string): number => Buffer.byteLength(text)
      expect(size(cutMarkdown(lines.join('\n'), most, note, size))).toBeLessThanOrEqual(most)
    }),
  )
})
