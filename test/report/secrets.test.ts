import { join } from 'node:path'
import { checks } from '../../checks/index'
import { defaultParseSettings } from '../../parsers/parser'
import { formatNames, formats } from '../../src/report/formats'
import { DiskTree } from '../../src/scan/files'
import { trustNobody } from '../../src/scan/options'
import { scan } from '../../src/scan/scan'

const fixtures = join(__dirname, '..', '..', 'fixtures', 'checks')

/** Fixtures that hold secrets, and pieces of the secrets in them. */
const holders: readonly (readonly [folder: string, secrets: RegExp])[] = [
  ['plain-text-password', /literally|from-a-default|of-two-12|sixteen-letters/],
  ['hardcoded-aws-credentials', /(?:AKIA|ASIA)[A-Z0-9]{16}|wJalrXUtnFEMI/],
]

async function scanned(folder: string) {
  const base = join(fixtures, folder)
  const { result } = await scan({
    tree: new DiskTree(base, [base]),
    paths: ['.'],
    exclude: ['expected.txt'],
    settings: defaultParseSettings,
    checks,
    selection: {
      only: [],
      skip: [],
      enable: [],
      severities: {},
      minimumSeverity: 'note',
      minimumConfidence: 'low',
    },
    trust: trustNobody,
    today: '2027-01-15',
    ignores: [],
    protectedChecks: [],
  })
  return result
}

describe.each(holders)('the secrets of %s', (folder, secrets) => {
  test.each(formatNames)('are in no report of the format %s', async (name) => {
    const result = await scanned(folder)
    expect(result.findings.some((finding) => finding.secret)).toBe(true)
    const report = await formats[name]()
    expect(report(result, { version: '1', verbose: true })).not.toMatch(secrets)
  })
})
