import pc from 'picocolors'
import type { Diagnostic } from '../model/diagnostic'
import type { Finding, ScanResult, Severity } from '../model/finding'
import { contains, cover, type Span } from '../model/source'
import { codeFrame, secretsOf } from './code-frame'
import { plain } from './escape'
import type { ReportOptions } from './options'
import { countsInWords, gravestFirst, placeOf, plural, present } from './place'

type Colors = ReturnType<typeof pc.createColors>

/** How a report is drawn. */
interface Drawing {
  readonly colors: Colors
  /** Columns of text, and of code. */
  readonly width: number
  readonly codeWidth: number
  readonly verbose: boolean
  /** What no code may show. */
  readonly secrets: readonly Span[]
}

/** Wider lines of text are hard to read, narrower ones leave no room for code. */
const narrowest = 60
const widestText = 100
const widestCode = 160

/**
 * For people at a terminal: by file, and in a file the gravest first, since that decides whether a change may go in
 * (the line is told anyway, and editors sort by it). What several checks say of the same characters stands over one
 * piece of code.
 */
export function consoleReport(result: ScanResult, options: ReportOptions): string {
  const colors = pc.createColors(options.colors ?? false)
  // Before code stand four columns, the number of the line and ` │ `, and an ellipsis may stand on either side.
  const columns = Math.max(narrowest, options.width ?? widestCode + 14)
  const drawing: Drawing = {
    colors,
    width: Math.min(widestText, columns),
    codeWidth: Math.min(widestCode, columns - 14),
    verbose: options.verbose ?? false,
    secrets: secretsOf(result),
  }
  const blocks: string[] = []
  for (const [file, group] of byFile(gravestFirst(present(result.findings)))) {
    blocks.push(colors.bold(colors.underline(plain(file))))
    for (const together of byPlace(group)) blocks.push(placeBlock(together, drawing))
  }
  if (options.verbose) {
    blocks.push(...suppressedBlock(result.suppressed, colors), ...unresolvedBlock(result, colors))
  }
  const shown = result.diagnostics.filter((one) => options.verbose || one.level !== 'note' || !options.quiet)
  if (shown.length > 0) blocks.push(shown.map((diagnostic) => diagnosticLine(diagnostic, drawing)).join('\n'))
  if (!options.quiet) blocks.push(summary(result, colors, options))
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

/** Files in the order of their names, whatever the order of the findings. */
function byFile(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const file = finding.at.source.path
    const group = groups.get(file)
    if (group) group.push(finding)
    else groups.set(file, [finding])
  }
  return [...groups].sort(([first], [second]) => (first < second ? -1 : 1))
}

/** The findings of one place: their spans begin on one line, and one of them holds the others. */
interface Place {
  at: Span
  readonly findings: Finding[]
}

function byPlace(findings: readonly Finding[]): readonly Place[] {
  const places: Place[] = []
  const byLine = new Map<number, Place[]>()
  for (const finding of findings) {
    const { line } = finding.at.source.positionAt(finding.at.start)
    const near = byLine.get(line) ?? []
    const place = near.find(({ at }) => contains(at, finding.at) || contains(finding.at, at))
    if (place) {
      place.findings.push(finding)
      place.at = cover(place.at, finding.at)
      continue
    }
    const fresh = { at: finding.at, findings: [finding] }
    byLine.set(line, [...near, fresh])
    places.push(fresh)
  }
  return places
}

function placeBlock({ at, findings }: Place, drawing: Drawing): string {
  const color = colorOf((findings[0] as Finding).severity, drawing.colors)
  const sayings = findings.flatMap((finding) => saying(finding, drawing))
  return [...sayings, '', ...frame(at, drawing, color), '', ...facts(findings, drawing)].join('\n')
}

