import type { SourceFile } from '../../../src/model/source'
import type { ParsedFile } from '../hcl/ast'
import { parseTerraformJson } from '../hcl/json'
import { parseHcl } from '../hcl/parse'

/** A configuration or variables file as a tree, in native or JSON syntax as its name says. */
export function readConfigurationFile(source: SourceFile): ParsedFile {
  return source.path.endsWith('.json') ? parseTerraformJson(source) : parseHcl(source)
}

/** True for the names of configuration files. */
export function isConfigurationFile(path: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/.test(path)
}
