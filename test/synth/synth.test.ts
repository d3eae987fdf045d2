import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cdkSynth, installInto, type ScanFinding, scan, typeErrors } from './iamgate'

const { synthesise } = require('./synthesise.cjs') as {
  synthesise(name: string, directory: string, environment?: Record<string, string>): string
}

const made: string[] = []

function directory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'iamgate-synth-')))
  made.push(path)
  return path
}

afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

/** The lines of a construct's findings: `lib/people.ts:12`, each once. */
function lines(findings: readonly ScanFinding[], constructPath: string): string[] {
  const own = findings.filter((one) => one.constructPath === constructPath || one.instances.includes(constructPath))
  return [...new Set(own.map((finding) => `${finding.file}:${finding.start.line}`))].sort()
}

function where(findings: readonly ScanFinding[], check: string): string[] {
  const own = findings.filter((finding) => finding.check === check)
  return [...new Set(own.map((finding) => `${finding.file}:${finding.start.line}`))].sort()
}

describe('an app in TypeScript, synthesised now', () => {
  const root = directory()
  synthesise('typescript', root)
  const { status, findings, errors } = scan(root)

  test('is scanned without complaint', () => {
    expect(errors).toEqual([])
    expect(status).toBe(1)
  })

  test.each([
    ['People/Alice/Resource', ['lib/people.ts:12']],
    ['People/Auditors/DefaultPolicy/Resource', ['lib/people.ts:17']],
    ['People/Everything/Resource', ['lib/people.ts:24']],
    ['People/AliceKey/Resource', ['lib/people.ts:29']],
    ['Shared/Worker/ServiceRole/DefaultPolicy/Resource', ['lib/workload.ts:16']],
    ['Shared/Deployer/DefaultPolicy/Resource', ['lib/workload.ts:29']],
    ['Shared/Batch/Runner/DefaultPolicy/Resource', ['lib/workload.ts:48']],
    ['Test/Workload/Batch/Runner/DefaultPolicy/Resource', ['lib/workload.ts:48']],
    ['Production/Workload/Deployer/DefaultPolicy/Resource', ['lib/workload.ts:29']],
  ])('findings of %s are at %j', (path, expected) => {
    expect(lines(findings, path)).toEqual(expected)
  })

  test.each([
    ['user-attached-policy', ['lib/people.ts:12']],
    ['admin-access', ['lib/people.ts:12', 'lib/people.ts:24', 'lib/workload.ts:48']],
    ['user-access-key', ['lib/people.ts:29']],
    ['inline-user-policy', ['lib/people.ts:24']],
  ])('%s is found at the lines that cause it', (check, expected) => {
    expect(expected).toEqual(expect.arrayContaining(where(findings, check)))
    expect(where(findings, check)).not.toEqual([])
  })

  test('every finding of a template names the line in the template too', () => {
    const own = findings.filter((finding) => finding.constructPath !== undefined)
    expect(own.length).toBeGreaterThan(15)
    for (const finding of own) {
      expect(finding.file).toMatch(/^(?:lib\/|app\.ts)/)
      expect(finding.related.some((place) => /\.template\.json$/.test(place.file))).toBe(true)
    }
  })
})

describe('with CDK_DEBUG', () => {
  test('a finding is on the line that set the property', () => {
    const root = directory()
    synthesise('typescript', root, { CDK_DEBUG: '1' })
    const { findings } = scan(root)
    expect(where(findings, 'user-attached-policy')).toEqual(['lib/people.ts:13'])
  })
})

describe('with traces of more than ten frames', () => {
  test('a policy that a grant made is on the line of the grant', () => {
    const root = directory()
    synthesise('typescript', root, { NODE_OPTIONS: '--stack-trace-limit=50' })
    const { findings } = scan(root)
    expect(lines(findings, 'Shared/Worker/ServiceRole/DefaultPolicy/Resource')).toEqual(['lib/workload.ts:22'])
  })
})

describe('an app in JavaScript', () => {
  test('is read like any other', () => {
    const root = directory()
    synthesise('javascript', root)
    const { findings, suppressed, errors } = scan(root)
    expect(errors).toEqual([])
    // By the metadata of its construct.
    expect(where(suppressed, 'role-session-too-long')).toEqual(['app.js:17'])
    expect(where(findings, 'role-session-too-long')).toEqual([])
    expect(where(findings, 'user-attached-policy')).toEqual(['app.js:8'])
    expect(lines(findings, 'Plain/RobotKey')).toEqual(['app.js:9'])
    expect(lines(findings, 'Plain/Open')).toEqual(expect.arrayContaining(['app.js:11']))
  })
})

describe('a compiled app', () => {
  test('is followed through its source map', () => {
    const root = directory()
    synthesise('compiled', root)
    const { findings, errors } = scan(root)
    expect(errors).toEqual([])
    expect(lines(findings, 'Compiled/Group-payments/Resource')).toEqual(['app.ts:14'])
    expect(lines(findings, 'Compiled/Group-search/Resource')).toEqual(['app.ts:14'])
  })
})

