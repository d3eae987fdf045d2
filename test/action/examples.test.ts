import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { commands } from '../../src/cli/commands/index'

const root = join(__dirname, '..', '..')
const folder = join(root, 'docs', 'examples')

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly 'runs-on'?: string
  /** Another workflow, instead of steps. */
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly needs?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const action = load(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
}
const called = load(readFileSync(join(root, '.github', 'workflows', 'scan-organization.yml'), 'utf8')) as {
  readonly on: {
    readonly workflow_call: Readonly<Record<'inputs' | 'secrets', Readonly<Record<string, unknown>>>>
  }
}
const isOurs = (step: Step): boolean => step.uses?.startsWith('iamgate/iamgate@') ?? false

describe.each(readdirSync(folder).sort())('the example %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const workflow = load(text) as Workflow
  const jobs = Object.entries(workflow.jobs)
  const steps = jobs.flatMap(([, job]) => job.steps ?? [])

  it('is a workflow: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax', () => {
    expect(Object.keys(workflow).sort()).toEqual(['jobs', 'name', 'on', 'permissions'])
    for (const [, job] of jobs) {
      expect([job['runs-on'], job.uses]).toEqual(expect.arrayContaining([undefined]))
      expect(job['runs-on'] ?? 'ubuntu-latest').toBe('ubuntu-latest')
      expect(job.needs === undefined || job.needs in workflow.jobs).toBe(true)
    }
    for (const step of steps) expect([step.uses, step.run].filter((way) => way !== undefined)).toHaveLength(1)
    const ids = steps.flatMap(({ id }) => id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('gives no more permissions than each job needs', () => {
    expect(workflow.permissions).toEqual({})
    for (const [, { permissions, steps: own = [] }] of jobs) {
      const has = (part: string): boolean => own.some((step) => JSON.stringify(step).includes(part))
      const writes = has('"github-token"') || has('gh pr edit')
      expect(permissions).toEqual({
        ...(has('actions/checkout@') && { contents: 'read' }),
        ...(has('upload-sarif') && { 'security-events': 'write' }),
        ...(writes && { 'pull-requests': 'write' }),
      })
    }
  })

  it('pins every action of others', () => {
    for (const [, action] of text.matchAll(/uses: (?!iamgate\/)(\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$/)
  })

  it('uses iamgate with inputs and outputs that there are, on a checkout that has the base', () => {
    expect(steps.filter(isOurs).length + jobs.filter(([, job]) => job.uses).length).toBeGreaterThan(0)
    for (const [, job] of jobs) {
      const { inputs, secrets } = called.on.workflow_call
      for (const name of Object.keys(job.with ?? {})) expect(inputs).toHaveProperty([name])
      for (const name of Object.keys(job.secrets ?? {})) expect(secrets).toHaveProperty([name])
      const own = job.steps ?? []
      const at = own.findIndex(isOurs)
      if (at < 0) continue
      for (const input of Object.keys(own[at]?.with ?? {})) expect(action.inputs).toHaveProperty([input])
      const checkout = own.slice(0, at).find((step) => step.uses?.startsWith('actions/checkout@'))
      expect([0, 2]).toContain(checkout?.with?.['fetch-depth'])
    }
    for (const [, id = '', output = ''] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      expect(steps.filter(isOurs).map((step) => step.id)).toContain(id)
      expect(action.outputs).toHaveProperty([output])
    }
    for (const [, job = '', output = ''] of text.matchAll(/needs\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      expect(workflow.jobs[job]?.outputs).toHaveProperty([output])
    }
  })

  it('puts nothing of the pull request into a shell', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})

test('the hooks of pre-commit call commands that there are', () => {
  const hooks = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Readonly<Record<string, unknown>>[]
  expect(hooks.map(({ id }) => id)).toEqual(['iamgate', 'iamgate-diff'])
  for (const hook of hooks) {
    const [program, command = ''] = String(hook.entry).split(' ')
    expect([program, Object.keys(commands)]).toEqual(['iamgate', expect.arrayContaining([command])])
    expect(hook).toMatchObject({ language: 'node', pass_filenames: false, require_serial: true })
  }
})
