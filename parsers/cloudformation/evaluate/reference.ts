import type { Span } from '../../../src/model/source'
import type { Data, Hole, ResourceSymbol, Text } from '../../../src/model/value'
import { asText, entry, literal } from '../../../src/model/value'
import { parseJsonText } from '../../policy-json'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import { shapes } from './attributes'
import type { Maybe } from './choice'
import { asOneText, reached, unknown } from './hole'
import { parameterValue } from './parameter'
import { isPseudoParameter, pseudoParameter } from './pseudo'
import type { Evaluation } from './state'

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.CfnJson.html */
const cdkJsonType = 'Custom::AWSCDKCfnJson'

/** `Ref` and `Fn::GetAtt`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html */
export class References {
  readonly #names = new Map<string, Text | 'busy' | undefined>()

  constructor(readonly evaluation: Evaluation) {}

  /** A parameter's value, a resource's `Ref`, a pseudo parameter: a text, or a list of them. */
  ref(name: string, span: Span): Maybe {
    const value = this.#ref(name, span)
    return value && asOneText(value)
  }

  #ref(name: string, span: Span): Maybe {
    const { stack } = this.evaluation
    if (isPseudoParameter(name)) {
      const given = stack.given.get(name)
      return given ? reached(given, span) : pseudoParameter(name, span)
    }
    const parameter = stack.template.parameters.get(name)
    if (parameter) {
      const withoutDefault = this.evaluation.deciding || this.evaluation.isOffDefault(name)
      const value = parameterValue(stack, parameter, withoutDefault)
      return value && this.#used(value, span)
    }
    const resource = stack.resources.get(name)
    if (!resource) return this.#generated(name, span) ?? this.#nothing(name, span)
    return this.#refOf(resource, span)
  }

  /** An attribute of a resource: `Arn`, or `Outputs.Name` of a nested stack. */
  attribute(logicalId: string, attribute: string, span: Span): Maybe {
    const resource = this.evaluation.stack.resources.get(logicalId)
    if (!resource) return this.#nothing(`${logicalId}.${attribute}`, span)
    const type = stringOf(resource.body, 'Type') ?? ''
    if (type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      const output = this.evaluation.stack.surroundings.nestedOutput(logicalId, attribute.slice('Outputs.'.length))
      if (output) return reached(output, span)
    }
    if (type === cdkJsonType && attribute === 'Value') {
      const json = this.#cdkJson(resource)
      if (json) return json
    }
    const shape = shapes[type]
    if (shape?.same === attribute) return this.#refOf(resource, span, `${logicalId}.${attribute}`)
    const pattern = shape?.attributes[attribute]
    if (pattern === '{name}') {
      const name = this.name(logicalId)
      if (name && literal(name) !== undefined) return reached(name, span)
    }
    return this.#symbol(resource, attribute, span, `${logicalId}.${attribute}`, pattern)
  }

  /** What a CDK `CfnJson` gives: its own property, read as JSON. */
  #cdkJson(resource: RawResource): Maybe {
    const raw = entry(entry(resource.body, 'Properties'), 'Value')
    const value = raw && this.evaluation.withoutAssumptions(() => this.evaluation.resolve(raw))
    const text = value?.kind === 'text' ? value : undefined
    const parsed = text && parseJsonText(text)
    return parsed?.problems.length === 0 ? parsed.data : undefined
  }

  /** The name that a template gives a resource; undefined when AWS generates it. */
  name(logicalId: string): Text | undefined {
    const known = this.#names.get(logicalId)
    if (known === 'busy') return undefined
    if (known || this.#names.has(logicalId)) return known
    this.#names.set(logicalId, 'busy')
    const name = this.evaluation.withoutAssumptions(() => this.#readName(logicalId))
    this.#names.set(logicalId, name)
    return name
  }

  #readName(logicalId: string): Text | undefined {
    const body = this.evaluation.stack.resources.get(logicalId)?.body
    const property = shapes[stringOf(body, 'Type') ?? '']?.name
    const raw = property && entry(entry(body, 'Properties'), property)
    const value = raw ? this.evaluation.resolve(raw) : undefined
    const name = value && value.kind !== 'unknown' ? asText(value) : undefined
    // An empty name is that of a parameter which means "none".
    return name?.parts.length === 0 ? undefined : name
  }

  /** What SAM lets people refer to: `!Ref Function.Alias`, `!Ref Api.Stage`. */
  #generated(name: string, span: Span): Data | undefined {
    const dot = name.indexOf('.')
    const owner = this.evaluation.stack.resources.get(name.slice(0, Math.max(dot, 0)))
    return owner && this.#symbol(owner, name.slice(dot + 1), span, name, undefined)
  }

  #refOf(resource: RawResource, span: Span, expression = resource.id): Data {
    const shape = shapes[stringOf(resource.body, 'Type') ?? '']
    if (shape?.ref === '{name}') {
      const name = this.name(resource.id)
      // A name with holes joins with nothing: the symbol does.
      if (name && literal(name) !== undefined) return reached(name, span)
    }
    return this.#symbol(resource, 'Ref', span, expression, shape?.ref)
  }

  #symbol(resource: RawResource, attribute: string, span: Span, expression: string, shape: string | undefined): Data {
    const type = stringOf(resource.body, 'Type') ?? ''
    const { scope } = this.evaluation.stack
    const id = `${scope}|${resource.id}.${attribute}`
    const symbol: ResourceSymbol = { id, address: resource.id, attribute, type }
    const pattern = shape === undefined ? undefined : this.#fill(shape, resource)
    const hole: Hole = {
      kind: 'hole',
      expression,
      why: 'resource-attribute',
      span,
      symbol,
      ...(pattern === undefined || pattern === '*' ? {} : { pattern }),
    }
    return { kind: 'unknown', hole, span }
  }

  #fill(shape: string, resource: RawResource): string {
    const name = this.name(resource.id)
    const filled = shape.replace('{name}', () => (name ? glob(name) : '*'))
    if (!filled.includes('{path}')) return filled
    const raw = entry(entry(resource.body, 'Properties'), 'Path')
    const path = raw && this.evaluation.withoutAssumptions(() => this.evaluation.resolve(raw))
    return filled.replace('{path}', () => (path ? glob(asText(path)) : '/'))
  }

  #nothing(name: string, span: Span): Data {
    const { template, resources } = this.evaluation.stack
    const macros = template.transforms.some((transform) => !transform.startsWith('AWS::'))
    const module = [...resources.values()].some((one) => stringOf(one.body, 'Type')?.endsWith('::MODULE'))
    if (macros || module) return unknown(span, 'transform', name)
    this.evaluation.complain('unknown-reference', `The template has no parameter or resource ${name}`, span)
    return unknown(span, 'invalid', name)
  }

  /** A parameter's unknown value belongs to the place that mentions it. */
  #used(value: Data, span: Span): Data {
    if (value.kind === 'unknown') return { ...value, hole: { ...value.hole, span }, span }
    if (value.kind !== 'list') return reached(value, span)
    return { ...value, items: value.items.map((item) => this.#used(item, span)), span }
  }
}

/** A text as a glob: its holes match anything. */
function glob(text: Text | undefined): string {
  if (!text) return '*'
  return literal(text) ?? text.parts.map((part) => (part.kind === 'hole' ? '*' : part.text)).join('')
}
