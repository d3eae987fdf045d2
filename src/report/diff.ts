import pc from 'picocolors'
import {
  type AccessDiff,
  type AccessEffect,
  type AccessLevelName,
  type AccessLine,
  type AccessSubject,
  accessLevels,
  isBroadened,
  type SubjectChange,
} from '../model/access-diff'
import { markdown, markdownCode, plain } from './escape'
import { accessGraph } from './mermaid'
import { placeOf, plural, rangeOf } from './place'

/** What a change does to access, for people at a terminal, for a job summary, and for other programs. */

const signOf: Readonly<Record<SubjectChange, AccessLine['sign']>> = {
  added: '+',
  removed: '-',
  widened: '~',
  narrowed: '~',
  changed: '~',
}

/** For people at a terminal. */
export function diffConsole(diff: AccessDiff, colors = false): string {
  const paint = pc.createColors(colors)
  const byEffect: Readonly<Record<AccessEffect, (text: string) => string>> = {
    broadens: paint.red,
    narrows: paint.green,
    unknown: paint.yellow,
    none: paint.dim,
  }
  const subjects = diff.subjects.flatMap((subject) => {
    const head = `${signOf[subject.change]} ${paint.bold(plain(namesOf(subject, 8)))} ${subject.change}`
    const lines = subject.lines.map((line) => {
      const level = line.levels[0] ? `  ${paint.dim(`[${line.levels[0]}]`)}` : ''
      return `    ${byEffect[line.effect](`${line.sign} ${plain(line.text)}`)}${level}`
    })
    return [`${head}  ${paint.dim(plain(placeOf(subject.at)))}`, ...lines, '']
  })
  const dangers = diff.dangers.map(({ text, certainty, at }) => {
    const sure = certainty === 'yes' ? 'Now possible' : 'Perhaps possible now'
    return `${paint.red(`! ${sure}: ${plain(text)}.`)}  ${paint.dim(plain(placeOf(at)))}`
  })
  const rest = dangers.length > 0 ? [...dangers, ''] : []
  const notes = notesOf(diff).map((note) => paint.yellow(note))
  return `${[...subjects, ...rest, ...notes, paint.bold(`${headline(diff)}.`)].join('\n')}\n`
}

/** The first of those that changed alike, and how many more there are. */
function namesOf({ names }: AccessSubject, most: number, shown = (name: string): string => name): string {
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return `${names.slice(0, most).map(shown).join(', ')}${more}`
}

function notesOf({ incomplete = [], unresolved, missingModules = 0 }: AccessDiff): string[] {
  const told = { base: 'what is new here may have been there before', head: 'access may be missing here' }
  const notes = incomplete.map((side) => `Not everything of the ${side} could be read: ${told[side]}.`)
  if (missingModules > 0) {
    const modules = plural(missingModules, 'module is', 'modules are')
    notes.push(`${modules} not on disk (terraform init): a change in what modules are given does not show.`)
  }
  if (unresolved > 0) {
    const policies = plural(unresolved, 'policy is', 'policies are')
    notes.push(`${policies} not known before deployment: a change there does not show. iamgate scan -v lists them.`)
  }
  return notes
}

/** One sentence without its full stop: `Access broadened: 1 added, 2 widened; new: 1 permissions management, 3 write`. */
export function headline(diff: AccessDiff): string {
  if (diff.subjects.length === 0 && diff.dangers.length === 0) {
    if (diff.iamChanged) return 'IAM reads differently, and access is the same'
    return diff.unresolved + (diff.missingModules ?? 0) > 0 ? 'No IAM change in what is known' : 'No IAM change'
  }
  const effects = new Set(diff.subjects.flatMap(({ lines }) => lines.map((line) => line.effect)))
  const verdict = isBroadened(diff)
    ? 'Access broadened'
    : effects.has('unknown')
      ? 'Access changed in ways that the code does not tell'
      : effects.has('narrows')
        ? 'Access narrowed'
        : 'No access broadened'
  const counts = Object.keys(signOf)
    .map((change) => [change, diff.subjects.filter((subject) => subject.change === change)] as const)
    .filter(([, subjects]) => subjects.length > 0)
    .map(([change, subjects]) => `${subjects.reduce((sum, { names }) => sum + names.length, 0)} ${change}`)
  const fresh = levelCounts(diff)
  return `${verdict}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}${fresh === '' ? '' : `; new: ${fresh}`}`
}

