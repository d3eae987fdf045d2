import { marked } from 'marked'
import type { Finding, ScanResult } from '../model/finding'
import { html } from './escape'
import { pageUrl, type ReportOptions } from './options'
import { placeOf, plural } from './place'

/** The lists beside and below the findings of the HTML report. */

/** Filters by check, those of the gravest findings first: the findings come in that order. */
export function checkBoxes(findings: readonly Finding[]): string {
  const gravity = new Map<string, string>()
  for (const { check, severity } of findings) if (!gravity.has(check)) gravity.set(check, severity)
  return boxes(
    'check',
    'Checks',
    countBy(findings, ({ check }) => check),
    (check) => `check ${gravity.get(check)}`,
  )
}

/** Filters by file, by name. */
export function fileBoxes(findings: readonly Finding[]): string {
  const counts = [...countBy(findings, ({ at }) => at.source.path)].sort(([one], [other]) => (one < other ? -1 : 1))
  return boxes('file', 'Files', new Map(counts), () => '')
}

/** Filters by new and unchanged, where the scan was compared with another. */
export function stateBoxes(findings: readonly Finding[]): string {
  const counts = countBy(
    findings.filter(({ state }) => state),
    ({ state }) => state ?? '',
  )
  return boxes('state', 'Compared', counts, () => '')
}

function countBy(findings: readonly Finding[], key: (finding: Finding) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(key(finding), (counts.get(key(finding)) ?? 0) + 1)
  return counts
}

function boxes(name: string, title: string, counts: ReadonlyMap<string, number>, look: (value: string) => string) {
  if (counts.size === 0) return ''
  const labels = [...counts].map(
    ([value, count]) =>
      `<label class="${look(value)}"><input type="checkbox" name="${name}" value="${html(value)}"><span>${html(value)}</span><b>${count}</b></label>`,
  )
  return `<details open><summary>${title}</summary>${labels.join('')}</details>`
}

/** The prose of the checks that found something, once each; the page shows it where somebody asks for it. */
export function checkProse(findings: readonly Finding[], { pages = {} }: ReportOptions): string {
  const ids = [...new Set(findings.map(({ check }) => check))].sort()
  const prose = ids.flatMap((id) => {
    const page = pages[id]
    if (page === undefined) return []
    const body = marked
      .parse(page, { async: false })
      .replace(/<(\/?)h([23])/g, (_, end, level) => `<${end}h${+level + 1}`)
    const link = `<p><a href="${html(pageUrl(id))}">The page of this check</a></p>`
    return `<template id="prose-${html(id)}"><div class="prose">${body}${link}</div></template>`
  })
  return prose.join('\n')
}

/** What could not be read or was cut short: above the findings, open where it is an error. */
export function problemsPanel({ diagnostics }: ScanResult): string {
  if (diagnostics.length === 0) return ''
  const rank = { error: 0, warning: 1, note: 2 }
  const sorted = [...diagnostics].sort((one, other) => rank[one.level] - rank[other.level])
  const rows = sorted.map(
    ({ level, file, span, message, kind }) =>
      `<tr><td class="${level}">${level}</td><td>${html(span ? placeOf(span) : file)}</td><td>${html(message)} <small>${html(kind)}</small></td></tr>`,
  )
  const grave = sorted[0]?.level === 'error' ? ' open' : ''
  return panel(`About the scan: ${plural(rows.length, 'remark')}`, ['', 'Where', 'What'], rows, grave)
}

/** The values that nobody knows before deployment, or that iamgate did not work out. */
export function unresolvedPanel({ unresolved }: ScanResult): string {
  const rows = unresolved.map(
    ({ address, at, expression, why }) =>
      `<tr><td>${html(placeOf(at))}</td><td>${html(address)}</td><td><code>${html(expression)}</code></td><td>${html(why)}</td></tr>`,
  )
  return panel(`${plural(rows.length, 'value')} unresolved`, ['Where', 'Resource', 'Expression', 'Why'], rows)
}

/** What was found and is accepted. */
export function ignoredPanel({ suppressed }: ScanResult): string {
  const rows = suppressed.map(({ check, severity, at, resource, suppression }) => {
    const { reason = '', expires = '' } = suppression ?? {}
    const cells = [placeOf(at), `${check} (${severity})`, resource.address, reason, expires]
    return `<tr>${cells.map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>`
  })
  return panel(`${plural(rows.length, 'finding')} ignored`, ['Where', 'Check', 'Resource', 'Reason', 'Until'], rows)
}

/** A table stays readable, and its page small, to here. */
const mostRows = 2_000

function panel(title: string, heads: readonly string[], rows: readonly string[], open = ''): string {
  if (rows.length === 0) return ''
  const more = rows.length > mostRows ? `<p>And ${rows.length - mostRows} more; JSON has all of them.</p>` : ''
  const head = heads.map((name) => `<th>${name}</th>`).join('')
  const body = rows.slice(0, mostRows).join('')
  return `<details class="panel"${open}><summary>${title}</summary><div class="scroll"><table><tr>${head}</tr>${body}</table></div>${more}</details>`
}
