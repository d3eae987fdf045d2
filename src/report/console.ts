import pc from 'picocolors'
import type { Diagnostic } from '../model/diagnostic'
import type { Finding, ScanResult, Severity } from '../model/finding'
import type { Span } from '../model/source'
import { codeFrame, secretsOf } from './code-frame'
import { plain } from './escape'
import type { ReportOptions } from './options'
import { countsInWords, placeOf, plural, present } from './place'

type Colors = ReturnType<typeof pc.createColors>

/** For people at a terminal: grouped by file, the exact characters underlined, what to do, and what was covered. */
export function consoleReport(result: ScanResult, options: ReportOptions): string {
  const colors = pc.createColors(options.colors ?? false)
  const findings = present(result.findings)
  const secrets = secretsOf(result)
  const blocks: string[] = []
  for (const [file, group] of byFile(findings)) {
    blocks.push(colors.bold(colors.underline(plain(file))))
    for (const finding of group) blocks.push(findingBlock(finding, colors, secrets))
  }
  if (options.verbose) {
    blocks.push(...suppressedBlock(result.suppressed, colors), ...unresolvedBlock(result, colors))
  }
  const shown = result.diagnostics.filter((one) => options.verbose || one.level !== 'note' || !options.quiet)
  if (shown.length > 0) blocks.push(shown.map((diagnostic) => diagnosticLine(diagnostic, colors)).join('\n'))
  if (!options.quiet) blocks.push(summary(result, colors, options))
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

function byFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const file = finding.at.source.path
    const group = groups.get(file)
    if (group) group.push(finding)
    else groups.set(file, [finding])
  }
  return groups
}

function findingBlock(finding: Finding, colors: Colors, secrets: readonly Span[]): string {
  const { resource } = finding
  const state = finding.state === 'new' ? ` ${colors.cyan('new')}` : ''
  const doubt = finding.confidence === 'high' ? '' : colors.dim(` (${finding.confidence} confidence)`)
  const lines = [
    `  ${badge(finding.severity, colors)} ${colors.bold(finding.check)}${doubt}${state}`,
    ...wrap(finding.message, 4),
    '',
    ...frame(finding.at, colors, colorOf(finding.severity, colors), secrets),
    '',
    field('at', `${plain(placeOf(finding.at))}  ${colors.dim(addressOf(finding))}`, colors),
  ]
  if (resource.constructPath) lines.push(field('construct', plain(resource.constructPath), colors))
  for (const call of resource.moduleCalls) lines.push(field('called by', calledBy(call), colors))
  for (const related of finding.related) {
    lines.push(field('see', `${plain(placeOf(related.span))}  ${colors.dim(plain(related.message))}`, colors))
  }
  if (finding.fix) lines.push(...fixLines(finding.fix.description, colors))
  return lines.join('\n')
}

function addressOf(finding: Finding): string {
  const { instances, definedIn, resource } = finding
  const text = definedIn && definedIn !== resource.address ? `, text of ${definedIn}` : ''
  return plain(`${resource.address}${others(resource.address, instances)}${text}`)
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

function calledBy(call: Span): string {
  const line = call.source.lineText(call.source.positionAt(call.start).line).trim()
  return plain(`${placeOf(call)}  ${line.replace(/\s*\{.*$/, '')}`)
}

function fixLines(description: string, colors: Colors): string[] {
  const [first = '', ...rest] = wrap(description, 15)
  return [field('do', first.trim(), colors), ...rest]
}

function field(name: string, value: string, colors: Colors): string {
  return `    ${colors.dim(name.padEnd(10))} ${value}`
}

function frame(span: Span, colors: Colors, color: (text: string) => string, secrets: readonly Span[]): string[] {
  const lines = codeFrame(span, 1, secrets)
  const width = String(lines.at(-1)?.number ?? 0).length
  const bar = colors.dim('│')
  return lines.flatMap(({ number, text, marked }) => {
    const gutter = String(number).padStart(width)
    if (!marked) return [`    ${colors.dim(gutter)} ${bar} ${colors.dim(text)}`]
    const shown = text.slice(0, marked.start) + color(text.slice(marked.start, marked.end)) + text.slice(marked.end)
    const underline = ' '.repeat(marked.start) + color('~'.repeat(Math.max(1, marked.end - marked.start)))
    return [`    ${color(gutter)} ${bar} ${shown}`, `    ${' '.repeat(width)} ${bar} ${underline}`]
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

/** Lines of at most 100 characters, indented, with nothing of the input but its words. */
function wrap(text: string, indent: number): string[] {
  const margin = ' '.repeat(indent)
  const lines: string[] = []
  let line = ''
  for (const word of plain(text).split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > 100) {
      lines.push(margin + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, margin + line]
}

function diagnosticLine(diagnostic: Diagnostic, colors: Colors): string {
  const color = { error: colors.red, warning: colors.yellow, note: colors.dim }[diagnostic.level]
  const place = diagnostic.span ? placeOf(diagnostic.span) : diagnostic.file
  const where = place === '' ? '' : `${plain(place)}: `
  return `${color(diagnostic.level)} ${where}${plain(diagnostic.message)} ${colors.dim(`[${diagnostic.kind}]`)}`
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
