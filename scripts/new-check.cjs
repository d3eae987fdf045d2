// Writes the files of a new check: `npm run new-check -- my-check`.
const { existsSync, mkdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const id = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error('usage: npm run new-check -- <kebab-case-id>')
  process.exit(2)
}
const root = join(__dirname, '..')
const code = join(root, 'checks', `${id}.ts`)
if (existsSync(code)) {
  console.error(`${id} exists already`)
  process.exit(2)
}
writeFileSync(code, `import { defineCheck } from './check'

export default defineCheck({
  id: '${id}',
  title: 'What is wrong, in a few words',
  severity: 'medium',
  confidence: 'high',
  on: 'user',
  tags: [],
  maps: {},
  since: '${require('../package.json').version}',
  *run(user) {
    yield {
      at: user.resource.span,
      resource: user.resource,
      message: 'One sentence: what is wrong, naming what causes it, and what an attacker gains.',
      fix: { description: 'One sentence: what to do.' },
    }
  },
})
`)
writeFileSync(join(root, 'checks', `${id}.md`), ['## Why', '## How to fix', '### Terraform', '### CloudFormation', '### CDK', '## When it is fine', '## What it does not flag'].join('\n\n').concat('\n'))
const fixtures = join(root, 'fixtures', 'checks', id)
mkdirSync(fixtures, { recursive: true })
writeFileSync(join(fixtures, 'fail-example.tf'), 'resource "aws_iam_user" "alice" {\n  name = "alice"\n}\n')
writeFileSync(join(fixtures, 'pass-why.tf'), 'resource "aws_iam_group" "auditors" {\n  name = "auditors"\n}\n')
console.log(`Wrote checks/${id}.ts, checks/${id}.md and fixtures/checks/${id}/.
Next: write them, add the check to checks/index.ts, npm run expect -- ${id}, read expected.txt, npm run generate.`)
