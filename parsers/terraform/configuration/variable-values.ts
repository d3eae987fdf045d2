import type { SourceFile, Span } from '../../../src/model/source'
import { SourceFile as File, span } from '../../../src/model/source'
import type { ParseSettings } from '../../parser'
import { evaluateSafely } from '../evaluate/evaluate'
import { EvaluationError } from '../evaluate/function'
import { joinPath, normalizePath } from '../evaluate/path'
import type { Names, Scope } from '../evaluate/scope'
import type { Session } from '../evaluate/session'
import type { Type } from '../evaluate/type'
import { isPrimitive } from '../evaluate/type'
import type { Value } from '../evaluate/value'
import { stringValue } from '../evaluate/value'
import { parseExpressionText } from '../hcl/template'
import { readConfigurationFile } from './read-file'

/** How to get a variable's value, which hangs on the type that it declares, if any, where it comes as text. */
export type GivenValue = (type: Type | undefined) => Value

/**
 * The values of a root module's variables in Terraform's order, later ones winning: the environment, `terraform.tfvars`,
 * `terraform.tfvars.json`, `*.auto.tfvars[.json]` by name, then what the configuration
 * gives this root module, then `--var-file` and `--var`.
 * https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function variableValues(directory: string, session: Session, settings: ParseSettings): Map<string, GivenValue> {
  const values = new Map<string, GivenValue>()
  for (const [name, text] of Object.entries(settings.environmentVariables)) {
    if (name === 'TF_WORKSPACE') continue
    values.set(name.replace(/^TF_VAR_/, ''), fromText(text, `environment variable ${name}`, session))
  }
  for (const file of valueFiles(directory, session)) addFile(file, values, session)
  for (const given of [...(settings.rootVariables?.(directory) ?? []), settings]) {
    for (const path of given.variableFiles) {
      const normal = normalizePath(path)
      if (normal !== undefined) addFile(normal, values, session)
    }
    for (const { name, value } of given.variables) values.set(name, fromText(value, `--var ${name}`, session))
  }
  return values
}

/**
 * The workspace that is selected: by `TF_WORKSPACE`, or by `terraform workspace select` in `.terraform/environment`.
 * https://developer.hashicorp.com/terraform/cli/workspaces
 */
export function selectedWorkspace(
  directory: string,
  session: Session,
  settings: ParseSettings,
): { text: string } | undefined {
  const given = settings.environmentVariables.TF_WORKSPACE
  if (given) return { text: given }
  const path = joinPath(directory, '.terraform/environment')
  const answer = path === undefined ? undefined : session.readFile(path)
  const text = answer?.kind === 'file' ? answer.source.text.trim() : ''
  return text === '' ? undefined : { text }
}

function valueFiles(directory: string, session: Session): readonly string[] {
  const names = session.files.list(directory)
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).sort()
  const all = ['terraform.tfvars', 'terraform.tfvars.json', ...automatic].filter((name) => names.includes(name))
  return all.flatMap((name) => joinPath(directory, name) ?? [])
}

function addFile(path: string, values: Map<string, GivenValue>, session: Session): void {
  const answer = session.readFile(path)
  if (answer.kind !== 'file') return
  const file = readConfigurationFile(answer.source)
  for (const problem of file.problems) session.say('warning', 'hcl-syntax', problem.message, problem.span)
  for (const attribute of file.body.attributes) {
    values.set(attribute.name, () => evaluateSafely(attribute.expression, withoutNames(session)))
  }
}

/** Text for a variable of a primitive type, or of none, is that text; for any other it is an expression. */
function fromText(text: string, from: string, session: Session): GivenValue {
  const source: SourceFile = new File(`<${from}>`, text)
  return (type) => {
    if (!type || isPrimitive(type)) return stringValue(text, span(source), true)
    const parsed = parseExpressionText(source)
    return evaluateSafely(parsed.expression, withoutNames(session))
  }
}

/** A scope in which nothing can be referred to. */
export function withoutNames(session: Session): Scope {
  const names: Names = {
    directory: '',
    rootDirectory: '',
    prefix: '',
    shared: new Map(),
    resolve(_path: readonly string[], at: Span): Value {
      throw new EvaluationError('Variables not allowed', 'Variables may not be used here.', at)
    },
  }
  return { session, names, bindings: undefined, tolerant: true }
}
