import fc from 'fast-check'
import type { Parsed } from '../../parsers/parser'
import { emptyModel } from '../../src/model/iam'
import { coverageOf } from '../../src/scan/coverage'
import { parseInputs } from '../../src/scan/parse-inputs'
import { inlineUserPolicy, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => {
  workspace.remove()
  jest.resetModules()
})

const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Alice:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: '*' }]
`

test('several inputs are one model, and every file is accounted for', async () => {
  workspace.write({ 'main.tf': inlineUserPolicy, 'stack.yaml': template, 'pod.yaml': 'kind: Pod', 'README.md': '' })
  const { result, model } = await workspace.scan()
  expect(result.coverage.files).toEqual({ found: 4, parsed: 2, failed: 0, skipped: 2 })
  expect(model.users.map((user) => user.resource.address)).toEqual(['Alice', 'aws_iam_user.alice'].reverse())
  const frameworks = result.findings
    .filter((one) => one.check === 'inline-user-policy')
    .map((one) => one.resource.framework)
  expect(frameworks).toEqual(['terraform', 'cloudformation'])
  expect(Object.keys(result.timings)).toEqual(['discover', 'parse', 'link', 'check', 'ignore', 'baseline'])
})

test('two scans of the same files say the same', async () => {
  workspace.write({ 'main.tf': inlineUserPolicy, 'stack.yaml': template })
  const said = async () =>
    (await workspace.scan()).result.findings.map((one) => `${one.fingerprint} ${one.at.start} ${one.message}`)
  expect(await said()).toEqual(await said())
})

test('a parser that throws costs its input alone', async () => {
  jest.doMock('../../parsers/cloudformation/index', () => ({
    parseCloudFormation: (): Promise<Parsed> => {
      throw new Error('boom')
    },
  }))
  workspace.write({ 'main.tf': inlineUserPolicy, 'stack.yaml': template })
  const { tree, settings } = workspace.options()
  const parsed = await parseInputs(
    [
      { kind: 'cloudformation', files: ['stack.yaml'] },
      { kind: 'terraform', files: ['main.tf'] },
    ],
    tree,
    settings,
  )
  expect(parsed.diagnostics).toMatchObject([{ level: 'error', kind: 'internal-error', file: 'stack.yaml' }])
  expect([parsed.parsed, parsed.failed]).toEqual([['main.tf'], ['stack.yaml']])
  expect(parsed.model.users).toHaveLength(1)
})

test('found is always parsed, failed and skipped together', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  fc.assert(
    fc.property(names, names, names, names, (found, unreadable, parsed, failed) => {
      const discovery = { inputs: [], found, unreadable, diagnostics: [] }
      const inputs = {
        ...{ model: emptyModel(), diagnostics: [], unresolved: [], roots: [], templates: [] },
        parsed,
        failed,
      }
      const { files } = coverageOf(discovery, inputs, 0)
      expect(files.parsed + files.failed + files.skipped).toBe(files.found)
      expect(Math.min(files.parsed, files.failed, files.skipped)).toBeGreaterThanOrEqual(0)
    }),
  )
})
