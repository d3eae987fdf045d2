import type { Diagnostic, Unresolved } from '../src/model/diagnostic'
import type { FileTree } from '../src/model/files'
import type { IamModel } from '../src/model/iam'

/** What a person told us about inputs, for all parsers. */
export interface ParseSettings {
  /** `--var name=value`, as Terraform reads them: later wins. */
  readonly variables: readonly { readonly name: string; readonly value: string }[]
  /** `--var-file`, in order. */
  readonly variableFiles: readonly string[]
  /** `TF_VAR_*` of the environment, with or without that prefix, and `TF_WORKSPACE`. */
  readonly environmentVariables: Readonly<Record<string, string>>
  /** CloudFormation parameters: `--parameters Key=Value` or the content of a parameter file, later wins. */
  readonly parameters: Readonly<Record<string, string>>
  /** What the configuration gives a root module by its directory ('' for the top), later wins; the above wins over it. */
  readonly rootVariables?: (directory: string) => readonly GivenVariables[]
  /** What the configuration gives a template by its file; `parameters` win over it. */
  readonly templateParameters?: (file: string) => Readonly<Record<string, string>>
  /** Plans: what was there before, or what will be; in both cases by the plan alone. By default what will be, joined with its source. */
  readonly planSide?: 'before' | 'after'
}

/** Terraform variables: of files in their order, then single ones. */
export interface GivenVariables {
  readonly variableFiles: readonly string[]
  readonly variables: readonly { readonly name: string; readonly value: string }[]
}

/** The parameters of one template. */
export function parametersOf(file: string, settings: ParseSettings): Readonly<Record<string, string>> {
  return { ...settings.templateParameters?.(file), ...settings.parameters }
}

export const defaultParseSettings: ParseSettings = {
  variables: [],
  variableFiles: [],
  environmentVariables: {},
  parameters: {},
}

/** One thing to parse, as `src/scan/discover.ts` found it. `files` are what it was found by; a parser may read more. */
export type Input =
  /** Every Terraform directory of the scan together, since modules call each other. */
  | { readonly kind: 'terraform'; readonly files: readonly string[] }
  | { readonly kind: 'terraform-plan'; readonly file: string }
  | { readonly kind: 'cloudformation'; readonly files: readonly string[] }
  /** The directory of a `manifest.json`. */
  | { readonly kind: 'cdk'; readonly directory: string }
  /** The directory of a `cdktf.out`, or of one stack's `cdk.tf.json`. */
  | { readonly kind: 'cdktf'; readonly directory: string; readonly files: readonly string[] }
  | { readonly kind: 'account'; readonly file: string }
  /** A model that `iamgate model --format json` printed. */
  | { readonly kind: 'model'; readonly file: string }

/** What a parser gives back: values, never exceptions, for bad input. */
export interface Parsed {
  readonly model: IamModel
  readonly diagnostics: readonly Diagnostic[]
  readonly unresolved: readonly Unresolved[]
  /** Every file that was read as part of the input. One that failed is in `failed` alone. */
  readonly parsed: readonly string[]
  readonly failed: readonly string[]
  /** The directories of the root modules of Terraform, '' for the top. */
  readonly roots?: readonly string[]
  /** The files of CloudFormation's templates. */
  readonly templates?: readonly string[]
}

export type Parser<Kind extends Input['kind']> = (
  input: Extract<Input, { kind: Kind }>,
  files: FileTree,
  settings: ParseSettings,
) => Promise<Parsed>
