import type { LoadedTerraform } from '../../../../parsers/terraform'
import { loadTerraform } from '../../../../parsers/terraform'
import { evaluate } from '../../../../parsers/terraform/evaluate/evaluate'
import type { Value } from '../../../../parsers/terraform/evaluate/value'
import { knownText, numberText, sortedEntries } from '../../../../parsers/terraform/evaluate/value'
import { parseExpressionText } from '../../../../parsers/terraform/hcl/template'
import { type ParseSettings, defaultParseSettings } from '../../../../parsers/parser'
import { SourceFile } from '../../../../src/model/source'
import { memoryTree } from './memory-tree'

/** Loads Terraform files that are given as text. */
export function load(
  files: Readonly<Record<string, string>>,
  settings: Partial<ParseSettings> = {},
): Promise<LoadedTerraform> {
  const configuration = Object.keys(files).filter(
    (path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path) && !path.includes('.terraform/'),
  )
  return loadTerraform(configuration, memoryTree(files), { ...defaultParseSettings, ...settings })
}

/** Evaluates an expression as if it stood in a module; throws what evaluation throws. */
export function evaluateIn(loaded: LoadedTerraform, text: string, directory = ''): Value {
  const root = loaded.roots.get(directory)
  if (!root) throw new Error(`no root module in "${directory}"`)
  const parsed = parseExpressionText(new SourceFile('<expression>', `${text}\n`))
  if (parsed.problems.length > 0) throw new Error(parsed.problems[0]!.message)
  return root.root.session.demand(() => evaluate(parsed.expression, { ...root.scope, tolerant: false }), root.budget)
}

/** A value as JSON-like data, unknowns as `<expression>`, a choice as both branches. */
export function plain(value: Value): unknown {
  switch (value.kind) {
    case 'string':
      return (
        knownText(value) ??
        value.parts.map((part) => (part.kind === 'chunk' ? part.text : `<${part.expression}>`)).join('')
      )
    case 'number': {
      const text = numberText(value.value)
      return String(Number(text)) === text ? Number(text) : { number: text }
    }
    case 'bool':
      return value.value
    case 'null':
      return null
    case 'unknown':
      return value.many ? `<many ${value.hole.expression}>` : `<${value.hole.expression}>`
    case 'choice':
      return { condition: value.condition, yes: plain(value.whenTrue), no: plain(value.whenFalse) }
    case 'list':
    case 'set':
    case 'tuple':
      return value.items.map(plain)
    default:
      return Object.fromEntries(sortedEntries(value).map((entry) => [plain(entry.key), plain(entry.value)]))
  }
}