describe('an app in Python, through the kernel of jsii', () => {
  test('is shown by construct paths and the template', () => {
    const root = directory()
    synthesise('python', root, { JSII_HOST_STACK_TRACES: '0', CDK_DEBUG: '1' })
    const { findings, errors, notes } = scan(root)
    expect(errors).toEqual([])
    expect(notes.map((note) => note.message)).toContainEqual(expect.stringContaining('JSII_HOST_STACK_TRACES=1'))
    const template = JSON.parse(readFileSync(join(root, 'cdk.out/People.template.json'), 'utf8'))
    expect(Object.keys(template.Resources)).toContain('AliceD4D33764')
    expect(findings.length).toBeGreaterThan(5)
    for (const finding of findings) {
      expect(finding.file).toBe('cdk.out/People.template.json')
      expect(finding.constructPath).toMatch(/^People\//)
    }
  })

  test('is shown in its own files when the lines were recorded', () => {
    const root = directory()
    synthesise('python', root)
    const { findings, errors, notes } = scan(root)
    expect(errors).toEqual([])
    expect(notes).toEqual([])
    expect(lines(findings, 'People/Alice/Resource')).toEqual(['shop/people_stack.py:11'])
    expect(lines(findings, 'People/Alice/DefaultPolicy/Resource')).toEqual(['shop/people_stack.py:12'])
    expect(lines(findings, 'People/Partner/Resource')).toEqual(['shop/people_stack.py:21'])
    // A grant inside the library, whose own frames fill the trace of the kernel.
    expect(lines(findings, 'People/Robot/DefaultPolicy/Resource')).toEqual(['shop/people_stack.py:18'])
  })
})

describe('CDK Terrain and CDKTF', () => {
  test.each([
    ['terrain', 'shop/robot-admin', 'cdktf.out/stacks/shop/cdk.tf.json', 'app.ts:16'],
    ['cdktf', 'plain/robot-admin', 'cdktf.out/stacks/plain/cdk.tf.json', 'app.js:8'],
  ])('%s: a finding in the output, with a guess at the source', (name, path, file, guess) => {
    const root = directory()
    synthesise(name, root)
    const { findings, errors } = scan(root)
    expect(errors).toEqual([])
    const attached = findings.find((one) => one.check === 'user-attached-policy')
    expect(attached?.constructPath).toBe(path)
    expect(attached?.file).toBe(file)
    expect(attached?.related.map((place) => `${place.file}:${place.start.line}`)).toContain(guess)
  })
})

describe('the validation plugin', () => {
  const tsx = join(__dirname, 'node_modules/tsx/dist/cli.mjs')
  const app = `"${process.execPath}" "${tsx}" app.ts`

  function synth(environment: Record<string, string>) {
    const root = directory()
    synthesise('validated', root)
    installInto(root)
    const run = cdkSynth(root, app, { CDK_VALIDATION: 'false', ...environment })
    let report: { pluginReports: PluginReport[] } = { pluginReports: [] }
    try {
      report = JSON.parse(readFileSync(join(root, 'cdk.out/validation-report.json'), 'utf8'))
    } catch {
      // The CDK writes no report when no plugin has anything to say.
    }
    return { ...run, own: report.pluginReports.find((one) => one.pluginName === 'iamgate') }
  }

  test('fails cdk synth, naming check, construct and template', () => {
    const { status, output, own } = synth({})
    expect(status).not.toBe(0)
    expect(output).toContain('user-attached-policy')
    expect(output).toContain('Live/Access/Alice/Resource')
    expect(own?.conclusion).toBe('failure')
    const violation = own?.violations.find((one) => one.ruleName === 'user-attached-policy')
    expect(violation?.severity).toBe('warning')
    const construct = violation?.violatingConstructs[0]
    expect(construct?.constructPath).toBe('Live/Access/Alice/Resource')
    expect(construct?.cloudFormationResource.templatePath).toMatch(
      /^assembly-Live\/LiveAccess[0-9A-F]{8}\.template\.json$/,
    )
    expect(construct?.cloudFormationResource.propertyPaths).toEqual(['Properties.ManagedPolicyArns.0'])
  })

  test('works through the interface of before 2026', () => {
    const { status, own } = synth({ API: 'beta' })
    expect(status).not.toBe(0)
    expect(own?.violations.map((violation) => violation.ruleName)).toContain('user-attached-policy')
  })

  test('reports without failing when asked to', () => {
    const { status, own } = synth({ FAIL_ON: 'none' })
    expect(status).toBe(0)
    expect(own?.conclusion).toBe('success')
    expect(own?.violations.map((violation) => violation.ruleName)).toContain('user-attached-policy')
  })

  test('fails when it cannot scan', () => {
    const { status, output, own } = synth({ CONFIG: 'not-there.yml' })
    expect(status).not.toBe(0)
    expect(output).toContain('iamgate could not scan')
    expect(own?.violations.map((violation) => violation.ruleName)).toEqual(['scan-failed'])
  })

  test('lets a clean app pass', () => {
    const { status, own } = synth({ CLEAN: 'yes' })
    expect(status).toBe(0)
    expect(own?.conclusion ?? 'success').toBe('success')
  })

  test('is what both interfaces of the CDK ask for', () => {
    const from = JSON.stringify(join(__dirname, '../../src/cdk/validator'))
    const program = `
      import type { IPolicyValidationPlugin, IPolicyValidationPluginBeta1 } from 'aws-cdk-lib'
      import { IamgateValidator } from ${from}
      export const plugin: IPolicyValidationPlugin = new IamgateValidator({ failOn: 'high', check: ['admin-access'] })
      export const before: IPolicyValidationPluginBeta1 = new IamgateValidator()
      // @ts-expect-error: the options are checked.
      new IamgateValidator({ failOn: 'never' })
    `
    expect(typeErrors(program)).toBe('')
  })
})

interface PluginReport {
  readonly pluginName: string
  readonly conclusion: string
  readonly violations: readonly {
    readonly ruleName: string
    readonly severity: string
    readonly violatingConstructs: readonly {
      readonly constructPath: string
      readonly cloudFormationResource: { readonly templatePath: string; readonly propertyPaths?: readonly string[] }
    }[]
  }[]
}
