import { createHash } from 'node:crypto'
import type { Finding, ScanResult } from '../model/finding'
import { codeFrame, secretsOf } from './code-frame'
import { html } from './escape'
import { script, style } from './html-assets'
import {
  checkBoxes,
  checkProse,
  fileBoxes,
  ignoredPanel,
  problemsPanel,
  stateBoxes,
  unresolvedPanel,
} from './html-lists'
import { pageUrl, type ReportOptions } from './options'
import { countBySeverity, gravestFirst, placeOf, plural, present } from './place'
import type { Span } from '../model/source'
import { severities } from '../model/finding'

/** More would make a page that no browser scrolls; the gravest are kept, and the page says so. */
const most = 5_000

/**
 * One file that needs nothing else: findings with their code, gravest first, filters by severity, check, file and
 * words, what could not be read, and the prose of the checks. It loads and sends nothing; only its own script runs.
 */
export function htmlReport(result: ScanResult, options: ReportOptions): string {
  const all = gravestFirst(present(result.findings))
  const findings = all.slice(0, most)
  const secrets = secretsOf(result)
  const title = all.length === 0 ? 'No findings' : plural(all.length, 'finding')
  const hash = createHash('sha256').update(script).digest('base64')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<title>iamgate: ${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title} <small>iamgate ${html(options.version)}</small></h1>
${tiles(result)}
</header>
<form class="layout">
${bar(findings)}
<nav aria-label="Filters">${stateBoxes(findings)}${checkBoxes(findings)}${fileBoxes(findings)}</nav>
<main>
${all.length > most ? `<p class="panel">The gravest ${most} of ${all.length} findings are here; JSON has all of them.</p>` : ''}
${problemsPanel(result)}
${findings.map((finding) => article(finding, secrets, options)).join('\n')}
<p class="empty" id="nothing"${findings.length > 0 ? ' hidden' : ''}>${findings.length > 0 ? 'Nothing fits these filters.' : 'Nothing was found.'}</p>
${unresolvedPanel(result)}
${ignoredPanel(result)}
</main>
</form>
${checkProse(findings, options)}
<script>${script}</script>
</body>
</html>
`
}

/** What was covered, and what was not. */
function tiles(result: ScanResult): string {
  const { files, resources, policies, checks } = result.coverage
  const tile = (name: string, value: number, detail: string, bad = false): string =>
    `<div><dt>${name}</dt><dd>${value}<small${bad ? ' class="bad"' : ''}>${detail}</small></dd></div>`
  const known = `${policies.resolved} resolved, ${policies.partial} partly, ${policies.unresolved} not`
  const read = `${files.parsed} parsed, ${files.failed} failed, ${files.skipped} not ours`
  return `<dl class="tiles">${[
    tile('Files', files.found, read, files.failed > 0),
    tile('Resources', resources, 'read'),
    tile('Policies', policies.total, known, policies.unresolved > 0),
    tile('Checks', checks, 'ran'),
    tile('Ignored', result.suppressed.length, 'each with a reason'),
  ].join('')}</dl>`
}

function bar(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings)
  const chips = severities.map(
    (severity) =>
      `<label class="chip ${severity}${counts[severity] === 0 ? ' none' : ''}"><input type="checkbox" name="severity" value="${severity}" checked> ${severity} <b>${counts[severity]}</b></label>`,
  )
  return `<div class="bar">${chips.join('')}<input type="search" name="words" placeholder="Words, files, addresses, actions   ( / )" aria-label="Search"><button type="reset">Clear</button><output aria-live="polite"></output></div>`
}

function article(finding: Finding, secrets: readonly Span[], options: ReportOptions): string {
  const { check, severity, confidence, state, fix, fingerprint } = finding
  const id = fingerprint.slice(0, 16)
  const tags = [state, confidence === 'high' ? undefined : `${confidence} confidence`].filter(Boolean)
  const page = options.pages?.[check] === undefined ? '' : why(check)
  return `<article class="${severity}" id="f-${html(id)}" data-severity="${severity}" data-check="${html(check)}" data-file="${html(finding.at.source.path)}"${state ? ` data-state="${state}"` : ''}>
<h2><span class="severity">${severity}</span> <a href="${html(pageUrl(check))}">${html(check)}</a>${tags.map((tag) => ` <span class="tag">${tag}</span>`).join('')}<a class="at" href="#f-${html(id)}">${html(placeOf(finding.at))}</a></h2>
<p>${html(finding.message)}</p>
${fix ? `<p class="fix">${html(fix.description)}</p>` : ''}
${frame(finding.at, secrets)}
${facts(finding)}
${page}
</article>`
}

const why = (check: string): string =>
  `<details class="why" data-check="${html(check)}"><summary>Why, how to fix it, when it is fine</summary></details>`

function facts({ resource, instances, related, definedIn }: Finding): string {
  const list = [
    ['resource', resource.address],
    ['type', resource.type],
    ['document', definedIn === resource.address ? undefined : definedIn],
    ['construct', resource.constructPath],
    ...resource.moduleCalls.map((call) => ['called by', placeOf(call)]),
    ...related.map((one) => ['see', `${placeOf(one.span)}: ${one.message}`]),
  ].filter((fact): fact is [string, string] => fact[1] !== undefined)
  const rows = list.map(([name, value]) => `<dt>${name}</dt><dd>${html(value)}</dd>`).join('')
  if (instances.length < 2) return `<dl>${rows}</dl>`
  const names = instances.slice(0, 200).map((one) => `<li><code>${html(one)}</code></li>`)
  const more = instances.length > 200 ? `<li>and ${instances.length - 200} more</li>` : ''
  return `<dl>${rows}</dl><details><summary>${instances.length} instances</summary><ul>${names.join('')}${more}</ul></details>`
}

function frame(span: Span, secrets: readonly Span[]): string {
  const lines = codeFrame(span, 2, secrets).map(({ number, text, marked }) => {
    if (!marked) return `<i>${number}</i>${html(text)}`
    const inner = html(text.slice(marked.start, marked.end)) || ' '
    return `<i>${number}</i>${html(text.slice(0, marked.start))}<mark>${inner}</mark>${html(text.slice(marked.end))}`
  })
  return `<pre>${lines.join('\n')}</pre>`
}
