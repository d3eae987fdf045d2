import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from '../../../../checks/index'
import { defaultParseSettings } from '../../../../parsers/parser'
import type { Framework } from '../../../../src/model/resource'
import { findingOf } from '../../../../src/report/json'
import { DiskTree } from '../../../../src/scan/files'
import { everyCheck, trustNobody } from '../../../../src/scan/options'
import { scan } from '../../../../src/scan/scan'

const fixture = join(__dirname, '../../../../fixtures/terraform/plan-and-configuration')
const directory = mkdtempSync(join(tmpdir(), 'iamgate-plan-'))
beforeAll(() => cpSync(fixture, directory, { recursive: true }))
afterAll(() => rmSync(directory, { recursive: true }))

/** What a report says of every finding, but for the language that it was found in. */
async function findings(framework: Framework) {
  const { result } = await scan({
    tree: new DiskTree(directory),
    paths: ['.'],
    exclude: [],
    frameworks: [framework],
    settings: defaultParseSettings,
    checks,
    selection: { ...everyCheck, minimumSeverity: 'note', minimumConfidence: 'low' },
    trust: trustNobody,
    today: '2026-01-15',
    ignores: [],
    protectedChecks: [],
  })
  expect(result.diagnostics).toEqual([])
  expect(result.coverage.policies).toEqual({ total: 10, resolved: 10, partial: 0, unresolved: 0 })
  return result.findings.map((finding) => {
    const { resource, ...said } = findingOf(finding)
    const { instances } = finding
    return { ...said, instances, resource: { ...(resource as object), framework: undefined } }
  })
}

test('a plan and its configuration give the same findings at the same places', async () => {
  const [configuration, plan] = [await findings('terraform'), await findings('terraform-plan')]
  expect(plan).toEqual(configuration)
  const addresses = new Set(configuration.flatMap(({ instances }) => instances))
  expect(addresses.size).toBeGreaterThanOrEqual(12)
})
