import type { Finding } from '../../model/finding'
import type { SourceFile } from '../../model/source'
import type { IgnoreTarget } from '../directive'
import { type Reach, reaches } from '../directive-reach'
import { type CommentIgnore, commentIgnores, withoutIgnores } from '../neighbours/comments'
import type { HonouredIgnore } from '../neighbours/honoured'
import { neighbourNames } from '../neighbours/names'
import { type Anchor, anchorsFor } from './anchors'
import { type Edit, lineAfter } from './edit'
import type { Rewriting } from './plan'
import { addReason, joinReasons, reasonOf, targetFor, writeTarget } from './target'

/** One ignore comment of iamgate that is to be written. */
interface Written {
  readonly source: SourceFile
  readonly anchor: Anchor
  readonly targets: IgnoreTarget[]
  readonly reasons: string[]
  readonly expires: string | undefined
}

/** Rewrites neighbours' comments, file by file. */
export class CommentRewriter {
  readonly #open: readonly Finding[]
  readonly #keep: boolean
  readonly #written: Written[] = []
  readonly #gone = new Map<SourceFile, CommentIgnore[]>()
  readonly #byFinding = new Map<Finding, Written>()

  constructor(open: readonly Finding[], keep: boolean) {
    this.#open = open
    this.#keep = keep
  }

  /** Plans one ignore. What an earlier one that lasts as long took out already is left to that. */
  rewrite(ignore: HonouredIgnore, comment: CommentIgnore, reach: Reach | undefined): Rewriting {
    const { source } = comment
    if (/(?:^|\/)\.terraform\//.test(source.path)) return { why: 'stands in a module that terraform init fetched' }
    if (!reach) return { why: 'covers nothing' }
    if (comment.parameters.length > 0)
      return { why: 'is for resources with certain arguments: name them by `resources` in .iamgate.yml' }
    if (comment.workspace !== undefined) return { why: 'is for one workspace: put it into a configuration of its own' }
    const left = ignore.taken.filter((finding) => !this.#lasts(this.#byFinding.get(finding), ignore.expires))
    if (left.length > 0) {
      const written = this.#place(ignore, comment, reach, left)
      if (!written) return { why: 'has no place where an ignore of iamgate would cover the same and no more' }
      for (const finding of left) this.#byFinding.set(finding, written)
    }
    for (const finding of ignore.taken) addReason(this.#byFinding.get(finding)?.reasons, reasonOf(ignore))
    this.#gone.set(source, [...(this.#gone.get(source) ?? []), comment])
    return { checks: [...new Set(left.map((finding) => finding.check))].sort() }
  }

  #lasts(written: Written | undefined, expires: string | undefined): boolean {
    if (!written) return false
    return written.expires === undefined || (expires !== undefined && expires <= written.expires)
  }

  /** Writes an ignore for findings at the best place there is, or into one that stands there; undefined when there is none. */
  #place(
    ignore: HonouredIgnore,
    comment: CommentIgnore,
    reach: Reach,
    findings: readonly Finding[],
  ): Written | undefined {
    const { source } = comment
    for (const anchor of anchorsFor(comment, reach, findings, linesOfIgnores(source))) {
      const targets = targetsAt(anchor, findings, this.#open)
      if (!targets || (anchor.kind === 'beside' && /iamgate:/.test(source.lineText(anchor.line)))) continue
      const there = this.#written.filter((one) => one.source === source && one.anchor.offset === anchor.offset)
      const like = there.find((one) => one.expires === ignore.expires && isSame(one.reasons, reasonOf(ignore)))
      if (like) {
        for (const target of targets)
          if (!like.targets.some((known) => isEqual(known, target))) like.targets.push(target)
        return like
      }
      // A comment ends with its line: one beside code takes no other after it.
      if (anchor.kind === 'beside' && there.length > 0) continue
      const written: Written = { source, anchor, targets: [...targets], reasons: [], expires: ignore.expires }
      this.#written.push(written)
      return written
    }
    return undefined
  }

  /** The edits of everything that was planned, by file. */
  edits(): readonly { readonly source: SourceFile; readonly edits: readonly Edit[] }[] {
    return [...new Set(this.#written.map(({ source }) => source))].map((source) => {
      const added = this.#written.filter((written) => written.source === source).map(insertion)
      return { source, edits: [...added, ...(this.#keep ? [] : removals(source, this.#gone.get(source) ?? []))] }
    })
  }
}

/** What an ignore at a place must name for the findings; undefined when it does not reach them, or would hide others. */
function targetsAt(
  { reach }: Anchor,
  findings: readonly Finding[],
  open: readonly Finding[],
): readonly IgnoreTarget[] | undefined {
  if (!findings.every((finding) => reaches(reach, finding))) return undefined
  const reached = open.filter((finding) => reaches(reach, finding))
  const checks = [...new Set(findings.map((finding) => finding.check))].sort()
  const targets = checks.map((check) =>
    targetFor(
      check,
      findings.filter((finding) => finding.check === check),
      reached,
    ),
  )
  return targets.every((target) => target !== undefined) ? targets : undefined
}

const isSame = (reasons: readonly string[], reason: string): boolean => reasons.length === 1 && reasons[0] === reason
const isEqual = (one: IgnoreTarget, other: IgnoreTarget): boolean => writeTarget(one) === writeTarget(other)

function insertion({ source, anchor, targets, reasons, expires }: Written): Edit {
  const until = expires === undefined ? '' : ` exp:${expires}`
  const text = `# iamgate:ignore ${targets.map(writeTarget).join(', ')}${until} -- ${joinReasons(reasons)}`
  const { offset, kind, line } = anchor
  if (kind === 'beside') return { start: offset, end: offset, text: ` ${text}` }
  const indentation = /^\s*/.exec(source.lineText(line))?.[0] ?? ''
  const lineBreak = source.text.includes('\r\n') ? '\r\n' : '\n'
  return { start: offset, end: offset, text: `${indentation}${text}${lineBreak}` }
}

/** Lines that hold neighbours' comments and nothing else. */
function linesOfIgnores(source: SourceFile): ReadonlySet<number> {
  const all = commentIgnores(source, new Set(neighbourNames))
  return new Set(all.filter((ignore) => !ignore.isTrailing).map((ignore) => ignore.line))
}

const isBelow = ({ covers }: CommentIgnore): boolean => covers !== 'around'

/** Takes ignores out of their comments, and comments that hold nothing else out of the file. */
function removals(source: SourceFile, gone: readonly CommentIgnore[]): readonly Edit[] {
  const all = commentIgnores(source, new Set(neighbourNames))
  return [...new Set(gone.map(({ start }) => start))].map((start): Edit => {
    const own = all.filter((ignore) => ignore.start === start)
    const written = new Set(gone.filter((ignore) => ignore.start === start).map((ignore) => ignore.written))
    const { end, line, isTrailing } = own[0] as CommentIgnore
    const matching = new Set(own.filter((ignore) => written.has(ignore.written)))
    const left = withoutIgnores(source.text.slice(start, end), own, matching)
    if (left !== undefined) return { start, end, text: left }
    if (!isTrailing) {
      // A comment that means what is directly below it meant nothing above this one, and is not to mean more now.
      const isUnderAnother = all.some((ignore) => ignore.line === line - 1 && !ignore.isTrailing && isBelow(ignore))
      const text = isUnderAnother && !own.some(isBelow) ? (source.text.includes('\r\n') ? '\r\n' : '\n') : ''
      return { start: source.offsetAt(line, 1), end: lineAfter(source, start), text }
    }
    return { start: source.text.slice(0, start).trimEnd().length, end, text: '' }
  })
}
