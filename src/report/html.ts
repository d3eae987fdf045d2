import type { Finding, ScanResult } from '../model/finding'
import { severities } from '../model/finding'
import type { Span } from '../model/source'
import { codeFrame, secretsOf } from './code-frame'
import { html } from './escape'
import { script, style } from './html-assets'
import { pageUrl, type ReportOptions } from './options'
import { countBySeverity, placeOf, plural, present } from './place'

/** One file that needs nothing else: findings with their code, a filter, light and dark. It loads and sends nothing. */
export function htmlReport(result: ScanResult, options: ReportOptions): string {
  const findings = present(result.findings)
  const secrets = secretsOf(result)
  const title = findings.length === 0 ? 'no findings' : plural(findings.length, 'finding')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>iamgate: ${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>iamgate <small>${html(options.version)}</small></h1>
<p>${title}${result.suppressed.length > 0 ? `, ${result.suppressed.length} ignored` : ''}. ${coverage(result)}</p>
${filters(findings)}
</header>
<main>
${findings.map((finding) => article(finding, secrets)).join('\n')}
</main>
${problems(result)}
${unresolved(result)}
<script>${script}</script>
</body>
</html>
`
}

function coverage(result: ScanResult): string {
  const { files, resources, policies, checks } = result.coverage
  return (
    `${plural(files.found, 'file')} (${files.parsed} parsed, ${files.failed} failed, ${files.skipped} not ours), ` +
    `${plural(resources, 'resource')}, ${plural(policies.total, 'policy', 'policies')} (${policies.resolved} resolved, ` +
    `${policies.partial} partly, ${policies.unresolved} not), ${plural(checks, 'check')}.`
  )
}

function filters(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings)
  const boxes = severities.map(
    (severity) =>
      `<label class="${severity}"><input type="checkbox" value="${severity}" checked> ${severity} <b>${counts[severity]}</b></label>`,
  )
  return `<form>${boxes.join(' ')}<input type="search" placeholder="file, check, address or words" aria-label="Filter"><output></output></form>`
}

function article(finding: Finding, secrets: readonly Span[]): string {
  const { check, severity, confidence, resource, instances, related, fix, state } = finding
  const facts = [
    ['where', placeOf(finding.at)],
    ['resource', resource.address + (instances.length > 1 ? ` (${plural(instances.length, 'instance')})` : '')],
    ['document', finding.definedIn],
    ['construct', resource.constructPath],
    ...resource.moduleCalls.map((call) => ['called by', placeOf(call)]),
    ...related.map((one) => ['see', `${placeOf(one.span)}: ${one.message}`]),
    ['do', fix?.description],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined)
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${html(value)}</dd>`).join('')
  return `<article class="${severity}" data-severity="${severity}">
<h2><span>${severity}</span> <a href="${html(pageUrl(check))}">${html(check)}</a>${state ? ` <i>${state}</i>` : ''}${confidence === 'high' ? '' : ` <i>${confidence} confidence</i>`}</h2>
<p>${html(finding.message)}</p>
${frame(finding.at, secrets)}
<dl>${list}</dl>
</article>`
}

function frame(span: Span, secrets: readonly Span[]): string {
  const lines = codeFrame(span, 2, secrets).map(({ number, text, marked }) => {
    if (!marked) return `<i>${number}</i>${html(text)}`
    const inner = html(text.slice(marked.start, marked.end)) || ' '
    return `<i>${number}</i>${html(text.slice(0, marked.start))}<mark>${inner}</mark>${html(text.slice(marked.end))}`
  })
  return `<pre>${lines.join('\n')}</pre>`
}

function problems(result: ScanResult): string {
  if (result.diagnostics.length === 0) return ''
  const items = result.diagnostics.map(({ level, file, span, message }) => {
    return `<li><b>${level}</b> ${html(span ? placeOf(span) : file)} ${html(message)}</li>`
  })
  return `<section><h2>About the scan</h2><ul>${items.join('')}</ul></section>`
}

function unresolved(result: ScanResult): string {
  if (result.unresolved.length === 0) return ''
  const items = result.unresolved.map(({ address, at, expression, why }) => {
    return `<li><code>${html(expression)}</code> in ${html(address)}, ${html(placeOf(at))} (${html(why)})</li>`
  })
  return `<details><summary>${plural(items.length, 'value')} unresolved</summary><ul>${items.join('')}</ul></details>`
}
