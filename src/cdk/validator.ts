import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { type JsonFinding, violationsOf } from './violations'

/** What the CDK hands a validation plugin; the same in `IPolicyValidationPlugin` and `IPolicyValidationPluginBeta1`. */
export interface ValidationContext {
  /** Absolute paths of the templates of the stacks in the plugin's scope. */
  readonly templatePaths: readonly string[]
}

export interface ViolatingResource {
  readonly resourceLogicalId: string
  /** Absolute. */
  readonly templatePath: string
  /** `Properties.PolicyDocument.Statement.0`: where in the resource; empty for all of it. */
  readonly locations: string[]
}

export interface Violation {
  readonly ruleName: string
  readonly description: string
  readonly violatingResources: ViolatingResource[]
  readonly fix?: string
  readonly severity: string
  readonly ruleMetadata: { readonly [key: string]: string }
}

export interface ValidationReport {
  readonly success: boolean
  readonly violations: Violation[]
  readonly pluginVersion?: string
  readonly metadata?: { readonly [key: string]: string }
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'note'

/** Each is the option of `iamgate scan` of that name; what is not given comes from `.iamgate.yml`. */
export interface IamgateValidatorOptions {
  /** Ids or tags of checks: only these. */
  readonly check?: readonly string[]
  /** Ids or tags of checks: not these. */
  readonly skipCheck?: readonly string[]
  readonly minSeverity?: Severity
  /** Findings of this severity and graver fail the synthesis; `none` reports without failing. Default: medium. */
  readonly failOn?: Severity | 'none'
  /** A configuration file, instead of the one that is found from the working directory upwards. */
  readonly config?: string
  /** The program to run, instead of the one that this package holds. */
  readonly program?: string
}

/** Larger reports are no report for a person. */
const largestReport = 256 * 1024 * 1024

/**
 * iamgate as a validation plugin of the CDK: `cdk synth` reports what iamgate finds, construct by construct, and fails
 * on it. https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 *
 *     Validations.of(app).addPlugins(new IamgateValidator())             // aws-cdk-lib from 2026
 *     new App({ policyValidationBeta1: [new IamgateValidator()] })       // before
 *
 * The CDK waits for plugins without `await`, so the scan runs in a process of its own, offline like every scan. What
 * it could not read fails the synthesis too, and says why.
 */
export class IamgateValidator {
  readonly name = 'iamgate'

  constructor(private readonly options: IamgateValidatorOptions = {}) {}

  validate(context: ValidationContext): ValidationReport {
    const directories = assembliesOf(context.templatePaths)
    if (directories.length === 0) return { success: true, violations: [] }
    const run = this.#scan(directories)
    const report = parseReport(run.stdout)
    if (!report || (run.status !== 0 && run.status !== 1))
      return failure(troubleOf(run.status, report, run.stderr), context)
    const asked = new Set(context.templatePaths.map((path) => realpathSync(path)))
    const violations = violationsOf(report.findings, process.cwd(), context.templatePaths, (path) =>
      isAsked(path, asked),
    )
    // The scan is of whole assemblies; a plugin of one stage answers for the stacks of that stage alone.
    const failing = run.status === 1 && violations.length > 0
    return {
      success: !failing,
      violations,
      pluginVersion: report.tool.version,
      metadata: { checks: String(report.coverage.checks), resources: String(report.coverage.resources) },
    }
  }

  #scan(directories: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const { options } = this
    const program = options.program ?? join(__dirname, 'iamgate.cjs')
    const flags = [
      ...(options.check ?? []).flatMap((check) => ['--check', check]),
      ...(options.skipCheck ?? []).flatMap((check) => ['--skip-check', check]),
      ...(options.minSeverity ? ['--min-severity', options.minSeverity] : []),
      ...(options.failOn ? ['--fail-on', options.failOn] : []),
      ...(options.config ? ['--config', options.config] : []),
    ]
    const paths = directories.map((directory) => relative(process.cwd(), directory) || '.')
    const argv = [program, 'scan', '--format', 'json', '--framework', 'cdk', ...flags, '--', ...paths]
    const settings = { encoding: 'utf8', maxBuffer: largestReport, windowsHide: true } as const
    const run = spawnSync(process.execPath, argv, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] })
    return run.error ? { status: null, stdout: '', stderr: run.error.message } : run
  }
}

/**
 * A scan that did not happen, as a violation of no resource in every template: an exception would be lost in the CDK's
 * command line, which takes a report without violations for a success, and prints violations by resource.
 */
function failure(description: string, context: ValidationContext): ValidationReport {
  const violatingResources = context.templatePaths.map((templatePath) => ({
    resourceLogicalId: '',
    templatePath,
    locations: [],
  }))
  const ruleMetadata = { severity: 'critical', confidence: 'high' }
  const ruleName = 'scan-failed'
  const violation = { ruleName, description, violatingResources, severity: 'fatal', ruleMetadata }
  return { success: false, violations: [violation] }
}

interface JsonReport {
  readonly tool: { readonly version: string }
  readonly coverage: { readonly checks: number; readonly resources: number }
  readonly findings: readonly JsonFinding[]
  readonly diagnostics: readonly { readonly level: string; readonly message: string; readonly file: string }[]
}

function parseReport(stdout: string): JsonReport | undefined {
  try {
    return JSON.parse(stdout) as JsonReport
  } catch {
    return undefined
  }
}

function troubleOf(status: number | null, report: JsonReport | undefined, stderr: string): string {
  const errors = (report?.diagnostics ?? []).filter((diagnostic) => diagnostic.level === 'error')
  const said = errors.map((diagnostic) => `${diagnostic.file}: ${diagnostic.message}`).join('; ')
  const what = status === 2 ? 'could not scan' : 'failed'
  return `iamgate ${what}: ${said || stderr.trim() || `exit code ${status ?? 'none'}`}`
}

/** The outermost directories with a manifest around the templates. */
function assembliesOf(templatePaths: readonly string[]): string[] {
  const found = new Set<string>()
  for (const template of templatePaths) {
    let outermost: string | undefined
    for (let at = dirname(template); existsSync(join(at, 'manifest.json')); at = dirname(at)) outermost = at
    if (outermost !== undefined) found.add(outermost)
  }
  return [...found].sort()
}

/** A template that was asked about, or one of a nested stack beside it, which the CDK does not list. */
function isAsked(path: string, asked: ReadonlySet<string>): boolean {
  const real = existsSync(path) ? realpathSync(path) : path
  if (asked.has(real)) return true
  if (!real.endsWith('.nested.template.json')) return false
  const directory = `${dirname(real)}${sep}`
  return [...asked].some(
    (template) => template.startsWith(directory) && !template.slice(directory.length).includes(sep),
  )
}