/** How many lines that broaden access there are of each access level, counted by their gravest. */
function levelCounts(diff: AccessDiff): string {
  const gravest = diff.subjects
    .flatMap(({ lines }) => lines)
    .filter((line) => line.effect === 'broadens')
    .map((line) => line.levels[0])
  const count = (level: AccessLevelName): number => gravest.filter((one) => one === level).length
  return accessLevels
    .filter((level) => count(level) > 0)
    .map((level) => `${count(level)} ${level}`)
    .join(', ')
}

/** A table longer than this is not read. */
const mostRows = 150

/** For a job summary or a comment: the dangers, a picture of the access that is new, then a table, one row for each difference. */
export function diffMarkdown(diff: AccessDiff): string {
  const parts = [`## ${markdown(headline(diff))}`]
  const dangers = diff.dangers.map(({ text, certainty, at }) => {
    const sure = certainty === 'yes' ? 'Now possible' : 'Perhaps possible now'
    return `- ⚠️ **${sure}:** ${markdown(text)} (${markdownCode(placeOf(at))})`
  })
  if (dangers.length > 0) parts.push(listOf(dangers, 'dangers'))
  parts.push(...accessGraph(diff))
  parts.push(...notesOf(diff).map((note) => `_${note}_`))
  const rows = diff.subjects.flatMap(rowsOf)
  if (rows.length > 0) {
    const shown = ['| Who | What | Access | Level |', '| --- | --- | --- | --- |', ...rows.slice(0, mostRows)]
    parts.push(shown.join('\n'))
    if (rows.length > mostRows) parts.push(`_And ${plural(rows.length - mostRows, 'difference')} more._`)
  }
  return `${parts.join('\n\n')}\n`
}

function listOf(lines: readonly string[], what: string): string {
  const rest = lines.length - mostRows
  return [...lines.slice(0, mostRows), ...(rest > 0 ? [`- _and ${rest} more ${what}_`] : [])].join('\n')
}

const effectMarks: Readonly<Record<AccessEffect, string>> = { broadens: '🔴', narrows: '🟢', unknown: '🟡', none: '⚪' }

function rowsOf(subject: AccessSubject): string[] {
  const { change, lines } = subject
  const who = namesOf(subject, 3, markdown)
  if (lines.length === 0) return [`| ${who} | ${change} | no access | |`]
  return lines.map(({ sign, text, effect, levels }, at) => {
    const first = at === 0 ? `${who} | ${change}` : ' | '
    return `| ${first} | ${effectMarks[effect]} ${markdownCode(`${sign} ${text}`)} | ${levels[0] ?? ''} |`
  })
}

/** JSON, version 1: a contract for other programs. */
export function diffJson(diff: AccessDiff): string {
  const body = {
    version: 1,
    iamChanged: diff.iamChanged,
    accessBroadened: isBroadened(diff),
    incomplete: diff.incomplete ?? [],
    unresolved: diff.unresolved,
    missingModules: diff.missingModules ?? 0,
    subjects: diff.subjects.map(({ kind, names, change, lines, at }) => ({
      ...{ kind, names, change },
      ...rangeOf(at),
      lines: lines.map(({ at: place, ...line }) => ({ ...line, ...(place ? rangeOf(place) : {}) })),
    })),
    dangers: diff.dangers.map(({ at, ...danger }) => ({ ...danger, ...rangeOf(at) })),
  }
  return `${JSON.stringify(body, null, 2)}\n`
}
