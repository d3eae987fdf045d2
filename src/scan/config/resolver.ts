import type { AnyCheck } from '../../../checks/check'
import { ignoreCheckIds } from '../ignore-checks'
import { checkNamed } from '../select-checks'
import { didYouMean } from '../suggest'
import type { Plain } from './validate'

export interface ResolverSources {
  /** Flags or action inputs by name without dashes; a name that is not set is missing. */
  readonly given: Readonly<Record<string, readonly string[] | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly checks: readonly AnyCheck[]
}

/** Decides settings one by one: flag or input, `IAMGATE_*`, the configuration, the default. */
export class Resolver {
  readonly problems: string[] = []
  readonly #sources: ResolverSources
  readonly #configured: (name: string) => Plain | undefined

  constructor(sources: ResolverSources, configured: (name: string) => Plain | undefined = () => undefined) {
    this.#sources = sources
    this.#configured = configured
  }

  words(name: string, absent: readonly string[]): readonly string[] {
    const said = this.override(name)
    if (said) return said.value
    const configured = this.#configured(name)
    return configured === undefined ? absent : list(configured)
  }

  /** What a flag or the environment says, over any configuration; undefined when they say nothing. */
  override(name: string): { readonly value: readonly string[]; readonly from: string } | undefined {
    const { given, environment } = this.#sources
    const flag = given[name]
    if (flag) return { value: flag, from: name === 'paths' ? 'command line' : `--${name}` }
    const variable = `IAMGATE_${name.replaceAll('-', '_').toUpperCase()}`
    const set = environment[variable]
    return set ? { value: split(set), from: variable } : undefined
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], absent: Choice): Choice {
    const value = this.words(name, [absent]).at(-1) ?? absent
    return this.#isOne(name, value, choices) ? value : absent
  }

  choices<Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[] | undefined {
    const values = this.words(name, []).flatMap(split)
    const known = values.filter((value): value is Choice => this.#isOne(name, value, choices))
    return known.length > 0 ? known : undefined
  }

  /** Ids, former ids and tags of checks. */
  checkWords(name: string): readonly string[] {
    const { checks } = this.#sources
    const tags = new Set(checks.flatMap((check) => check.tags))
    const words = this.words(name, []).flatMap(split)
    for (const word of words) {
      if (checkNamed(checks, word) || tags.has(word) || word === 'ignores' || ignoreCheckIds.includes(word)) continue
      const known = [...checks.map((check) => check.id), ...tags, ...ignoreCheckIds]
      this.problems.push(`--${name}: there is no check or tag ${word}.${didYouMean(word, known)}`)
    }
    return words
  }

  #isOne<Choice extends string>(name: string, value: string, choices: readonly Choice[]): value is Choice {
    if ((choices as readonly string[]).includes(value)) return true
    const hint = didYouMean(value, choices) || ` It must be one of ${choices.join(', ')}.`
    this.problems.push(`--${name} cannot be '${value}'.${hint}`)
    return false
  }
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

function list(value: Plain): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}
