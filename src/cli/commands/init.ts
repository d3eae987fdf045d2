import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configuration, type Member } from '../../scan/config/description'
import type { Command } from '../command'
import { UsageError } from '../flags'

const name = '.iamgate.yml'

export const initCommand: Command = {
  usage: 'init',
  summary: `Write a commented ${name}.`,
  flags: {},
  async run(args, terminal) {
    if (args.words.length > 0) throw new UsageError('init takes no words.')
    const file = join(terminal.workingDirectory, name)
    if (existsSync(file)) throw new UsageError(`${name} is there already.`)
    writeFileSync(file, initialConfig())
    terminal.stderr(`Wrote ${name}. Everything in it is commented out: these are the defaults.\n`)
    return 0
  },
}

/** A configuration that changes nothing and shows everything. Exported for tests. */
export function initialConfig(): string {
  const parts = Object.entries(configuration).map(
    ([key, member]) => `# ${member.description}\n${commented(key, member)}`,
  )
  return `# yaml-language-server: $schema=https://raw.githubusercontent.com/iamgate/iamgate/main/docs/iamgate.schema.json\n\n${parts.join('\n\n')}\n`
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
  'var-file': 'var-file: [production.tfvars]',
  var: 'var:\n  environment: production',
  parameters: 'parameters:\n  Environment: production',
  ignore: `ignore:
  - check: wildcard-resource(s3:ListAllMyBuckets)
    reason: The console lists buckets before it shows one
    expires: 2027-03-31
    paths: ['console/**']`,
}

function commented(key: string, member: Member): string {
  const example = Array.isArray(member.example) ? `[${member.example.join(', ')}]` : member.example
  const text = samples[key] ?? `${key}: ${String(example ?? '')}`
  return text.replace(/^/gm, '# ')
}
