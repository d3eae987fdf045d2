import type { Finding } from '../../src/model/finding'
import { compare, createBaseline } from '../../src/scan/baseline'
import { GitTree } from '../../src/scan/git-tree'
import { everyCheck } from '../../src/scan/options'
import { Workspace } from './workspace'
import { choices, filesOf, first, type Manner, type Meaning, plainManner } from './written-code'

let workspace: Workspace

beforeAll(() => {
  workspace = new Workspace()
  workspace.git('init', '-q', '-b', 'main')
})

afterAll(() => workspace.remove())

interface Step {
  readonly name: string
  readonly meaning: Meaning
  readonly manner: Manner
}

/** Every choice of writing, one commit each, three times over in another order; a change of meaning now and then. */
function history(): readonly Step[] {
  const steps: Step[] = []
  let [meaning, manner] = [first, plainManner]
  const keys = Object.keys(choices) as (keyof Manner)[]
  for (const round of [1, 2, 3]) {
    for (const key of round === 2 ? [...keys].reverse() : keys) {
      const options: readonly unknown[] = choices[key]
      const next = options[(options.indexOf(manner[key]) + 1) % options.length]
      manner = { ...manner, [key]: next }
      steps.push({ name: `${key} is ${JSON.stringify(next)}`, meaning, manner })
    }
    for (const change of meanings(round)) {
      meaning = { ...meaning, ...change }
      steps.push({ name: `means ${JSON.stringify(change)}`, meaning, manner })
    }
  }
  return steps
}

function meanings(round: number): readonly Partial<Meaning>[] {
  if (round === 1) return [{ actions: [...first.actions, 'ec2:*'] }, { sharers: ['ann', ...first.sharers] }]
  if (round === 2) return [{ sharers: ['ann', 'noa'] }, { actions: ['kms:Decrypt'] }]
  return [{ actions: first.actions }]
}

async function findingsAt(step: Step): Promise<readonly Finding[]> {
  workspace.git('rm', '-rqf', '--ignore-unmatch', '.')
  const commit = workspace.write(filesOf(step.meaning, step.manner)).commit(step.name)
  const { result } = await workspace.scan({
    tree: new GitTree(workspace.root, '', commit),
    selection: { ...everyCheck, minimumSeverity: 'note', minimumConfidence: 'low' },
  })
  expect([step.name, result.diagnostics]).toEqual([step.name, []])
  return result.findings
}

const shown = ({ check, resource, message }: Finding): string => `${check} ${resource.address}: ${message}`

test('over fifty commits, a fingerprint changes only where its finding does', async () => {
  const steps = history()
  expect(steps.length).toBeGreaterThanOrEqual(45)
  let before = await findingsAt({ name: 'first', meaning: first, manner: plainManner })
  let meaning = first
  expect(before.length).toBeGreaterThan(10)
  const told: string[] = []
  for (const step of steps) {
    const after = await findingsAt(step)
    const { findings } = compare(after, { kind: 'base', findings: before })
    const changed = findings.filter(({ state }) => state !== 'unchanged')
    if (step.meaning === meaning) {
      expect([step.name, changed.map(shown)]).toEqual([step.name, []])
      expect([step.name, fingerprints(after)]).toEqual([step.name, fingerprints(before)])
      const { findings: entries } = createBaseline(before)
      expect(compare(after, { kind: 'baseline', file: 'b.json', entries }).diagnostics).toEqual([])
    } else {
      told.push(
        step.name,
        ...changed.map((finding) => `  ${finding.state} ${finding.check} ${finding.resource.address}`),
      )
    }
    ;[before, meaning] = [after, step.meaning]
  }
  expect(told).toMatchInlineSnapshot(`
[
  "means {"actions":["s3:*","iam:PassRole","kms:Decrypt","ec2:*"]}",
  "  new privilege-escalation aws_iam_role_policy.app",
  "  new service-wildcard aws_iam_role_policy.app",
  "  new privilege-escalation Worker",
  "  new service-wildcard Worker",
  "  absent service-wildcard aws_iam_role_policy.app",
  "  absent service-wildcard Worker",
  "means {"sharers":["ann","mia","noa"]}",
  "  new user-without-group aws_iam_user.ann",
  "  new inline-user-policy aws_iam_user_policy.ann",
  "means {"sharers":["ann","noa"]}",
  "  absent user-without-group aws_iam_user.mia",
  "  absent inline-user-policy aws_iam_user_policy.mia",
  "means {"actions":["kms:Decrypt"]}",
  "  absent privilege-escalation aws_iam_role_policy.app",
  "  absent service-wildcard aws_iam_role_policy.app",
  "  absent pass-role-wildcard aws_iam_role_policy.app",
  "  absent privilege-escalation Worker",
  "  absent service-wildcard Worker",
  "  absent pass-role-wildcard Worker",
  "means {"actions":["s3:*","iam:PassRole","kms:Decrypt"]}",
  "  new pass-role-wildcard aws_iam_role_policy.app",
  "  new service-wildcard aws_iam_role_policy.app",
  "  new pass-role-wildcard Worker",
  "  new service-wildcard Worker",
]
`)
})

const fingerprints = (findings: readonly Finding[]): string[] => findings.map(({ fingerprint }) => fingerprint).sort()