/** What a check says and what to do. */
function saying(finding: Finding, { colors, width }: Drawing): string[] {
  const state = finding.state === 'new' ? ` ${colors.cyan('new')}` : ''
  const doubt = finding.confidence === 'high' ? '' : colors.dim(` (${finding.confidence} confidence)`)
  const fix = finding.fix ? wrap(finding.fix.description, 6, width) : []
  return [
    `  ${badge(finding.severity, colors)} ${colors.bold(finding.check)}${doubt}${state}`,
    ...wrap(finding.message, 4, width),
    ...fix.map((line, index) => (index === 0 ? `    ${colors.green('→')} ${line.trim()}` : line)),
  ]
}

/** Where it is, as places that terminals and editors open; what holds of several findings is said once. */
function facts(findings: readonly Finding[], { colors, width, verbose }: Drawing): string[] {
  const rows = new Map<string, readonly [name: string, places: Set<string>, text: string]>()
  const row = (name: string, place: string, text = '', key = text): void => {
    const known = rows.get(`${name} ${key}`)
    if (known) known[1].add(place)
    else rows.set(`${name} ${key}`, [name, new Set([place]), text])
  }
  // The finding with the most instances says most about them.
  const fullest = [...findings].sort((first, second) => second.instances.length - first.instances.length)
  for (const finding of fullest) row('at', placeOf(finding.at), addressOf(finding), finding.resource.address)
  for (const { resource, related, instances } of findings) {
    if (resource.constructPath) row('construct', resource.constructPath, '', resource.constructPath)
    for (const call of resource.moduleCalls) row('called by', placeOf(call), callOf(call))
    for (const { span, message } of related) row('see', placeOf(span), message)
    if (verbose && instances.length > 1) row('instances', instances.join(', '), '', instances.join())
  }
  return [...rows.values()].flatMap(([name, places, text]) => {
    const lines = wrap(`${shortened([...places])}${text === '' ? '' : `  ${text}`}`, 15, width)
    return lines.map((line, index) => (index === 0 ? `    ${colors.dim(name.padEnd(10))} ${line.trim()}` : line))
  })
}

/** Several places of one file: `a.tf:1:2, 3:4`. */
function shortened(places: readonly string[]): string {
  const file = (place: string | undefined): string => place?.replace(/:\d+:\d+$/, '') ?? ''
  return places
    .map((place, at) => (at > 0 && file(place) === file(places[at - 1]) ? place.slice(file(place).length + 1) : place))
    .join(', ')
}

function addressOf(finding: Finding): string {
  const { instances, definedIn, resource } = finding
  const text = definedIn && definedIn !== resource.address ? `, text of ${definedIn}` : ''
  return `${resource.address}${others(resource.address, instances)}${text}`
}

/** Instances of one block are counted; other resources with the same finding are named, the first two of them. */
function others(address: string, instances: readonly string[]): string {
  const block = (one: string): string => one.replace(/\[[^\]]*\]/g, '')
  const own = instances.filter((one) => block(one) === block(address)).length
  const named = [...new Set(instances.map(block))].filter((one) => one !== block(address))
  const more = named.length > 2 ? ` and ${named.length - 2} more` : ''
  const also = named.length > 0 ? `, also ${named.slice(0, 2).join(', ')}${more}` : ''
  return `${own > 1 ? `, ${own} instances` : ''}${also}`
}

function callOf(call: Span): string {
  const line = call.source.lineText(call.source.positionAt(call.start).line).trim()
  return line.replace(/\s*\{.*$/, '')
}

function frame(span: Span, { colors, codeWidth, secrets }: Drawing, color: (text: string) => string): string[] {
  const lines = codeFrame(span, 1, secrets, codeWidth)
  const digits = String(lines.at(-1)?.number ?? 0).length
  const bar = colors.dim('│')
  return lines.flatMap(({ number, text, marked }) => {
    const gutter = String(number).padStart(digits)
    if (!marked) return [`    ${colors.dim(gutter)} ${bar} ${colors.dim(text)}`]
    const shown = text.slice(0, marked.start) + color(text.slice(marked.start, marked.end)) + text.slice(marked.end)
    const underline = ' '.repeat(marked.start) + color('~'.repeat(Math.max(1, marked.end - marked.start)))
    return [`    ${color(gutter)} ${bar} ${shown}`, `    ${' '.repeat(digits)} ${bar} ${underline}`]
  })
}

function badge(severity: Severity, colors: Colors): string {
  return colorOf(severity, colors)(severity.toUpperCase().padEnd(8))
}

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'critical':
      return (text) => colors.bold(colors.magenta(text))
    case 'high':
      return colors.red
    case 'medium':
      return colors.yellow
    case 'low':
      return colors.blue
    case 'note':
      return colors.dim
  }
}

