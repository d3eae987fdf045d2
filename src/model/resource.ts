import { remembered } from './remembered'
import type { Span } from './source'
import type { Data, Guard, ObjectData } from './value'
import { entry, given, literal } from './value'

export type Framework = 'terraform' | 'terraform-plan' | 'cloudformation' | 'cdk' | 'cdktf' | 'account'

/** One resource in code (one instance of it): what a finding names. */
export interface Resource {
  /** Terraform's address (`module.a["x"].aws_iam_role.r[0]`, `data.` kept), CloudFormation's logical id, an ARN. */
  readonly address: string
  /** The native type: `aws_iam_role`, `AWS::IAM::Role`. */
  readonly type: string
  /** CloudFormation's name of the same thing (`AWS::IAM::Role`), in every language; the native type where there is none. */
  readonly canonicalType: string
  readonly framework: Framework
  /** The name that AWS will know, or the name in code where that is not known. */
  readonly name: string
  /**
   * Within which names and symbols are meant: the directory of the Terraform root module, the template's path, the
   * stack of an assembly, the account of an export. Two resources of different scopes never link by name.
   */
  readonly scope: string
  /** What scopes share whose names may be meant too: the assembly of a CDK app's stacks. Symbols stay in their scope. */
  readonly app?: string
  /** The line to point at when the resource as a whole is meant: the block's header, the logical id. */
  readonly span: Span
  /** All of its text: where ignore comments count. */
  readonly body: Span
  /** `MyStack/Role/Resource`; CDK and CDKTF. */
  readonly constructPath?: string
  /** Terraform: the `module` blocks that led here, outermost first. */
  readonly moduleCalls: readonly Span[]
  /** CDK: the frames of user code that made it, innermost first. The first is the developer's own line. */
  readonly trace: readonly Span[]
  /** CDK: frames of user code that set one property, by its native name (`aws:cdk:propertyAssignment`). */
  readonly propertyTraces?: ReadonlyMap<string, readonly Span[]>
  /** CDKTF: where the construct's id stands in the app's sources, found by searching. A guess, for related places alone. */
  readonly sourceGuess?: Span
  /** Conditions under which it exists at all. */
  readonly guards: readonly Guard[]
  /** Its arguments by native name; nested blocks as lists of objects. Evaluated when first read. */
  readonly properties: ObjectData
  /** Its `Metadata` (CloudFormation, CDK), for ignores. */
  readonly metadata?: Data
  /** SAM: the address of the resource for whose sake the transform made this one, which no template has. */
  readonly madeFor?: string
}

/** A name without `_` and case. There are a few thousand names, and every resource is asked for dozens of them. */
const fold = remembered((name: string) => name.replaceAll('_', '').toLowerCase(), 10_000)

/**
 * A property by its CloudFormation name, whatever the language: `http_tokens` is `HttpTokens`, and a block that may
 * occur once is the object in it. `aliases` are other native names of the last step. Undefined when it is not given:
 * not set, null, or the empty text.
 */
export function property(
  resource: Resource,
  path: readonly string[],
  aliases: readonly string[] = [],
): Data | undefined {
  let at: Data | undefined = resource.properties
  for (let index = 0; index < path.length; index++) {
    const step = path[index] as string
    at = member(at, index === path.length - 1 ? [step, ...aliases] : [step])
    if (!given(at)) return undefined
  }
  return at
}

/**
 * The member of an object, or of the only object of a list, under any of these names; `_` and case do not count. Of a
 * choice it is the choice of the members; of what is unknown, it is unknown as well.
 */
export function member(data: Data | undefined, names: readonly string[]): Data | undefined {
  const only = data?.kind === 'list' && data.items.length === 1 ? data.items[0] : data
  if (only?.kind === 'unknown') return only
  if (only?.kind === 'choice') {
    const whenTrue = member(only.whenTrue, names)
    const whenFalse = member(only.whenFalse, names)
    return whenTrue || whenFalse ? { ...only, whenTrue, whenFalse } : undefined
  }
  if (only?.kind !== 'object') return undefined
  for (const name of names) {
    const exact = entry(only, name)
    if (exact) return exact
  }
  const wanted = names.map(fold)
  return only.entries.find((candidate) => wanted.includes(fold(literal(candidate.key) ?? '')))?.value
}
