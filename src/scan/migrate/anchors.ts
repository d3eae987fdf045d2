import { parseHcl } from '../../../parsers/terraform/hcl/parse'
import type { Finding } from '../../model/finding'
import { SourceFile } from '../../model/source'
import { type Reach, reachAbove, reachAt } from '../directive-reach'
import type { CommentIgnore } from '../neighbours/comments'
import { applyEdits } from './edit'

/** A place for an ignore comment of iamgate: on a line of its own above a line, or at the end of one. */
export interface Anchor {
  readonly kind: 'above' | 'beside'
  readonly line: number
  readonly reach: Reach
  /** Where it is written. */
  readonly offset: number
}

/**
 * Places for an ignore that stands for a neighbour's comment, the best first: those that reach no further than it, from
 * where it stands to what it covers and the findings; then those that do, the least first. `alone` are the lines with
 * neighbours' comments and nothing else: those stay together, since they mean what comes directly below them.
 */
export function anchorsFor(
  comment: CommentIgnore,
  reach: Reach,
  findings: readonly Finding[],
  alone: ReadonlySet<number>,
): readonly Anchor[] {
  const { source } = comment
  const standing = findings.filter(({ at }) => at.source.path === source.path)
  const lines = new Set([...reach.lines, ...standing.map(({ at }) => source.positionAt(at.start).line)])
  const others = [...lines].flatMap((line) => [
    { ...above(source, line), offset: topOf(source, line, alone) },
    beside(source, line),
  ])
  const all = [inPlace(comment, alone), ...others.filter(isComment)]
  const [within, further] = [
    all.filter((anchor) => isWithin(anchor.reach, reach)),
    all.filter((anchor) => !isWithin(anchor.reach, reach)),
  ]
  return [...within, ...further.sort((one, other) => extent(one) - extent(other))]
}

function inPlace({ source, line, isTrailing }: CommentIgnore, alone: ReadonlySet<number>): Anchor {
  if (isTrailing) return beside(source, line)
  let next = line + 1
  while (next <= source.positionAt(source.text.length).line && isEmpty(source.lineText(next))) next += 1
  return { ...above(source, next), offset: topOf(source, line, alone) }
}

function above(source: SourceFile, line: number): Anchor {
  return { kind: 'above', line, reach: reachAbove(source, line), offset: source.offsetAt(line, 1) }
}

/** Whether one reaches no code that the other does not. */
function isWithin(inner: Reach, outer: Reach): boolean {
  const { text } = outer.source
  return inner.ranges.every(({ start, end }) =>
    outer.ranges.some((range) => range.start <= start && text.slice(range.end, end).trim() === ''),
  )
}

/** Characters that an anchor's ignore would reach. */
const extent = ({ reach }: Anchor): number => reach.ranges.reduce((sum, { start, end }) => sum + end - start, 0)

const isEmpty = (text: string): boolean => /^\s*(?:#|\/\/|\/\*|$)/.test(text)

function beside(source: SourceFile, line: number): Anchor {
  const text = source.lineText(line)
  return { kind: 'beside', line, reach: reachAt(source, [line]), offset: source.offsetAt(line, text.length + 1) }
}

/** The start of a line, or of the first of the neighbours' comments that end above it. */
function topOf(source: SourceFile, line: number, alone: ReadonlySet<number>): number {
  let top = line
  while (alone.has(top - 1)) top -= 1
  return source.offsetAt(top, 1)
}

/** Whether what is written at an anchor of Terraform is a comment there: not in a heredoc, not after its opening line. */
function isComment({ kind, offset, reach: { source } }: Anchor): boolean {
  if (!/\.(?:tf|tofu)$/.test(source.path)) return kind === 'above'
  const probe = kind === 'above' ? '# iamgate:ignore\n' : ' # iamgate:ignore'
  const tried = parseHcl(
    new SourceFile(source.path, applyEdits(source.text, [{ start: offset, end: offset, text: probe }])),
  )
  const start = offset + (kind === 'above' ? 0 : 1)
  return (
    tried.problems.length === parseHcl(source).problems.length &&
    tried.comments.some(({ span }) => span.start === start)
  )
}