/** Lines of at most so many characters, indented, with nothing of the input but its words. */
function wrap(text: string, indent: number, width: number): string[] {
  const margin = ' '.repeat(indent)
  const lines: string[] = []
  let line = ''
  for (const word of plain(text).split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(margin + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, margin + line]
}

function diagnosticLine(diagnostic: Diagnostic, { colors, width }: Drawing): string {
  const color = { error: colors.red, warning: colors.yellow, note: colors.dim }[diagnostic.level]
  const place = diagnostic.span ? placeOf(diagnostic.span) : diagnostic.file
  const where = place === '' ? '' : `${place}: `
  const [first = '', ...rest] = wrap(`${diagnostic.level} ${where}${diagnostic.message} [${diagnostic.kind}]`, 2, width)
  return [`${color(diagnostic.level)}${first.trim().slice(diagnostic.level.length)}`, ...rest].join('\n')
}

function suppressedBlock(suppressed: readonly Finding[], colors: Colors): string[] {
  if (suppressed.length === 0) return []
  const lines = suppressed.map((finding) => {
    const { reason = '', expires } = finding.suppression ?? {}
    const until = expires ? ` until ${expires}` : ''
    const address = plain(finding.resource.address)
    return `  ${plain(placeOf(finding.at))}  ${finding.check}  ${address}${until}: ${plain(reason)}`
  })
  return [[colors.bold('Ignored'), ...lines].join('\n')]
}

function unresolvedBlock(result: ScanResult, colors: Colors): string[] {
  if (result.unresolved.length === 0) return []
  const lines = result.unresolved.map(
    ({ at, address, expression, why }) =>
      `  ${plain(placeOf(at))}  ${plain(address)}  ${plain(expression)} ${colors.dim(`(${why})`)}`,
  )
  return [[colors.bold('Unresolved'), ...lines].join('\n')]
}

function summary(result: ScanResult, colors: Colors, options: ReportOptions): string {
  const { files, resources, policies, checks } = result.coverage
  const findings = present(result.findings)
  const counts = countsInWords(findings, ' · ')
  const headline =
    findings.length === 0
      ? colors.green('No findings')
      : colors.bold(plural(findings.length, 'finding')) + (counts ? `  ${counts}` : '')
  const absent = result.findings.length - findings.length
  const fresh = findings.filter((finding) => finding.state === 'new').length
  const compared = findings.some((finding) => finding.state) || absent > 0
  const extras = [
    compared ? `${fresh} new` : '',
    absent > 0 ? `${absent} gone` : '',
    result.suppressed.length > 0 ? `${result.suppressed.length} ignored` : '',
  ].filter(Boolean)
  const trouble = files.failed > 0 ? colors.red(`${files.failed} failed`) : '0 failed'
  const read = `${plural(files.found, 'file')}: ${files.parsed} parsed, ${trouble}, ${files.skipped} not ours`
  const known = `${policies.resolved} resolved, ${policies.partial} partly, ${policies.unresolved} not`
  const more =
    result.unresolved.length > 0 && !options.verbose ? colors.dim('  (--verbose lists what is unresolved)') : ''
  return [
    `${headline}${extras.length > 0 ? colors.dim(`  (${extras.join(', ')})`) : ''}`,
    `${colors.dim('Covered')}  ${read} · ${plural(resources, 'resource')}`,
    `${colors.dim('       ')}  ${plural(policies.total, 'policy', 'policies')}: ${known} · ${plural(checks, 'check')}${more}`,
  ].join('\n')
}
