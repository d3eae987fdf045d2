/**
 * Asks Terraform itself what the expressions of `fixtures/terraform/functions/expressions.txt` give, and stores its
 * answers beside them as `answers.json`, which the tests compare iamgate's own answers with. Needs `terraform` on the
 * PATH and no provider, network or credentials. Run it after a change to the expressions:
 *
 *   npx esbuild scripts/extend-oracle.ts --bundle --platform=node --outfile=/tmp/extend-oracle.cjs && node /tmp/extend-oracle.cjs
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = join(process.cwd(), 'fixtures/terraform/functions')

interface Diagnostic {
  readonly severity: string
  readonly summary: string
  readonly detail?: string
  readonly range?: { readonly filename: string }
}

interface Answer {
  expr: string
  value?: unknown
  type?: unknown
  /** Terraform's `after_unknown`: true, or the shape of the value with true where something is unknown. */
  unknown?: unknown
  sensitive?: true
  error?: { readonly summary: string; readonly detail: string }
}

/** One expression a line; `#` starts a comment line; an expression of several lines stands between `<<<` and `>>>`. */
function readExpressions(text: string): string[] {
  const found: string[] = []
  let block: string[] | undefined
  for (const line of text.split('\n')) {
    if (line === '<<<') block = []
    else if (line === '>>>' && block) {
      found.push(block.join('\n'))
      block = undefined
    } else if (block) block.push(line)
    else if (line.trim() !== '' && !line.startsWith('#')) found.push(line)
  }
  return found
}

const fileOf = (index: number): string => `expression_${String(index).padStart(4, '0')}.tf`

/** The expressions that a diagnostic is about: by its file, or by the outputs that it names (infinity in a plan). */
function indexesOf(diagnostic: Diagnostic): number[] {
  const inFile = /^expression_(\d+)\.tf$/.exec(diagnostic.range?.filename ?? '')
  if (inFile) return [Number(inFile[1])]
  return [...(diagnostic.detail ?? '').matchAll(/output value "e(\d+)"/g)].map((match) => Number(match[1]))
}

/** Takes the expressions that a diagnostic names out of the configuration; false when there was none. */
function removeFailed(directory: string, diagnostics: readonly Diagnostic[], answers: Answer[]): boolean {
  let removed = false
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error') continue
    const indexes = indexesOf(diagnostic)
    if (indexes.length === 0) throw new Error(`not about an expression: ${JSON.stringify(diagnostic)}`)
    for (const index of indexes) {
      const answer = answers[index] as Answer
      if (answer.error) continue
      answer.error = {
        summary: diagnostic.summary,
        detail: (diagnostic.detail ?? '').replace(/\ngoroutine [\s\S]*/, ''),
      }
      unlinkSync(join(directory, fileOf(index)))
      removed = true
    }
  }
  return removed
}

function terraform(directory: string, args: readonly string[]): string {
  const run = spawnSync('terraform', args, { cwd: directory, encoding: 'utf8', maxBuffer: 2 ** 28 })
  return run.stdout
}

function validate(directory: string): Diagnostic[] {
  return (JSON.parse(terraform(directory, ['validate', '-json'])) as { diagnostics: Diagnostic[] }).diagnostics
}

function plan(directory: string): Diagnostic[] {
  const lines = terraform(directory, ['plan', '-json', '-out=plan.bin', '-input=false']).split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { diagnostic?: Diagnostic })
    .flatMap((message) => (message.diagnostic ? [message.diagnostic] : []))
}

interface Shown {
  planned_values: { outputs: Record<string, { value?: unknown; type?: unknown }> }
  output_changes: Record<string, { after?: unknown; after_unknown?: unknown; after_sensitive?: unknown }>
}

function main(): void {
  const answers: Answer[] = readExpressions(readFileSync(join(folder, 'expressions.txt'), 'utf8')).map((expr) => ({
    expr,
  }))
  const directory = mkdtempSync(join(tmpdir(), 'extend-oracle-'))
  cpSync(join(folder, 'environment'), directory, { recursive: true })
  // Before the expressions, since some are no valid configuration.
  execFileSync('terraform', ['init', '-input=false'], { cwd: directory, stdio: 'ignore' })
  answers.forEach(({ expr }, index) => {
    const body = `output "e${index}" {\n  sensitive = true\n  value = ${expr}\n}\n`
    writeFileSync(join(directory, fileOf(index)), body)
  })
  while (removeFailed(directory, validate(directory), answers));
  while (removeFailed(directory, plan(directory), answers));
  const shown = JSON.parse(terraform(directory, ['show', '-json', 'plan.bin'])) as Shown
  answers.forEach((answer, index) => {
    if (answer.error) return
    const change = shown.output_changes[`e${index}`]
    const planned = shown.planned_values.outputs[`e${index}`]
    if (change?.after_unknown === false) answer.value = planned?.value ?? null
    else {
      answer.value = change?.after ?? null
      answer.unknown = change?.after_unknown
    }
    answer.type = planned?.type
  })
  rmSync(directory, { recursive: true })
  const version = (JSON.parse(terraform('.', ['version', '-json'])) as { terraform_version: string }).terraform_version
  const metadata = JSON.parse(terraform('.', ['metadata', 'functions', '-json'])) as { function_signatures: object }
  const functions = Object.keys(metadata.function_signatures).filter((name) => !name.includes('::'))
  const lines = answers.map((answer) => JSON.stringify(answer))
  writeFileSync(
    join(folder, 'answers.json'),
    `{"terraform":"${version}","functions":${JSON.stringify(functions)},"answers":[\n${lines.join(',\n')}\n]}\n`,
  )
  process.stdout.write(`${answers.length} expressions, ${answers.filter((answer) => answer.error).length} errors\n`)
}

main()
