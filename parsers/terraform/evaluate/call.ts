import type { Span } from '../../../src/model/source'
import type { SourceFile } from '../../../src/model/source'
import type { CallExpression } from '../hcl/ast'
import { parseTemplate } from '../hcl/template'
import { overChoices } from './choice'
import { ConversionError } from './convert'
import { evaluate, sourceText } from './evaluate'
import type { FunctionContext, TerraformFunction } from './function'
import { EvaluationError } from './function'
import { evaluateLazy, isLazy } from './lazy-calls'
import { readModuleFile } from './files-of-module'
import { charge } from './meter'
import type { Binding, Scope } from './scope'
import { evaluateTemplate } from './template'
import type { MappingValue, Value } from './value'
import { isSequence, manyUnknown, tupleValue, unknownValue } from './value'

/** `name(args...)`: made once for each branch of arguments that are choices. */
export function evaluateCall(expression: CallExpression, scope: Scope): Value {
  const name = expression.name.replace(/^core::/, '')
  if (isLazy(name)) return evaluateLazy(name, expression, scope)
  const called = scope.session.functions.get(name)
  if (!called) return unknownFunction(expression)
  const args = expression.args.map((arg) => evaluate(arg, scope))
  return overChoices(args, expression.span, (decided) => {
    const expanded = expandLast(expression, decided)
    if (!expanded) return unknownCall(expression, decided)
    return overChoices(expanded.values, expression.span, (values) =>
      call(called, values, expanded.spans, expression, scope),
    )
  })
}

function unknownFunction(expression: CallExpression): Value {
  // A provider's own function: https://developer.hashicorp.com/terraform/language/functions#provider-defined-functions
  if (expression.name.startsWith('provider::')) {
    const { span } = expression
    return unknownValue({ kind: 'hole', expression: sourceText(span), why: 'impure-function', span })
  }
  const detail = `There is no function named "${expression.name}".`
  throw new EvaluationError('Call to unknown function', detail, expression.nameSpan)
}

/** The arguments with the last one spread out where it says `...`; undefined when what to spread is not known. */
function expandLast(
  expression: CallExpression,
  values: readonly Value[],
): { values: readonly Value[]; spans: readonly Span[] } | undefined {
  const spans = expression.args.map((arg) => arg.span)
  if (!expression.expandLast) return { values, spans }
  const last = values.at(-1)!
  const at = spans.at(-1)!
  if (last.kind === 'null') {
    throw new EvaluationError(
      'Invalid expanding argument value',
      'The expanding argument (indicated by ...) must not be null.',
      at,
    )
  }
  if (last.kind === 'unknown') return undefined
  if (!isSequence(last)) {
    const detail = 'The expanding argument (indicated by ...) must be of a tuple, list, or set type.'
    throw new EvaluationError('Invalid expanding argument value', detail, at)
  }
  return {
    values: [...values.slice(0, -1), ...last.items],
    spans: [...spans.slice(0, -1), ...last.items.map(() => at)],
  }
}

function unknownCall(expression: CallExpression, values: readonly Value[]): Value {
  const { span } = expression
  const last = values.at(-1)!
  const why = last.kind === 'unknown' ? last.hole.why : 'unsupported'
  return unknownValue({ kind: 'hole', expression: sourceText(span), why, span })
}

function call(
  called: TerraformFunction,
  given: readonly Value[],
  spans: readonly Span[],
  expression: CallExpression,
  scope: Scope,
): Value {
  const { session } = scope
  session.spend(1 + given.length)
  const values = called.name === 'flatten' ? given.map(spreadRepresentatives) : given
  try {
    return called.call(values, contextOf(spans, expression, scope))
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError(
      'Invalid function argument',
      `Invalid value for a parameter of "${called.name}": ${error.message}.`,
      expression.span,
    )
  }
}

/** `flatten` of an unknown number of lists: what each list holds, any number of times. */
function spreadRepresentatives(value: Value): Value {
  if (!isSequence(value)) return value
  charge(value.items.length)
  const items = value.items.flatMap((item): readonly Value[] => {
    if (item.kind !== 'unknown' || !item.many) return [isSequence(item) ? spreadRepresentatives(item) : item]
    if (!item.representative) return [item]
    return leavesOf(item.representative).map((leaf) =>
      leaf.kind === 'unknown' && leaf.many ? leaf : manyUnknown(item.hole, leaf),
    )
  })
  return items.every((item, at) => item === value.items[at])
    ? value
    : { ...tupleValue(items, value.span), via: value.via }
}

/** What is in lists in each other, in either branch of a choice between lists. */
function leavesOf(value: Value): readonly Value[] {
  charge(1)
  if (isSequence(value)) return value.items.flatMap(leavesOf)
  if (value.kind === 'unknown' && value.many && value.representative) return leavesOf(value.representative)
  if (value.kind !== 'choice') return [value]
  const branches = [value.whenTrue, value.whenFalse]
  return branches.some((branch) => isSequence(branch) || branch.kind === 'choice')
    ? branches.flatMap(leavesOf)
    : [value]
}

function contextOf(argumentSpans: readonly Span[], expression: CallExpression, scope: Scope): FunctionContext {
  const { session, names } = scope
  return {
    span: expression.span,
    argumentSpans,
    files: session.files,
    rootDirectory: names.rootDirectory,
    moduleDirectory: names.directory,
    limits: session.limits,
    spend: (steps) => session.spend(steps),
    readFile: (path) => readModuleFile(path, names, session, expression.span),
    template: (source, variables) => callTemplate(source, variables, scope),
  }
}

/** A template with these variables and no others in scope. */
function callTemplate(source: SourceFile, variables: MappingValue, scope: Scope): Value {
  const parsed = parseTemplate(source)
  const problem = parsed.problems[0]
  if (problem) throw new EvaluationError('Error in function call', problem.message, problem.span)
  let bindings: Binding | undefined
  for (const [name, entry] of variables.entries) bindings = { name, value: entry.value, next: bindings }
  const names = {
    ...templateNames,
    directory: scope.names.directory,
    rootDirectory: scope.names.rootDirectory,
    prefix: scope.names.prefix,
  }
  const inner: Scope = { ...scope, names: { ...names, shared: new Map() }, bindings }
  return scope.session.deeper(() =>
    evaluateTemplate(parsed.template.parts, { source, start: 0, end: source.text.length }, inner),
  )
}

const templateNames = {
  resolve(path: readonly string[], at: Span): Value {
    const detail = `vars map does not contain key "${path[0]}"`
    throw new EvaluationError('Invalid function argument', `Invalid value for "vars" parameter: ${detail}.`, at)
  },
}
