import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readJson } from '../../parsers/located/json'
import { SourceFile } from '../model/source'
import { type Data, entry, literal } from '../model/value'
import type { ViolatingResource, Violation } from './validator'

interface Location {
  readonly file: string
  readonly start: { readonly line: number; readonly column: number }
}

/** What is needed of a finding in iamgate's JSON. */
export interface JsonFinding extends Location {
  readonly check: string
  readonly severity: string
  readonly confidence: string
  readonly message: string
  readonly resource: { readonly address: string }
  readonly instances: readonly string[]
  readonly constructPath?: string
  readonly related: readonly (Location & { readonly message: string })[]
  readonly fix?: { readonly description: string }
}

/** How the CDK calls severities that stop a deployment, and those that do not. Ours stands in the rule's metadata. */
const severities: Readonly<Record<string, string>> = { critical: 'error', high: 'error', medium: 'warning' }

/**
 * Findings as the CDK reports them: one violation for each check and sentence, with every resource in it that stands
 * in a template that was asked about. `directory` is what the findings' paths are relative to, `asked` the templates of
 * the stacks; `isAsked` knows those of their nested stacks too.
 */
export function violationsOf(
  findings: readonly JsonFinding[],
  directory: string,
  asked: readonly string[],
  isAsked: (template: string) => boolean,
): Violation[] {
  const templates = new Templates(directory)
  const violations = new Map<string, Violation>()
  for (const finding of findings) {
    const placed = templates.resourcesOf(finding)
    const all = placed.length > 0 ? placed : templates.holding(finding.resource.address, asked)
    const resources = all.filter((resource) => isAsked(resource.templatePath))
    if (resources.length === 0) continue
    const key = `${finding.check}\n${finding.message}`
    const known = violations.get(key)
    if (known) known.violatingResources.push(...resources)
    else violations.set(key, violationOf(finding, resources))
  }
  return [...violations.values()]
}

function violationOf(finding: JsonFinding, resources: ViolatingResource[]): Violation {
  return {
    ruleName: finding.check,
    description: finding.message,
    violatingResources: resources,
    ...(finding.fix ? { fix: finding.fix.description } : {}),
    severity: severities[finding.severity] ?? 'info',
    ruleMetadata: { severity: finding.severity, confidence: finding.confidence },
  }
}

/** The templates that findings lie in, read once. */
class Templates {
  readonly #directory: string
  readonly #read = new Map<string, { source: SourceFile; data: Data } | undefined>()

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Where a finding lies in templates: one of its places is the template's, the others are the developer's lines. */
  resourcesOf(finding: JsonFinding): ViolatingResource[] {
    const ids = new Set([finding.resource.address, ...finding.instances])
    const found: ViolatingResource[] = []
    for (const place of [finding, ...finding.related]) {
      const resource = place.file.endsWith('.json') ? this.#resourceAt(place) : undefined
      if (!resource || !ids.has(resource.resourceLogicalId)) continue
      if (!found.some((other) => isSame(other, resource))) found.push(resource)
    }
    return found
  }

  /** The templates that have a resource, for a finding that lies in none of them: in a file that an asset holds, say. */
  holding(logicalId: string, templatePaths: readonly string[]): ViolatingResource[] {
    return templatePaths
      .filter((path) => entry(entry(this.#template(path)?.data, 'Resources'), logicalId))
      .map((templatePath) => ({ resourceLogicalId: logicalId, templatePath, locations: [] }))
  }

  #resourceAt(place: Location): ViolatingResource | undefined {
    const templatePath = resolve(this.#directory, place.file)
    const template = this.#template(templatePath)
    if (!template) return undefined
    const offset = template.source.offsetAt(place.start.line, place.start.column)
    const [logicalId, ...steps] = pathTo(entry(template.data, 'Resources'), offset)
    if (logicalId === undefined) return undefined
    return { resourceLogicalId: logicalId, templatePath, locations: steps.length > 0 ? [steps.join('.')] : [] }
  }

  #template(path: string): { source: SourceFile; data: Data } | undefined {
    if (!this.#read.has(path)) this.#read.set(path, readTemplate(path))
    return this.#read.get(path)
  }
}

function readTemplate(path: string): { source: SourceFile; data: Data } | undefined {
  try {
    const source = new SourceFile(path, readFileSync(path, 'utf8'))
    const { data } = readJson(source)
    return data && { source, data }
  } catch {
    // A template that has gone since the scan: the finding is left without a place in it.
    return undefined
  }
}

function isSame(one: ViolatingResource, other: ViolatingResource): boolean {
  return one.templatePath === other.templatePath && one.resourceLogicalId === other.resourceLogicalId
}

/** The keys and indices that lead to an offset, from the outside in. */
function pathTo(data: Data | undefined, offset: number): string[] {
  if (data?.kind === 'object') {
    for (const { key, value } of data.entries) {
      if (key.span.start - 1 <= offset && offset < Math.max(value.span.end, key.span.end + 1)) {
        return [literal(key) ?? '', ...pathTo(value, offset)]
      }
    }
  } else if (data?.kind === 'list') {
    const index = data.items.findIndex(
      (item) => item.span.start <= offset && offset < Math.max(item.span.end, item.span.start + 1),
    )
    if (index >= 0) return [String(index), ...pathTo(data.items[index], offset)]
  }
  return []
}
