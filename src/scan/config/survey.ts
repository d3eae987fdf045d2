import type { Input } from '../../../parsers/parser'
import { discover } from '../discover'
import type { ScanTree } from '../tree'

/** What the code under the working directory says that a configuration could use. */
export interface Survey {
  readonly kinds: readonly Input['kind'][]
  /** How often each is named in the code, the most frequent first. */
  readonly accounts: readonly Mention[]
  readonly organizations: readonly Mention[]
  /** `repo:owner/name:...` of GitHub and kin, as the code trusts them. */
  readonly subjects: readonly Mention[]
  /** Files of variables that Terraform does not load by itself, and that are not beside each other. */
  readonly variableFiles: readonly string[]
}

export interface Mention {
  readonly value: string
  readonly times: number
  /** The first file that names it. */
  readonly file: string
}

export const nothingSeen: Survey = { kinds: [], accounts: [], organizations: [], subjects: [], variableFiles: [] }

/** Only the first so many files, and of each so many characters, are read: these are suggestions. */
const mostFiles = 2_000
const mostCharacters = 1_000_000
const mostMentions = 8

const patterns = {
  accounts: /\barn:aws[a-z-]*:[^:\s"']*:[^:\s"']*:(\d{12}):/g,
  organizations: /["'\s](o-[a-z0-9]{10,32})["'\s/]/g,
  subjects: /["']((?:repo|project_path|organization):[\w.*-]+[/:][^"'\s]*)["']/g,
}

/** Looks at what a scan of the working directory would read. */
export async function survey(tree: ScanTree): Promise<Survey> {
  const { inputs, found } = await discover(tree, { paths: ['.'], exclude: [] })
  const read = inputs.flatMap(filesOf).slice(0, mostFiles)
  const counts = { accounts: new Counter(), organizations: new Counter(), subjects: new Counter() }
  for (const file of read) {
    const text = (tree.read(file) ?? '').slice(0, mostCharacters)
    tree.forget(file)
    for (const kind of ['accounts', 'organizations', 'subjects'] as const) {
      for (const match of text.matchAll(patterns[kind])) counts[kind].add(match[1] as string, file)
    }
  }
  const hasTerraform = inputs.some(({ kind }) => kind === 'terraform')
  return {
    kinds: [...new Set(inputs.map(({ kind }) => kind))].sort(),
    accounts: counts.accounts.mostFrequent(),
    organizations: counts.organizations.mostFrequent(),
    subjects: counts.subjects.mostFrequent(),
    variableFiles: hasTerraform ? found.filter(isChosen).slice(0, mostMentions) : [],
  }
}

function filesOf(input: Input): readonly string[] {
  if ('files' in input) return input.files
  return 'file' in input ? [input.file] : []
}

/** https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files */
function isChosen(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1)
  return /\.tfvars(?:\.json)?$/.test(name) && !/^terraform\.tfvars|\.auto\.tfvars/.test(name)
}

class Counter {
  readonly #mentions = new Map<string, { value: string; times: number; file: string }>()

  add(value: string, file: string): void {
    const known = this.#mentions.get(value)
    if (known) known.times++
    else this.#mentions.set(value, { value, times: 1, file })
  }

  mostFrequent(): readonly Mention[] {
    return [...this.#mentions.values()].sort((one, other) => other.times - one.times).slice(0, mostMentions)
  }
}
