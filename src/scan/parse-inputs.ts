import type { Input, Parsed, ParseSettings } from '../../parsers/parser'
import type { Diagnostic } from '../model/diagnostic'
import type { ScanResult } from '../model/finding'
import type { FileTree } from '../model/files'
import { emptyModel, type IamModel, mergeModels } from '../model/iam'

/** What all inputs together gave. */
export interface ParsedInputs {
  readonly model: IamModel
  readonly diagnostics: readonly Diagnostic[]
  readonly unresolved: ScanResult['unresolved']
  /** Disjoint, sorted. */
  readonly parsed: readonly string[]
  readonly failed: readonly string[]
  /** Directories of root modules, '' for the top, and files of templates. */
  readonly roots: readonly string[]
  readonly templates: readonly string[]
}

/** Parses every input with its own parser, loaded only when there is one of its kind. */
export async function parseInputs(
  inputs: readonly Input[],
  files: FileTree,
  settings: ParseSettings,
  onInput?: (what: string) => void,
): Promise<ParsedInputs> {
  const results: Parsed[] = []
  for (const input of inputs) {
    onInput?.(`parse ${mainFile(input)}`)
    results.push(await parseGuarded(input, files, settings))
  }
  const failed = new Set(results.flatMap((result) => result.failed))
  const parsed = new Set(results.flatMap((result) => result.parsed).filter((file) => !failed.has(file)))
  return {
    model: results.length === 1 ? (results[0] as Parsed).model : mergeModels(results.map((result) => result.model)),
    diagnostics: results.flatMap((result) => result.diagnostics).sort(byPlace),
    unresolved: results
      .flatMap((result) => result.unresolved)
      .map(({ address, hole }) => ({
        address,
        file: hole.span.source.path,
        at: hole.span,
        expression: hole.expression,
        why: hole.why,
      })),
    parsed: [...parsed].sort(),
    failed: [...failed].sort(),
    roots: results.flatMap((result) => result.roots ?? []),
    templates: results.flatMap((result) => result.templates ?? []),
  }
}

/** A parser that throws is a fault of iamgate: it costs its input, never the scan. */
async function parseGuarded(input: Input, files: FileTree, settings: ParseSettings): Promise<Parsed> {
  try {
    return await parse(input, files, settings)
  } catch (error) {
    const file = mainFile(input)
    const message = `iamgate failed on this ${input.kind} input (${describe(error)}); please report it`
    const diagnostic: Diagnostic = { level: 'error', kind: 'internal-error', message, file }
    const failed = 'files' in input ? input.files : [file]
    return { model: emptyModel(), diagnostics: [diagnostic], unresolved: [], parsed: [], failed }
  }
}

async function parse(input: Input, files: FileTree, settings: ParseSettings): Promise<Parsed> {
  switch (input.kind) {
    case 'terraform':
      return (await import('../../parsers/terraform/index')).parseTerraform(input, files, settings)
    case 'terraform-plan':
      return (await import('../../parsers/terraform/plan/index')).parseTerraformPlan(input, files, settings)
    case 'cloudformation':
      return (await import('../../parsers/cloudformation/index')).parseCloudFormation(input, files, settings)
    case 'cdk':
      return (await import('../../parsers/cdk/index')).parseCdk(input, files, settings)
    case 'cdktf':
      return (await import('../../parsers/cdk/index')).parseCdktf(input, files, settings)
    case 'account':
      return (await import('../../parsers/account/index')).parseAccount(input, files, settings)
    case 'model':
      return (await import('../../parsers/recorded/index')).parseModel(input, files, settings)
  }
}

function mainFile(input: Input): string {
  if ('file' in input) return input.file
  if (input.kind === 'cdk') return `${input.directory}/manifest.json`
  return input.files[0] ?? '.'
}

/** What an exception says, with the first line of its own stack that is ours, for a report of the fault. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const frame = /\bat .*/.exec(error.stack?.split('\n').find((line) => /^\s*at /.test(line)) ?? '')?.[0] ?? ''
  const message = error.message.split('\n')[0]
  return `${error.name}: ${message}${frame ? ` ${frame}` : ''}`
}

function byPlace(first: Diagnostic, second: Diagnostic): number {
  if (first.file !== second.file) return first.file < second.file ? -1 : 1
  return (first.span?.start ?? 0) - (second.span?.start ?? 0)
}
