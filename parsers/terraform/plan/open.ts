import type { Diagnostic } from '../../../src/model/diagnostic'
import { SourceFile } from '../../../src/model/source'
import { JsonFailure, JsonText } from './json-text'
import { isWrapperLine, recognisePlan, wrappedStart } from './recognise'

/** Where the JSON of a plan stands in its file; without a start, it is none, and a diagnostic says what it is. */
export interface OpenedPlan {
  readonly start: number | undefined
  readonly diagnostics: readonly Diagnostic[]
}

const howTo = 'Run "terraform plan -out=plan.tfplan && terraform show -json plan.tfplan > plan.json" and scan that.'

/** Tells a plan or state from what is often taken for one, and finds it among the lines of a wrapper. */
export function openPlan(file: string, text: string): OpenedPlan {
  const kind = recognisePlan(text)
  if (kind === 'log-stream') {
    const message = `This is the log of "terraform plan -json", which has no values. ${howTo}`
    return { start: undefined, diagnostics: [{ level: 'error', kind: 'plan-log', message, file }] }
  }
  if (kind === 'trimmed') {
    const message = `This is a part of a plan without its "format_version": it was taken out of a plan or filtered. ${howTo}`
    return { start: undefined, diagnostics: [{ level: 'error', kind: 'plan-trimmed', message, file }] }
  }
  if (kind === undefined) {
    const message = `This is neither a plan nor a state in Terraform's JSON. ${howTo}`
    return { start: undefined, diagnostics: [{ level: 'error', kind: 'plan-unknown', message, file }] }
  }
  return openJson(file, text, kind === 'wrapped' ? (wrappedStart(text) ?? 0) : text.search(/\S/))
}

function openJson(file: string, text: string, start: number): OpenedPlan {
  const json = new JsonText(text)
  const source = new SourceFile(file, text)
  const fail = (kind: string, message: string, at: number): OpenedPlan => {
    const span = { source, start: at, end: Math.min(at + 1, text.length) }
    return { start: undefined, diagnostics: [{ level: 'error', kind, message, file, span }] }
  }
  try {
    const end = json.end(start)
    const version = json.stringOr(json.member(start, 'format_version'), '')
    const major = Number.parseInt(version, 10)
    if (major > 1) {
      return fail('plan-version', `iamgate reads the plan format 1 and older; this plan has format ${version}`, start)
    }
    const rest = text
      .slice(end, end + 100_000)
      .split('\n')
      .map((line) => line.trim())
    const foreign = rest.find((line) => line !== '' && !isWrapperLine(line))
    const wrapped = text.slice(0, start).trim() !== '' || rest.some((line) => line !== '')
    // What follows the wrapper's first line is the output once more.
    if (foreign !== undefined && !rest.some(isWrapperLine)) {
      return fail('json-syntax', 'Something follows the JSON of this plan', text.indexOf(foreign, end))
    }
    if (!wrapped) return { start, diagnostics: [] }
    const message = 'This plan has lines of a wrapper around it (setup-terraform adds them unless terraform_wrapper is false), which were left out' // biome-ignore format: one sentence
    return { start, diagnostics: [{ level: 'warning', kind: 'plan-wrapper', message, file }] }
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error
    return fail('json-syntax', `This plan could not be read. ${error.message}.`, error.at)
  }
}
