import { existsSync, readFileSync } from 'node:fs'

/** What the runner hands an action: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
export type Environment = Readonly<Record<string, string | undefined>>

/** An input, trimmed; undefined when it is empty, which means "not set". */
export function input(environment: Environment, name: string): string | undefined {
  const value = environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim()
  return value === '' ? undefined : value
}

/** An input of several lines: its lines without blanks. Commas separate too, since people write them. */
export function inputLines(environment: Environment, name: string): string[] {
  const value = input(environment, name)
  if (value === undefined) return []
  return value
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A boolean input as YAML 1.2 writes it; `absent` when it is not set. Throws for anything else. */
export function inputFlag(environment: Environment, name: string, absent: boolean): boolean {
  const value = input(environment, name)
  if (value === undefined) return absent
  if (/^(true|True|TRUE)$/.test(value)) return true
  if (/^(false|False|FALSE)$/.test(value)) return false
  throw new ActionInputError(`Input '${name}' is '${value}': it must be true or false.`)
}

/** One of several words; undefined when it is not set. Throws for anything else, naming the choices. */
export function inputChoice<Choice extends string>(
  environment: Environment,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = input(environment, name)
  if (value === undefined) return undefined
  if ((choices as readonly string[]).includes(value)) return value as Choice
  throw new ActionInputError(`Input '${name}' is '${value}': it must be one of ${choices.join(', ')}.`)
}

/** What this action reads of the event that started the workflow. */
interface Event {
  readonly pull_request?: { readonly number?: unknown; readonly base?: { readonly sha?: unknown } }
  readonly merge_group?: { readonly base_sha?: unknown }
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads. An event that cannot be read is an empty one. */
export function eventOf({ GITHUB_EVENT_PATH: path }: Environment): Event {
  if (!path || !existsSync(path)) return {}
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) ?? {}) as Event
  } catch {
    return {}
  }
}

/** An input that cannot be meant: the user's fault, exit code 2. */
export class ActionInputError extends Error {}
