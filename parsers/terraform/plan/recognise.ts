/**
 * What Terraform writes about a plan or a state:
 * - `plan`: `terraform show -json <plan>` · `state`: `terraform show -json` of a state
 * - `log-stream`: `terraform plan -json`, one JSON object a line, which has no values in it
 * - `trimmed`: a part of a plan without its `format_version`
 * - `wrapped`: a plan or state among lines that a wrapper script printed
 */
export type PlanKind = 'plan' | 'state' | 'log-stream' | 'trimmed' | 'wrapped'

/** What a text is, told by its beginning; the first 64 KB do. Undefined for what Terraform did not write. */
export function recognisePlan(text: string): PlanKind | undefined {
  const start = text.search(/\S/)
  if (start < 0) return undefined
  if (text[start] !== '{') return wrappedStart(text) === undefined ? undefined : 'wrapped'
  const firstLine = text.slice(start, Math.max(start, text.indexOf('\n', start)))
  if (/^\{\s*"@(?:level|message|module|timestamp)"\s*:/.test(text.slice(start, start + 200))) return 'log-stream'
  if (/"@level"\s*:/.test(firstLine) && /"@message"\s*:/.test(firstLine)) return 'log-stream'
  return kindOfObject(text)
}

function kindOfObject(text: string): PlanKind | undefined {
  const ofPlan = /"(?:planned_values|resource_changes)"\s*:\s*[[{]/.test(text)
  if (!/"format_version"\s*:\s*"\d+\.\d+"/.test(text)) return ofPlan ? 'trimmed' : undefined
  if (ofPlan || /"(?:configuration|prior_state|proposed_unknown|variables)"\s*:\s*\{/.test(text)) return 'plan'
  // A state without resources has nothing but its version.
  return /"values"\s*:\s*\{/.test(text) || /^\s*\{\s*"format_version"\s*:\s*"[^"]*"\s*\}/.test(text)
    ? 'state'
    : undefined
}

/**
 * Where the JSON starts after the lines that hashicorp/setup-terraform's wrapper and workflow commands leave in an
 * output: `[command]...`, `::debug::...`. Undefined when the text does not start with such lines, or has no plan.
 */
export function wrappedStart(text: string): number | undefined {
  for (let line = 0; line < text.length; ) {
    const end = text.indexOf('\n', line)
    const content = text.slice(line, end < 0 ? Math.min(text.length, line + 1000) : end).trim()
    if (content.startsWith('{')) return kindOfObject(text.slice(line)) ? text.indexOf('{', line) : undefined
    if (content !== '' && !isWrapperLine(content)) return undefined
    if (end < 0) return undefined
    line = end + 1
  }
  return undefined
}

/** https://github.com/hashicorp/setup-terraform prints these around what Terraform prints. */
export function isWrapperLine(line: string): boolean {
  return /^(?:\[command\]|::[a-z-]+(?: [^:]*)?::|##\[)/.test(line)
}

/** A saved plan (`terraform plan -out`) is a zip: https://developer.hashicorp.com/terraform/internals/json-format */
export function isPlanArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}
