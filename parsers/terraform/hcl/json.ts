import type { SourceFile } from '../../../src/model/source'
import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { literal } from '../../../src/model/value'
import { readJson } from '../../located/json'
import type { Attribute, Block, Body, Expression, ParsedFile, SyntaxProblem } from './ast'
import { JsonExpressions } from './json-expressions'

/** What a block type holds beside its arguments; the schema decides, since JSON does not tell a block from a map. */
interface BlockShape {
  readonly labels: number
  readonly blocks?: Shapes
  /** Arguments whose strings are expressions, not templates: references and types. */
  readonly expressions?: readonly string[]
  /** Arguments whose strings are only that: Terraform reads them before there is anything to refer to. */
  readonly literals?: readonly string[]
}

type Shapes = Readonly<Record<string, BlockShape>>

const condition: BlockShape = { labels: 0 }
const lifecycle: BlockShape = {
  labels: 0,
  blocks: { precondition: condition, postcondition: condition },
  expressions: ['ignore_changes', 'replace_triggered_by'],
}
const provisioner: BlockShape = { labels: 1, blocks: { connection: { labels: 0 } } }
const inContent: Record<string, BlockShape> = {}
const dynamic: BlockShape = { labels: 1, blocks: { content: { labels: 0, blocks: inContent } } }
inContent.dynamic = dynamic

const resource: BlockShape = {
  labels: 2,
  blocks: { lifecycle, provisioner, dynamic, connection: { labels: 0 } },
  expressions: ['provider', 'depends_on'],
}

/** https://developer.hashicorp.com/terraform/language/syntax/json#block-type-specific-exceptions */
const topLevel: Shapes = {
  resource,
  data: resource,
  ephemeral: resource,
  module: { labels: 1, expressions: ['providers', 'depends_on'] },
  variable: {
    labels: 1,
    blocks: { validation: condition },
    expressions: ['type'],
    literals: ['default', 'description'],
  },
  output: { labels: 1, blocks: { precondition: condition }, expressions: ['depends_on'] },
  locals: { labels: 0 },
  provider: { labels: 1, blocks: { dynamic } },
  terraform: {
    labels: 0,
    blocks: {
      backend: { labels: 1 },
      cloud: { labels: 0, blocks: { workspaces: { labels: 0 } } },
      required_providers: { labels: 0 },
      provider_meta: { labels: 1 },
    },
  },
  moved: { labels: 0, expressions: ['from', 'to'] },
  removed: { labels: 0, blocks: { lifecycle, provisioner }, expressions: ['from'] },
  import: { labels: 0, expressions: ['to', 'provider'] },
  check: { labels: 1, blocks: { data: resource, assert: condition } },
}

/**
 * A `.tf.json` file (CDKTF's `cdk.tf.json` too, and `*.tfvars.json`) as the tree of native syntax. Every string is a template; arguments of
 * resources stay attributes, a nested block among them being an object or a list of objects, since only a provider's
 * schema tells. `//` keys are comments. https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function parseTerraformJson(source: SourceFile): ParsedFile {
  const reading = readJson(source, { depth: 200 })
  const problems = reading.problems.map(({ kind, message, span }): SyntaxProblem => {
    return kind === 'limit' ? { message, span, limit: true } : { message, span }
  })
  if (/\.tfvars\.json$/.test(source.path)) return variableValuesFromJson(source, reading.data, problems)
  return terraformFromJson(source, reading.data, problems)
}

/** `*.tfvars.json`: every member is the value of a variable, whatever it is called, and its strings are only that. */
function variableValuesFromJson(source: SourceFile, data: Data | undefined, problems: SyntaxProblem[]): ParsedFile {
  const expressions = new JsonExpressions(problems)
  const attributes = (data?.kind === 'object' ? data.entries : []).map(({ key, value }): Attribute => {
    const span = { source, start: key.span.start - 1, end: value.span.end }
    return { name: literal(key) ?? '', nameSpan: key.span, expression: expressions.literal(value), span }
  })
  const whole = { source, start: 0, end: source.text.length }
  return { body: { attributes, blocks: [], span: whole }, problems, comments: [] }
}

/** The same from JSON that was read already; `problems` gets what is wrong in it. */
export function terraformFromJson(source: SourceFile, data: Data | undefined, problems: SyntaxProblem[]): ParsedFile {
  return { body: new JsonBodies(source, problems).root(data), problems, comments: [] }
}

class JsonBodies {
  private readonly expressions: JsonExpressions

  constructor(
    private readonly source: SourceFile,
    private readonly problems: SyntaxProblem[],
  ) {
    this.expressions = new JsonExpressions(problems)
  }

  root(data: Data | undefined): Body {
    const span = { source: this.source, start: 0, end: this.source.text.length }
    const parts = this.bodiesIn(data, 'The file').map((object) => this.body(object, { labels: 0, blocks: topLevel }))
    return {
      attributes: parts.flatMap((part) => part.attributes),
      blocks: parts.flatMap((part) => part.blocks),
      span,
    }
  }

  private body(object: ObjectData, shape: BlockShape): Body {
    const attributes: Attribute[] = []
    const blocks: Block[] = []
    for (const { key, value } of object.entries) {
      const name = literal(key) ?? ''
      const nested = shape.blocks && Object.hasOwn(shape.blocks, name) ? shape.blocks[name] : undefined
      if (name === '//') continue
      if (nested) this.blocks(name, key, value, nested, blocks)
      else attributes.push(this.attribute(name, { key, value }, shape))
    }
    return { attributes, blocks, span: object.span }
  }

  private attribute(name: string, { key, value }: Entry, shape: BlockShape): Attribute {
    const expression = this.expressionOf(name, value, shape)
    const span = { source: this.source, start: key.span.start - 1, end: value.span.end }
    return { name, nameSpan: key.span, expression, span }
  }

  private expressionOf(name: string, value: Data, shape: BlockShape): Expression {
    if (shape.expressions?.includes(name)) return this.expressions.reference(value)
    if (shape.literals?.includes(name)) return this.expressions.literal(value)
    return this.expressions.expression(value)
  }

  /** The blocks of one type: an object a label, and at the last level one body or a list of them. */
  private blocks(type: string, key: Entry['key'], value: Data, shape: BlockShape, into: Block[]): void {
    this.labelled(value, shape.labels, [], (labels, body) => {
      const last = labels[labels.length - 1]?.span ?? key.span
      const header = labels.length === 0 ? key.span : last
      const span = { source: this.source, start: header.start - 1, end: body.span.end }
      into.push({ type, labels, body: this.body(body, shape), header, span })
    })
  }

  private labelled(
    value: Data,
    missing: number,
    labels: Block['labels'],
    found: (labels: Block['labels'], body: ObjectData) => void,
  ): void {
    if (value.kind === 'null') return
    for (const object of this.bodiesIn(value, 'A block')) {
      if (missing === 0) {
        found(labels, object)
        continue
      }
      for (const { key, value: inner } of object.entries) {
        const label = literal(key) ?? ''
        if (label === '//') continue
        this.labelled(inner, missing - 1, [...labels, { value: label, span: key.span }], found)
      }
    }
  }

  /** One object, or each of a list. */
  private bodiesIn(data: Data | undefined, what: string): ObjectData[] {
    if (!data) return []
    if (data.kind === 'object') return [data]
    if (data.kind === 'list' && data.items.every((item) => item.kind === 'object')) return data.items as ObjectData[]
    this.problems.push({ message: `${what} must be an object or a list of objects here.`, span: data.span })
    return []
  }
}
