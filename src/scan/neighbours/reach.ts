import { parseHcl } from '../../../parsers/terraform/hcl/parse'
import type { Finding } from '../../model/finding'
import type { IamModel } from '../../model/iam'
import { member, type Resource } from '../../model/resource'
import type { SourceFile, Span } from '../../model/source'
import { asText, literal, type ObjectData } from '../../model/value'
import { globPattern } from '../directive'
import { type Reach, reachAt, reaches } from '../directive-reach'
import type { CommentIgnore } from './comments'

/** What decides which findings a neighbour's comment covers, beside its own place. */
export interface ReachContext {
  readonly model: IamModel
  /** `TF_WORKSPACE`, where it is set. */
  readonly workspace: string | undefined
}

/** The findings that a neighbour would not report, or why there are none. */
export type Coverage =
  | { readonly covers: (finding: Finding) => boolean; readonly reach: Reach }
  | { readonly fault: string }

/** What one ignore of a neighbour covers. `all` are those of its file, since several may stand above one line. */
export function coverageOf(ignore: CommentIgnore, all: readonly CommentIgnore[], context: ReachContext): Coverage {
  if (ignore.fault !== undefined) return { fault: ignore.fault }
  if (ignore.workspace !== undefined) {
    const { workspace } = context
    if (workspace === undefined || !globPattern(ignore.workspace).test(workspace)) {
      return { fault: `is for the workspace ${ignore.workspace}, and TF_WORKSPACE is ${workspace ?? 'not set'}` }
    }
  }
  const reach = ignore.covers === 'around' ? around(ignore, context.model) : below(ignore, all)
  if (typeof reach === 'string') return { fault: reach }
  if (ignore.covers === 'line') return { reach, covers: (finding) => standsOn(reach, finding) }
  const beside = ignore.covers === 'below' ? actionsBeside(reach, context.model) : []
  const reached = (finding: Finding): boolean =>
    reaches(reach, finding) ||
    (finding.check === 'wildcard-resource' && beside.some((actions) => holds(actions, finding.at)))
  const { parameters } = ignore
  if (parameters.length === 0) return { reach, covers: reached }
  const named = byAddress(context.model)
  const fits = (finding: Finding): boolean =>
    finding.instances.every((address) => hasParameters(named(finding, address), parameters))
  return { reach, covers: (finding) => reached(finding) && fits(finding) }
}

/** The top-level block of Terraform, or the resource of a template, that holds the comment. */
function around({ source, line }: CommentIgnore, model: IamModel): Reach | string {
  const bodies = isTerraform(source)
    ? parseHcl(source).body.blocks.map((block) => block.span)
    : model.resources.filter(({ body }) => body.source.path === source.path).map(({ body }) => body)
  const body = bodies.find((candidate) => {
    const { line: first } = source.positionAt(candidate.start)
    return first <= line && line <= source.positionAt(candidate.end).line
  })
  if (!body) return `stands in no ${isTerraform(source) ? 'block' : 'resource'}`
  const { line: first } = source.positionAt(body.start)
  return { source, lines: [first], ranges: [{ start: source.offsetAt(first, 1), end: body.end }] }
}

/** What begins on the line of the comment, or on the one directly below it and its like. */
function below({ source, line, isTrailing }: CommentIgnore, all: readonly CommentIgnore[]): Reach | string {
  if (isTrailing) return reachAt(source, [line])
  const alone = new Set(
    all.filter((other) => other.covers !== 'around' && !other.isTrailing).map((other) => other.line),
  )
  let next = line + 1
  while (alone.has(next)) next += 1
  const text = source.lineText(next)
  if (text.trim() === '' || /^\s*(?:#|\/\/|\/\*)/.test(text)) return 'stands directly above no code'
  return reachAt(source, [next])
}

const isTerraform = (source: SourceFile): boolean => /\.(?:tf|tofu)$/.test(source.path)

/** Whether a finding stands on one of the lines themselves. */
function standsOn({ source, lines }: Reach, { at }: Finding): boolean {
  return at.source.path === source.path && lines.includes(at.source.positionAt(at.start).line)
}

/**
 * The actions of the statements whose resources stand on one of the lines: `wildcard-resource` stands at the actions, and
 * the neighbours say the same at the resources.
 */
function actionsBeside({ source, lines }: Reach, model: IamModel): readonly Span[] {
  const statements = model.policies.flatMap(({ document }) => document.statements)
  return statements.flatMap(({ actions, resources }) => {
    if (!actions || resources?.keySpan.source.path !== source.path) return []
    return lines.includes(source.positionAt(resources.keySpan.start).line) ? [actions.span] : []
  })
}

const holds = (outer: Span, inner: Span): boolean =>
  outer.source.path === inner.source.path && outer.start <= inner.start && inner.end <= outer.end

function byAddress(model: IamModel): (finding: Finding, address: string) => Resource | undefined {
  return (finding, address) => {
    if (finding.resource.address === address) return finding.resource
    return model.resources.find((one) => one.address === address && one.scope === finding.resource.scope)
  }
}

/** Whether each argument is known and is what the ignore says; numbers and booleans as they are written. */
function hasParameters(resource: Resource | undefined, parameters: CommentIgnore['parameters']): boolean {
  return parameters.every(({ path, value }) => {
    let data: ReturnType<typeof member> = resource?.properties as ObjectData | undefined
    for (const step of path) data = member(data, [step])
    const text = asText(data)
    return text !== undefined && literal(text) === value
  })
}
