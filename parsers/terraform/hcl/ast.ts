import type { Span } from '../../../src/model/source'

/**
 * HCL's native syntax as a tree with spans; `.tf.json` is read into the same tree.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

export interface Body {
  readonly attributes: readonly Attribute[]
  readonly blocks: readonly Block[]
  readonly span: Span
}

export interface Attribute {
  readonly name: string
  readonly nameSpan: Span
  readonly expression: Expression
  readonly span: Span
}

export interface Block {
  readonly type: string
  readonly labels: readonly { readonly value: string; readonly span: Span }[]
  readonly body: Body
  /** From the type to the last label: what a finding about the whole block points at. */
  readonly header: Span
  readonly span: Span
}

export interface LiteralExpression {
  readonly kind: 'literal'
  readonly value: number | boolean | null
  /** The digits as written, for numbers. */
  readonly raw: string
  readonly span: Span
}

/** A quoted string or a heredoc; one without parts is the empty string. */
export interface TemplateExpression {
  readonly kind: 'template'
  readonly parts: readonly TemplatePart[]
  readonly heredoc: boolean
  /** The text between the quotes, or between the heredoc's markers. */
  readonly span: Span
  /** With the quotes or the markers. */
  readonly outer: Span
}

export type TemplatePart =
  /** Escapes decoded, indentation of `<<-` and strip markers applied. `exact`: the same characters as in the source. */
  | { readonly kind: 'chunk'; readonly text: string; readonly span: Span; readonly exact: boolean }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly whenTrue: readonly TemplatePart[]
      readonly whenFalse: readonly TemplatePart[]
      readonly span: Span
    }
  | {
      readonly kind: 'for'
      readonly keyName: string | undefined
      readonly valueName: string
      readonly collection: Expression
      readonly parts: readonly TemplatePart[]
      readonly span: Span
    }

/** The start of a reference: `var`, `local`, `aws_iam_role`, a `for` variable. */
export interface VariableExpression {
  readonly kind: 'variable'
  readonly name: string
  readonly span: Span
}

/** `object.name` */
export interface AttributeExpression {
  readonly kind: 'attribute'
  readonly object: Expression
  readonly name: string
  readonly span: Span
}

/** `object[key]`, and the legacy `object.0`. */
export interface IndexExpression {
  readonly kind: 'index'
  readonly object: Expression
  readonly key: Expression
  readonly span: Span
}

/** `object[*].a[0]` (full) or `object.*.a` (attribute-only). `each` is applied to an item, which it mentions as `splat-item`. */
export interface SplatExpression {
  readonly kind: 'splat'
  readonly object: Expression
  readonly each: Expression
  readonly full: boolean
  readonly span: Span
}

export interface SplatItemExpression {
  readonly kind: 'splat-item'
  readonly span: Span
}

export interface CallExpression {
  readonly kind: 'call'
  /** With namespaces: `provider::aws::arn_parse`, `core::upper`. */
  readonly name: string
  readonly nameSpan: Span
  readonly args: readonly Expression[]
  /** The last argument is followed by `...`. */
  readonly expandLast: boolean
  readonly span: Span
}

export interface UnaryExpression {
  readonly kind: 'unary'
  readonly operator: '-' | '!'
  readonly operand: Expression
  readonly span: Span
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||'

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

export interface ConditionalExpression {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
  readonly span: Span
}

export interface TupleExpression {
  readonly kind: 'tuple'
  readonly items: readonly Expression[]
  readonly span: Span
}

export interface ObjectExpression {
  readonly kind: 'object'
  /** A bare name as a key is a `template` of that name; `(name)` is the expression. */
  readonly items: readonly { readonly key: Expression; readonly value: Expression; readonly span: Span }[]
  readonly span: Span
}

/** `[for k, v in c : value if condition]`, `{for k, v in c : key => value... if condition}` */
export interface ForExpression {
  readonly kind: 'for'
  readonly keyName: string | undefined
  readonly valueName: string
  readonly collection: Expression
  /** Set for the object form. */
  readonly key: Expression | undefined
  readonly value: Expression
  readonly condition: Expression | undefined
  /** `...` after the value: values with the same key are grouped. */
  readonly grouped: boolean
  readonly span: Span
}

/** `( ... )`: kept, since `(name)` as an object key differs from `name`. */
export interface ParenthesesExpression {
  readonly kind: 'parentheses'
  readonly inner: Expression
  readonly span: Span
}

/** What stands where the text could not be read: evaluation gives an unknown. */
export interface InvalidExpression {
  readonly kind: 'invalid'
  readonly span: Span
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | VariableExpression
  | AttributeExpression
  | IndexExpression
  | SplatExpression
  | SplatItemExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | ParenthesesExpression
  | InvalidExpression

export interface SyntaxProblem {
  readonly message: string
  readonly span: Span
  /** Set when a bound of ours was reached, which says nothing against the file. */
  readonly limit?: true
}

/** A comment, with its marks: `# ...`, `// ...` or `/* ... *\/`; without the line break that ends it. */
export interface Comment {
  readonly text: string
  readonly span: Span
}

/** A file's tree, as far as it could be read. */
export interface ParsedFile {
  readonly body: Body
  readonly problems: readonly SyntaxProblem[]
  /** In the order written. */
  readonly comments: readonly Comment[]
}
