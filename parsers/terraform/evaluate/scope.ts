import type { Span } from '../../../src/model/source'
import type { Assumption } from './choice'
import type { Budget, Session, Traced } from './session'
import type { Value } from './value'

/** Names that an expression finds beside the module's own: `for` variables, `each`, `count`, `self`, iterators. */
export interface Binding {
  readonly name: string
  readonly value: Value
  readonly next: Binding | undefined
  /** It differs between the instances of a resource or call. */
  readonly ofInstance?: boolean
}

/** A module instance, as expressions in it see it. */
export interface Names {
  /** The module's directory, '' for the top of the tree. */
  readonly directory: string
  readonly rootDirectory: string
  /** `module.a["x"].`, '' for the root module: what tells its conditions from those of other modules. */
  readonly prefix: string
  /**
   * What a reference stands for: `['var', 'x']`, `['data', 'aws_region', 'r']`, `['aws_iam_role', 'r']`. Throws
   * `EvaluationError` for what is not declared.
   */
  resolve(path: readonly string[], at: Span): Value
  /** Values of expressions that hang on nothing but the module instance. */
  readonly shared: Map<object, Traced<Value>>
  /** What its root module may still spend. */
  readonly budget?: Budget
}

export interface Scope {
  readonly session: Session
  readonly names: Names
  readonly bindings: Binding | undefined
  /**
   * A failing item of a list or object becomes an unknown, with a diagnostic, and the rest is kept. Off inside `try`
   * and `can`, which must see the failure.
   */
  readonly tolerant: boolean
  /** Conditions that are taken to be so here: inside a branch of a conditional that nobody can decide. */
  readonly assumed?: Assumption | undefined
}

/** The scope with one more name in it. */
export function bind(scope: Scope, name: string, value: Value): Scope {
  // Spelt out, since copying with `...` takes several times as long, and loops bind for each item.
  const { session, names, bindings, tolerant, assumed } = scope
  return { session, names, bindings: { name, value, next: bindings }, tolerant, assumed }
}

/** What a name is bound to, innermost first. */
export function lookup(scope: Scope, name: string): Value | undefined {
  for (let at = scope.bindings; at; at = at.next) {
    if (at.name !== name) continue
    if (at.ofInstance) scope.session.lookAtInstance()
    return at.value
  }
  return undefined
}
