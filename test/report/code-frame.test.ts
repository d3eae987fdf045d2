import fc from 'fast-check'
import { SourceFile } from '../../src/model/source'
import { codeFrame, maskSecrets } from '../../src/report/code-frame'

const marked = (text: string, start: number, end: number): string[] =>
  codeFrame({ source: new SourceFile('x', text), start, end }).flatMap((line) =>
    line.marked ? [line.text.slice(line.marked.start, line.marked.end)] : [],
  )

test('marks the characters of the span, line by line', () => {
  expect(marked('abc def', 4, 7)).toEqual(['def'])
  expect(marked('  a = [\n    "x",\n  ]\n', 6, 20)).toEqual(['[', '"x",', ']'])
  expect(marked('\ta\tb', 3, 4)).toEqual(['b'])
})

test('cuts long lines around the characters', () => {
  const text = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`
  const [line] = codeFrame({ source: new SourceFile('x', text), start: 5000, end: 5004 })
  expect(line?.text.length).toBeLessThan(170)
  expect(line?.text.slice(line.marked?.start, line.marked?.end)).toBe('HERE')
})

test('findings in one line of megabytes, as minified JSON is, are shown with its secrets masked', () => {
  const entry = '"Password": "swordfish-1234", "Type": "AWS::IAM::User", '
  const source = new SourceFile('x', entry.repeat(80_000))
  const before = process.cpuUsage()
  for (let index = 0; index < 80_000; index += 80) {
    const start = index * entry.length + entry.indexOf('AWS::')
    const [line] = codeFrame({ source, start, end: start + 'AWS::IAM::User'.length })
    expect(line?.text.slice(line.marked?.start, line.marked?.end)).toBe('AWS::IAM::User')
    expect(line?.text).not.toContain('swordfish')
  }
  // Half a minute and more when each looks through the whole line.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(15)
})

test('a span of many lines shows its first ones', () => {
  const text = 'line\n'.repeat(100)
  expect(codeFrame({ source: new SourceFile('x', text), start: 0, end: text.length })).toHaveLength(7)
})

test('the marked characters are those of the span, wherever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é', '"'), maxLength: 60 }),
      fc.nat(60),
      fc.nat(60),
      (text, first, length) => {
        const start = Math.min(first, Math.max(0, text.length - 1))
        const end = Math.min(text.length, start + length)
        const lines = codeFrame({ source: new SourceFile('x', text), start, end })
        const inside = text.slice(start, end)
        for (const line of lines)
          if (line.marked && end > start) expect(line.marked.end).toBeGreaterThan(line.marked.start)
        if (end > start && !inside.includes('\n')) expect(marked(text, start, end)).toEqual([inside])
      },
    ),
  )
})

test.each([
  ['  password = "hunter22"', '  password = "********"'],
  ['    Password: hunter22', '    Password: ********'],
  ['  "MasterUserPassword": "hunter22",', '  "MasterUserPassword": "********",'],
  ['  access_key = "AKIAIOSFODNN7EXAMPLE"', '  access_key = "********************"'],
  ['env AKIAIOSFODNN7EXAMPLE', 'env AKIA****************'],
  ["  api_key: 'abc'", "  api_key: '***'"],
])('%s is masked', (line, expected) => {
  expect(maskSecrets(line)).toBe(expected)
})

test.each([
  '  password = var.password',
  '  password = "${random_password.db.result}"',
  '  password_reset_required = true',
  '  minimum_password_length = 14',
  '  MinimumPasswordLength: 14',
  '  Password: !Ref Password',
  '  Password: "{{resolve:secretsmanager:x}}"',
  '  "token.actions.githubusercontent.com:sub" = "repo:acme/*"',
  '  Action = "secretsmanager:GetSecretValue"',
  '  secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"',
  '  Resource: arn:aws:secretsmanager:*:*:secret:x',
  '  secret_name = "app"',
  'resource "aws_iam_access_key" "bot" {',
])('%s stays', (line) => {
  expect(maskSecrets(line)).toBe(line)
})

test('what a finding points at as a secret is shown in no frame, whatever it is called', () => {
  const source = new SourceFile('a.tf', 'variable "x" {\n  default = "hunter2"\n}\n')
  const start = source.text.indexOf('hunter2')
  const secret = { source, start, end: start + 7 }
  const shown = [secret, { source, start: 0, end: 12 }].map((at) =>
    codeFrame(at, 1, [secret])
      .map((line) => line.text)
      .join('\n'),
  )
  for (const frame of shown) expect(frame).toContain('  default = "*******"')
})
