import type { Span } from '../../../src/model/source'
import type { Attribute, Block, Body, Expression } from '../hcl/ast'

/** A module as its files declare it, before anything is evaluated. */

export interface VariableDeclaration {
  readonly name: string
  readonly type: Expression | undefined
  readonly defaultValue: Expression | undefined
  readonly nullable: boolean
  readonly sensitive: boolean
  readonly span: Span
}

/** What `count` and `for_each` belong to. */
export interface Repeatable {
  readonly count: Expression | undefined
  readonly forEach: Expression | undefined
}

export interface ResourceDeclaration extends Repeatable {
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  /** The address in its module: `aws_iam_role.r`, `data.aws_region.r`. */
  readonly address: string
  readonly body: Body
  readonly header: Span
  readonly span: Span
}

export interface ModuleCall extends Repeatable {
  readonly name: string
  readonly source: Expression | undefined
  readonly arguments: ReadonlyMap<string, Attribute>
  readonly providers: Expression | undefined
  readonly header: Span
  readonly span: Span
}

export interface OutputDeclaration {
  readonly name: string
  readonly value: Expression | undefined
  readonly sensitive: boolean
  readonly span: Span
}

export interface ModuleDeclaration {
  /** '' for the top of the tree. */
  readonly directory: string
  readonly variables: ReadonlyMap<string, VariableDeclaration>
  readonly locals: ReadonlyMap<string, Attribute>
  /** By address. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>
  readonly calls: ReadonlyMap<string, ModuleCall>
  readonly outputs: ReadonlyMap<string, OutputDeclaration>
  readonly providers: readonly Block[]
  /** `terraform.workspace` is more than a part of some name here: what the module makes may hang on it. */
  readonly usesWorkspace: boolean
}
