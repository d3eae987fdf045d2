import type { Data, Text } from '../../../src/model/value'
import type { Expression, SyntaxProblem, TemplateExpression } from './ast'
import type { Placement } from './cursor'
import { type ParsedExpression, parseExpressionText, parseTemplate } from './template'

/** JSON's values as expressions. Problems within their strings are added to `problems`. */
export class JsonExpressions {
  constructor(private readonly problems: SyntaxProblem[]) {}

  /** A value whose strings are templates, those of keys too. */
  expression(data: Data): Expression {
    return this.convert(data, (text) => this.template(text))
  }

  /** A value whose strings are expressions: `"depends_on": ["aws_iam_role.a"]`, `"type": "list(string)"`. */
  reference(data: Data): Expression {
    return this.convert(data, (text) => this.expressionIn(text))
  }

  /** A value whose strings have no templates in them. */
  literal(data: Data): Expression {
    return this.convert(data, plainTemplate)
  }

  private convert(data: Data, text: (text: Text) => Expression): Expression {
    const { span } = data
    switch (data.kind) {
      case 'text':
        return text(data)
      case 'number':
        return { kind: 'literal', value: data.value, raw: data.raw, span }
      case 'boolean':
        return { kind: 'literal', value: data.value, raw: String(data.value), span }
      case 'null':
        return { kind: 'literal', value: null, raw: 'null', span }
      case 'list':
        return { kind: 'tuple', items: data.items.map((item) => this.convert(item, text)), span }
      case 'object': {
        const items = data.entries.map(({ key, value }) => ({
          key: text === plainTemplate ? plainTemplate(key) : this.template(key),
          value: this.convert(value, text),
          span: { ...span, start: key.span.start - 1, end: value.span.end },
        }))
        return { kind: 'object', items, span }
      }
      default:
        return { kind: 'invalid', span }
    }
  }

  /** A string as a template. */
  template(text: Text): TemplateExpression {
    const { decoded, placement } = place(text)
    if (!/[$%]\{/.test(decoded)) return plainTemplate(text)
    const { template, problems } = parseTemplate(text.span.source, decoded, placement)
    this.problems.push(...problems)
    return { ...template, outer: quoted(text) }
  }

  /** `"${expression}"`, as older files have it, is the expression too. */
  private expressionIn(text: Text): Expression {
    const { decoded, placement } = place(text)
    if (decoded.startsWith('${')) return this.template(text)
    const { expression, problems }: ParsedExpression = parseExpressionText(text.span.source, decoded, placement)
    if (problems.length === 0) return expression
    return this.template(text)
  }
}

function plainTemplate(text: Text): TemplateExpression {
  const parts = text.parts.flatMap((part) => (part.kind === 'chunk' ? [part] : []))
  return { kind: 'template', parts, heredoc: false, span: text.span, outer: quoted(text) }
}

function quoted(text: Text): Text['span'] {
  return { ...text.span, start: text.span.start - 1, end: text.span.end + 1 }
}

/** The characters of a JSON string and where each stands in the file. */
export function place(text: Text): { decoded: string; placement: Placement } {
  const [first] = text.parts
  if (text.parts.length <= 1 && (!first || (first.kind === 'chunk' && first.exact))) {
    return { decoded: first?.kind === 'chunk' ? first.text : '', placement: { shift: text.span.start } }
  }
  let decoded = ''
  const offsets: number[] = []
  for (const part of text.parts) {
    if (part.kind !== 'chunk') continue
    for (let index = 0; index < part.text.length; index++) {
      offsets.push(part.exact ? part.span.start + index : part.span.start)
    }
    decoded += part.text
  }
  offsets.push(text.span.end)
  return { decoded, placement: { shift: 0, offsets } }
}
