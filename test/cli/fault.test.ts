import { inlineUserPolicy, Workspace } from '../scan/workspace'
import { run } from './session'

jest.mock('../../checks/index', () => {
  const { checks } = jest.requireActual('../../checks/index')
  const broken = {
    ...checks.find((check: { id: string }) => check.id === 'inline-user-policy'),
    id: 'broken-check',
    on: 'model',
    run() {
      throw new TypeError('it is not there\nsecond line')
    },
  }
  return { checks: [broken, ...checks] }
})

test('a check that throws costs itself alone, and the exit code is 3', async () => {
  const workspace = new Workspace().write({ 'main.tf': inlineUserPolicy })
  const { code, stdout } = await run(workspace, ['scan', '-f', 'json', '--fail-on', 'none'])
  const report = JSON.parse(stdout)
  expect(code).toBe(3)
  expect(report.findings.map((finding: { check: string }) => finding.check)).toContain('inline-user-policy')
  expect(report.diagnostics).toMatchObject([{ level: 'error', kind: 'internal-error' }])
  expect(report.diagnostics[0].message).toMatch(
    /^check broken-check failed \(TypeError: it is not there at .*\); please report it/,
  )
  workspace.remove()
})
