import { confidences, severities } from '../../model/finding'
import { neighbourNames } from '../neighbours/names'

/** What a value of the configuration may be. The validator and the published JSON schema both come from this. */
export type Shape =
  | {
      readonly kind: 'text'
      readonly choices?: readonly string[]
      readonly pattern?: RegExp
      readonly form?: string
      /** An id or a tag of a check. */
      readonly names?: 'checks'
    }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape; readonly keys?: 'checks' }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Member>> }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }

export interface Member {
  readonly shape: Shape
  readonly description: string
  readonly required?: boolean
  readonly example?: unknown
  /** True for what a whole scan has one of: it counts in the configuration of the working directory alone. */
  readonly oneForAll?: boolean
}

const word: Shape = { kind: 'text' }
const words: Shape = { kind: 'list', of: word }
const checkWords: Shape = { kind: 'list', of: { kind: 'text', names: 'checks' } }
const account: Shape = { kind: 'text', pattern: /^\d{12}$/, form: 'twelve digits' }
const organization: Shape = { kind: 'text', pattern: /^o-[a-z0-9]{10,32}$/, form: 'o- and ten letters or digits' }
const day: Shape = { kind: 'text', pattern: /^\d{4}-\d{2}-\d{2}$/, form: 'YYYY-MM-DD' }
const severity: Shape = { kind: 'text', choices: severities }

export const frameworks = ['terraform', 'terraform-plan', 'cloudformation', 'cdk', 'cdktf', 'account'] as const

const checkSetting: Shape = {
  kind: 'either',
  of: [
    { kind: 'flag' },
    severity,
    {
      kind: 'object',
      members: {
        enabled: { shape: { kind: 'flag' }, description: 'Whether it runs.' },
        severity: { shape: severity, description: 'How grave its findings are taken.' },
      },
    },
  ],
}

const trust: Shape = {
  kind: 'object',
  members: {
    accounts: { shape: { kind: 'list', of: account }, description: 'Your own accounts.' },
    organizations: { shape: { kind: 'list', of: organization }, description: 'Your own organizations.' },
    'trusted-accounts': {
      shape: { kind: 'list', of: account },
      description: 'Accounts of others that may be trusted.',
    },
    'oidc-subjects': { shape: words, description: 'Subjects of OIDC tokens that may assume roles, as globs.' },
  },
}

const ignore: Shape = {
  kind: 'object',
  members: {
    check: {
      shape: word,
      description:
        'The check, with a selector where only some causes are meant: wildcard-resource(s3:ListAllMyBuckets).',
      required: true,
    },
    reason: { shape: word, description: 'Why this is accepted.', required: true },
    expires: { shape: day, description: 'The last day on which it counts.' },
    paths: { shape: words, description: 'Files it counts for, as globs; all by default.' },
    resources: { shape: words, description: 'Addresses it counts for, as globs; all by default.' },
  },
}

const variableFiles: Member = { shape: words, description: 'Files of Terraform variables, in order.' }
const variables: Member = { shape: { kind: 'map', of: word }, description: 'Terraform variables.' }
const parameterFiles: Member = { shape: words, description: 'Files of CloudFormation parameters, in order.' }
const parameters: Member = { shape: { kind: 'map', of: word }, description: 'CloudFormation parameters.' }

const root: Shape = { kind: 'object', members: { 'var-file': variableFiles, var: variables } }
const template: Shape = { kind: 'object', members: { 'parameter-file': parameterFiles, parameters } }

/** `.iamgate.yml`, key by key. */
export const configuration: Readonly<Record<string, Member>> = {
  paths: {
    shape: words,
    description: 'What is scanned when the command line names nothing.',
    example: ['infra'],
    oneForAll: true,
  },
  exclude: { shape: words, description: 'Files and directories to leave out, in the patterns of .gitignore.' },
  framework: {
    shape: { kind: 'list', of: { kind: 'text', choices: frameworks } },
    description: 'Only these inputs.',
    oneForAll: true,
  },
  'fail-on': {
    shape: { kind: 'text', choices: [...severities, 'none'] },
    description: 'The least severity that makes the exit code 1.',
    example: 'medium',
  },
  'min-severity': { shape: severity, description: 'The least severity that is reported.', example: 'low' },
  'min-confidence': {
    shape: { kind: 'text', choices: confidences },
    description: 'The least confidence that is reported.',
    example: 'medium',
  },
  checks: {
    shape: { kind: 'map', of: checkSetting, keys: 'checks' },
    description: 'Checks by id: on, off, a severity, or both as enabled and severity.',
  },
  protected: {
    shape: checkWords,
    description: 'Checks, by id or tag, of which comments in code and configurations below may accept nothing.',
  },
  'honour-ignores-of': {
    shape: { kind: 'list', of: { kind: 'text', choices: neighbourNames } },
    description: 'Other scanners whose ignores in code count here too.',
    example: ['checkov', 'trivy'],
  },
  trust: { shape: trust, description: 'Whom you trust: the rest of the world is outside.' },
  'var-file': variableFiles,
  var: variables,
  roots: {
    shape: { kind: 'map', of: root },
    description: 'Variables of single Terraform root modules, by a glob over their directories.',
  },
  'parameter-file': parameterFiles,
  parameters,
  templates: {
    shape: { kind: 'map', of: template },
    description: 'Parameters of single CloudFormation templates, by a glob over their files.',
  },
  ignore: { shape: { kind: 'list', of: ignore }, description: 'Findings that are accepted, each with a reason.' },
  baseline: {
    shape: word,
    description: 'A baseline file: what is in it does not fail.',
    example: '.iamgate-baseline.json',
    oneForAll: true,
  },
  root: {
    shape: { kind: 'flag' },
    description: 'When true, nothing counts here of the configurations above, except what they protect.',
  },
}
