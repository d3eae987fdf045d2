import type { Span } from '../../../../src/model/source'
import type { Hole, UnknownReason } from '../../../../src/model/value'
import { ConversionError, convert } from '../convert'
import type { FunctionContext, TerraformFunction } from '../function'
import { EvaluationError, LimitReached } from '../function'
import type { Type } from '../type'
import { dynamicType } from '../type'
import type { UnknownValue, Value } from '../value'
import { markSensitive, unknownValue } from '../value'
import { callHole, containsSensitive, firstHole } from './unknown'

/** A parameter as `terraform metadata functions -json` lists it. */
interface Parameter {
  readonly name: string
  /** What an argument is converted to; absent for any type. */
  readonly type?: Type
  readonly nullable?: boolean
}

export interface Definition {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly variadic?: Parameter
  /**
   * Set for a function that needs all of its arguments known: with anything unknown in them, the call is an unknown of
   * this type and `run` is not called. Without it, `run` gets unknown arguments and keeps what is known.
   */
  readonly strict?: Type
  /** Marks of arguments do not make the result sensitive: `run` sees to it. */
  readonly ownMarks?: boolean
  run(args: readonly Value[], call: Call): Value
}

/** One call of a function: its surroundings, and how it fails. */
export class Call {
  readonly #definition: Definition
  readonly context: FunctionContext
  readonly args: readonly Value[]

  constructor(definition: Definition, context: FunctionContext, args: readonly Value[]) {
    this.#definition = definition
    this.context = context
    this.args = args
  }

  /** Where values that the function makes point: the first argument, or the call. */
  get at(): Span {
    return this.args[0]?.span ?? this.context.span
  }

  /** Terraform's "Error in function call". */
  fail(message: string, why?: UnknownReason): never {
    const detail = `Call to function "${this.#definition.name}" failed: ${message}.`
    throw new EvaluationError('Error in function call', detail, this.context.span, why)
  }

  /** Terraform's "Invalid function argument" for the argument at this index. */
  failArgument(index: number, message: string, why?: UnknownReason): never {
    const parameter = this.#definition.parameters[index] ?? this.#definition.variadic
    const detail = `Invalid value for "${parameter?.name ?? index}" parameter: ${message}.`
    throw new EvaluationError('Invalid function argument', detail, this.spanOf(index), why)
  }

  /** An unknown of this type, since it hangs on `cause`. */
  unknown(type: Type, cause: Value | Hole): UnknownValue {
    const hole = cause.kind === 'hole' ? cause : firstHole(cause)
    const unsure: Hole = hole ?? { kind: 'hole', expression: '', why: 'unsupported', span: this.at }
    return unknownValue(callHole(this.#definition.name, this.args, unsure, this.context.span), type)
  }

  /** Counts work, and ends the evaluation when a text or a collection grows past its bound. */
  bound(limit: 'stringLength' | 'collectionSize', size: number): void {
    if (size > this.context.limits[limit]) throw new LimitReached(limit, this.context.span)
    this.context.spend(limit === 'stringLength' ? Math.ceil(size / 100) : size)
  }

  private spanOf(index: number): Span {
    const { argumentSpans, span } = this.context
    return argumentSpans[index] ?? argumentSpans[argumentSpans.length - 1] ?? span
  }
}

/** A function from its definition: counts, converts and checks the arguments as cty does before it runs. */
export function define(definition: Definition): TerraformFunction {
  return {
    name: definition.name,
    call: (given, context) => guarded(definition, given, () => callDefinition(definition, given, context)),
  }
}

/** A message may quote an argument; with a sensitive one it says nothing but that the call failed. */
function guarded(definition: Definition, given: readonly Value[], run: () => Value): Value {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    const { summary, detail, span, why } = error
    if (given.some(containsSensitive)) {
      const hidden = `Call to function "${definition.name}" failed. What it says names a sensitive value.`
      throw new EvaluationError(summary, hidden, span, why)
    }
    if (detail.length <= longestDetail) throw error
    throw new EvaluationError(summary, `${detail.slice(0, longestDetail)}…`, span, why)
  }
}

const longestDetail = 500

function callDefinition(definition: Definition, given: readonly Value[], context: FunctionContext): Value {
  checkCount(definition, given.length, context)
  const raw = new Call(definition, context, given)
  const args = given.map((value, index) => prepare(definition, value, index, raw))
  const call = new Call(definition, context, args)
  const result = runOrUnknown(definition, args, call)
  const deep = definition.strict !== undefined
  const marked = args.some((argument) => argument.sensitive || (deep && containsSensitive(argument)))
  return marked && !definition.ownMarks ? markSensitive(result) : result
}

function runOrUnknown(definition: Definition, args: readonly Value[], call: Call): Value {
  if (definition.strict) {
    const unsure = args.find((argument) => firstHole(argument) !== undefined)
    if (unsure) return call.unknown(definition.strict, unsure)
  }
  return definition.run(args, call)
}

function checkCount({ name, parameters, variadic }: Definition, count: number, context: FunctionContext): void {
  const missing = parameters[count]
  if (missing) {
    const many = variadic ? 'at least ' : ''
    const detail = `Function "${name}" expects ${many}${parameters.length} argument(s). Missing value for "${missing.name}".`
    throw new EvaluationError('Not enough function arguments', detail, context.span)
  }
  if (count > parameters.length && !variadic) {
    const detail = `Function "${name}" expects only ${parameters.length} argument(s).`
    throw new EvaluationError('Too many function arguments', detail, context.span)
  }
}

function prepare(definition: Definition, value: Value, index: number, call: Call): Value {
  const parameter = definition.parameters[index] ?? definition.variadic
  if (value.kind === 'null' && !parameter?.nullable) call.failArgument(index, 'argument must not be null')
  try {
    return convert(value, parameter?.type ?? dynamicType)
  } catch (error) {
    if (error instanceof ConversionError) call.failArgument(index, error.message)
    throw error
  }
}
