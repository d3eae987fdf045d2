import { type Environment, input, inputChoice, inputLines } from './inputs'

/** Where the reports of one run go. All but `sarif` and `userJson` are temporary. */
export interface Files {
  readonly sarif: string
  readonly json: string
  readonly markdown: string
  readonly github: string
  readonly comment: string
  readonly accessJson: string
  readonly accessMarkdown: string
  readonly userJson: string | undefined
}

/** Inputs that are flags of the same name, with one value. */
const single = ['config', 'min-severity', 'min-confidence', 'baseline', 'shard'] as const
/** Inputs that are flags of the same name, with one value a line. */
const repeated = ['check', 'skip-check', 'exclude', 'framework', 'var-file', 'parameters'] as const

/** What tells this use of the action from others in the repository. */
export const categoryOf = (environment: Environment): string =>
  input(environment, 'category') ?? environment.GITHUB_JOB ?? 'default'

/** The command line that the inputs stand for: `scan`, with every report that the action needs. */
export function argumentsOf(environment: Environment, files: Files, base: string | undefined): string[] {
  const gate = inputChoice(environment, 'gate', ['new', 'all', 'none'])
  const paths = [...inputLines(environment, 'paths'), ...inputLines(environment, 'plan-file')]
  const args = ['scan', '--format', 'console', '--no-color']
  args.push('--format', `sarif=${files.sarif}`, '--format', `json=${files.json}`)
  args.push('--format', `markdown=${files.markdown}`, '--format', `github=${files.github}`)
  args.push('--format', `comment=${files.comment}`)
  if (files.userJson) args.push('--format', `json=${files.userJson}`)
  args.push('--category', categoryOf(environment))
  for (const name of single) {
    const value = input(environment, name)
    if (value !== undefined) args.push(`--${name}`, value)
  }
  for (const name of repeated) for (const value of inputLines(environment, name)) args.push(`--${name}`, value)
  const failOn = gate === 'none' ? 'none' : input(environment, 'fail-on')
  if (failOn !== undefined) args.push('--fail-on', failOn)
  if (base !== undefined) {
    args.push('--base', base)
    args.push('--access-diff', `json=${files.accessJson}`, '--access-diff', `markdown=${files.accessMarkdown}`)
    if (gate !== 'none')
      for (const what of inputLines(environment, 'fail-on-access')) args.push('--fail-on-access', what)
  }
  // Nothing that follows is taken for a flag, whatever a file is called.
  args.push(
    '--',
    ...(inputLines(environment, 'paths').length === 0 ? ['.', ...inputLines(environment, 'plan-file')] : paths),
  )
  return args
}
