import type { Diagnostic } from '../../../src/model/diagnostic'
import type { Span } from '../../../src/model/source'
import type { Data } from '../../../src/model/value'
import type { RawResource, Template } from '../template'
import type { Maybe } from './choice'

/** What a stack knows of the world around it: other stacks of the same scan, files, and where complaints go. */
export interface Surroundings {
  /** The value that a stack of this scan exports under a name; undefined when none or several do. */
  exported(name: string): Maybe
  /** The value of an output of the stack of that name; undefined when none of this scan or several have it. */
  stackOutput(stack: string, region: string | undefined, output: string): Maybe
  /** The value of an output of the nested stack that a resource creates; undefined when it is not in this scan. */
  nestedOutput(logicalId: string, output: string): Maybe
  /** A file that `AWS::Include` names, as data; undefined when it cannot be read. */
  included(location: string): Data | undefined
  report(diagnostic: Diagnostic): void
}

/** One template with the values that are known of its parameters. */
export interface Stack {
  readonly template: Template
  /** Within which symbols are meant. */
  readonly scope: string
  /** Values that someone gave: `--parameters`, or the parent of a nested stack. */
  readonly given: ReadonlyMap<string, Data>
  readonly resources: ReadonlyMap<string, RawResource>
  readonly conditions: ReadonlyMap<string, Data>
  /** The section, with what is included into it. */
  readonly mappings: Data | undefined
  readonly surroundings: Surroundings
}

/** What the parts of the evaluator need of each other. */
export interface Evaluation {
  readonly stack: Stack
  /** A value with all its functions worked out; undefined for `AWS::NoValue`. */
  resolve(data: Data): Maybe
  /** What a condition's name comes to; undefined when deployment decides. */
  decide(name: string): boolean | undefined
  /** Runs with a condition taken as given. */
  assuming<T>(condition: string, is: boolean, run: () => T): T
  /** True in a branch that the parameter's default would not have chosen: it has another value there. */
  isOffDefault(parameter: string): boolean
  /** Runs with no branch taken as given, for values that are kept. */
  withoutAssumptions<T>(run: () => T): T
  /** True while a condition is being decided: a default does not count then. */
  readonly deciding: boolean
  /** Says once what is wrong or, as a note, what deployment adds. */
  complain(kind: string, message: string, span: Span, level?: 'warning' | 'note'): void
}
