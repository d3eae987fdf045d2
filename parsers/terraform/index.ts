import type { FileTree } from '../../src/model/files'
import type { Parsed, Parser, ParseSettings } from '../parser'
import type { LoadedTerraform } from './configuration/load'
import { loadTerraform as load } from './configuration/load'
import { functionLibrary } from './evaluate/functions'
import { mapResources } from './resources'

export type { LoadedTerraform } from './configuration/load'

/** Terraform configuration: reads, evaluates and maps it to the IAM model. Bad input is a diagnostic, never an exception. */
export const parseTerraform: Parser<'terraform'> = async (input, files, settings): Promise<Parsed> => {
  const loaded = await loadTerraform(input.files, files, settings)
  const mapped = mapResources(loaded.resources)
  return {
    model: mapped.model,
    unresolved: mapped.unresolved,
    diagnostics: [...loaded.diagnostics, ...mapped.diagnostics],
    parsed: loaded.parsed,
    failed: loaded.failed,
    roots: [...loaded.roots.keys()],
  }
}

/** The resources of Terraform files, for parsers that build on them: plans and CDKTF. */
export function loadTerraform(
  files: readonly string[],
  tree: FileTree,
  settings: ParseSettings,
): Promise<LoadedTerraform> {
  return load(files, tree, settings, functionLibrary)
}
