import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configuration, type Member } from '../../scan/config/description'
import { type Mention, nothingSeen, type Survey, survey } from '../../scan/config/survey'
import { DiskTree } from '../../scan/files'
import type { Command } from '../command'
import { UsageError } from '../flags'

const name = '.iamgate.yml'

export const initCommand: Command = {
  usage: 'init',
  summary: `Write a commented ${name} that fits the code here.`,
  flags: {},
  async run(args, terminal) {
    if (args.words.length > 0) throw new UsageError('init takes no words.')
    const file = join(terminal.workingDirectory, name)
    if (existsSync(file)) throw new UsageError(`${name} is there already.`)
    const seen = await survey(new DiskTree(terminal.workingDirectory))
    writeFileSync(file, initialConfig(seen))
    const kinds = seen.kinds.length > 0 ? `Found ${seen.kinds.join(', ')}. ` : 'Found nothing to scan yet. '
    terminal.stderr(`${kinds}Wrote ${name}. Everything in it is commented out: it changes nothing until you choose.\n`)
    return 0
  },
}

/** A configuration that changes nothing and shows everything, with what the code itself suggests. */
export function initialConfig(seen: Survey = nothingSeen): string {
  const suggested = suggestions(seen)
  const parts = Object.entries(configuration).map(
    ([key, member]) => `# ${member.description}\n${commented(key, member, suggested)}`,
  )
  const found = seen.kinds.length > 0 ? `# Found here: ${seen.kinds.join(', ')}.\n` : ''
  return `# yaml-language-server: $schema=https://raw.githubusercontent.com/iamgate/iamgate/main/docs/iamgate.schema.json\n${found}\n${parts.join('\n\n')}\n`
}

const samples: Readonly<Record<string, string>> = {
  exclude: "exclude: ['examples/', '**/test/**']",
  framework: 'framework: [terraform, cloudformation]',
  checks: 'checks:\n  user-access-key: off\n  inline-role-policy: low',
  protected: 'protected: [root-access-key]',
  trust: `trust:
  accounts: ['111122223333']
  organizations: [o-a1b2c3d4e5]
  trusted-accounts: ['444455556666']
  oidc-subjects: ['repo:my-organization/*']`,
  root: 'root: true',
  'var-file': 'var-file: [common.tfvars]',
  var: 'var:\n  environment: production',
  roots: "roots:\n  'environments/production':\n    var-file: [environments/production.tfvars]",
  'parameter-file': 'parameter-file: [parameters.json]',
  parameters: 'parameters:\n  Environment: production',
  templates: "templates:\n  'stacks/*.yaml':\n    parameters:\n      Environment: production",
  ignore: `ignore:
  - check: wildcard-resource(s3:ListAllMyBuckets)
    reason: The console lists buckets before it shows one
    expires: 2027-03-31
    paths: ['console/**']`,
}

/** Samples in which the code's own names stand. Whether an account is yours or another's, only you know. */
function suggestions(seen: Survey): Readonly<Record<string, string>> {
  const own: Record<string, string> = {}
  if (seen.kinds.length > 0) own.framework = `framework: [${seen.kinds.join(', ')}]`
  if (seen.variableFiles.length > 0) {
    own['var-file'] = `var-file:\n${seen.variableFiles.map((file) => `  - ${quoted(file)}`).join('\n')}`
  }
  const lists = [
    ['accounts', seen.accounts, "['111122223333']"],
    ['organizations', seen.organizations, '[o-a1b2c3d4e5]'],
    ['oidc-subjects', seen.subjects, "['repo:my-organization/*']"],
  ] as const
  if (lists.some(([, mentions]) => mentions.length > 0)) {
    const entries = lists.map(([key, mentions, sample]) =>
      mentions.length > 0 ? `  ${key}:\n${mentions.map(mentioned).join('\n')}` : `  ${key}: ${sample}`,
    )
    own.trust = ['trust:', ...entries, "  trusted-accounts: ['444455556666']"].join('\n')
  }
  return own
}

function mentioned({ value, times, file }: Mention): string {
  return `    - ${quoted(value)} # ${times > 1 ? `${times} times, first in` : 'in'} ${oneLine(file)}`
}

/** A name from the code as YAML: it must not end the line that comments it out. */
const quoted = (text: string): string => `'${oneLine(text).replaceAll("'", "''")}'`
const oneLine = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?')

function commented(key: string, member: Member, suggested: Readonly<Record<string, string>>): string {
  const example = Array.isArray(member.example) ? `[${member.example.join(', ')}]` : member.example
  const text = suggested[key] ?? samples[key] ?? `${key}: ${String(example ?? '')}`
  return text.replace(/^/gm, '# ')
}
