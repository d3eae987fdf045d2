import type { Diagnostic } from '../../../src/model/diagnostic'
import { emptyModel } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { SourceFile } from '../../../src/model/source'
import type { Data } from '../../../src/model/value'
import type { Parsed, Parser, ParseSettings } from '../../parser'
import { encodedFrom } from '../../policy-json'
import { mapResources } from '../resources'
import { withoutKeys } from './address'
import { parsePlanArchive } from './archive'
import { adopted, JoinedResource } from './join-resource'
import { JsonFailure } from './json-text'
import { openPlan } from './open'
import { Plan } from './plan'
import type { PlannedResource } from './planned-resource'
import { isPlanArchive } from './recognise'
import { findSource } from './source'
import type { FileTree } from '../../../src/model/files'

/**
 * A plan or state as `terraform show -json` writes it, and a saved plan as far as it holds its configuration. What will
 * be there after the plan is judged, at the lines of the source where that is beside it.
 */
export const parseTerraformPlan: Parser<'terraform-plan'> = async (input, files, settings): Promise<Parsed> => {
  const bytes = files.readBytes(input.file)
  if (bytes && isPlanArchive(bytes)) {
    const message = 'A saved plan does not say in the clear what changes; write it with terraform show -json'
    return settings.planSide ? failed(input.file, 'no-plan', message) : parsePlanArchive(input.file, bytes, settings)
  }
  const text = files.read(input.file)
  if (text === undefined) return failed(input.file, 'unreadable', 'This file could not be read')
  const opened = openPlan(input.file, text)
  if (opened.start === undefined) {
    return { ...nothing(input.file), diagnostics: opened.diagnostics, failed: [input.file] }
  }
  try {
    const plan = new Plan(input.file, text, opened.start, settings.planSide)
    if (settings.planSide && plan.sections.resource_changes === undefined) {
      return failed(input.file, 'no-plan', 'This is no plan: it has no changes, so nothing to compare')
    }
    const mapped = mapResources(await resourcesOf(plan, files, settings))
    return {
      model: mapped.model,
      unresolved: mapped.unresolved,
      diagnostics: [...opened.diagnostics, ...planDiagnostics(plan), ...mapped.diagnostics],
      parsed: [input.file],
      failed: [],
    }
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error
    const span = { source: new SourceFile(input.file, text), start: error.at, end: error.at + 1 }
    return failed(input.file, 'json-syntax', `This plan could not be read. ${error.message}.`, span)
  }
}

async function resourcesOf(plan: Plan, files: FileTree, settings: ParseSettings): Promise<readonly Resource[]> {
  const planned = plan.resources()
  const source = settings.planSide ? undefined : await findSource(plan, files, settings)
  if (!source) return [...planned, ...plan.providers(), ...withDocuments(plan, planned)]
  const byAddress = new Map(source.resources.map((resource) => [resource.address, resource]))
  const byStaticAddress = new Map(source.resources.map((resource) => [withoutKeys(resource.address), resource]))
  const carried = new Set<string>()
  const joined = planned.map((resource) => {
    const own = byAddress.get(resource.address) ?? byStaticAddress.get(withoutKeys(resource.address))
    if (!own) return resource
    collectDefinitions(own.properties, carried)
    return new JoinedResource(resource, own)
  })
  const rest = source.resources.filter((resource) => {
    return resource.type.startsWith('provider.') || (isDocument(resource) && !carried.has(resource.address))
  })
  return [...joined, ...rest.map((resource) => adopted(resource, plan.path))]
}

/** Reading the properties first tells which documents the policies were made from. */
function withDocuments(plan: Plan, planned: readonly PlannedResource[]): readonly Resource[] {
  for (const resource of planned) void resource.properties
  return plan.looseDocuments()
}

function isDocument(resource: Resource): boolean {
  return resource.type === 'data.aws_iam_policy_document'
}

/** The addresses of the documents that a value was rendered from. */
function collectDefinitions(data: Data, into: Set<string>): void {
  if (data.kind === 'text') {
    const from = encodedFrom(data)?.definedIn
    if (from !== undefined) into.add(from)
  } else if (data.kind === 'list') for (const item of data.items) collectDefinitions(item, into)
  else if (data.kind === 'object') for (const { value } of data.entries) collectDefinitions(value, into)
  else if (data.kind === 'choice') {
    for (const branch of [data.whenTrue, data.whenFalse]) if (branch) collectDefinitions(branch, into)
  }
}

function planDiagnostics(plan: Plan): readonly Diagnostic[] {
  const { errored, complete } = plan.sections
  const says = (at: number | undefined, value: boolean) => at !== undefined && plan.json.plain(at) === value
  if (says(errored, true)) {
    const message = 'Terraform failed while it made this plan, so that resources may be missing from it'
    return [{ level: 'warning', kind: 'plan-incomplete', message, file: plan.path }]
  }
  if (!says(complete, false)) return []
  const message =
    'This plan is not complete: it was made with -target, or defers changes, so that resources may be missing'
  return [{ level: 'warning', kind: 'plan-incomplete', message, file: plan.path }]
}

function nothing(file: string): Parsed {
  return { model: emptyModel(), diagnostics: [], unresolved: [], parsed: [], failed: [file] }
}

function failed(file: string, kind: string, message: string, span?: Diagnostic['span']): Parsed {
  const diagnostic: Diagnostic = { level: 'error', kind, message, file, ...(span && { span }) }
  return { ...nothing(file), diagnostics: [diagnostic] }
}
