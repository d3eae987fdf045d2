import { managedPolicyNames } from '../../src/iam/data'
import { documentEscalations, type EscalationPath, escalationPaths } from '../../src/iam/escalation'
import { knownEscalations } from '../../src/iam/escalation-catalogue'
import { managedDocument } from '../../src/iam/managed'
import type { Identity } from '../../src/model/iam'
import { allow, deny, ModelBuilder, statements } from './build'

const ids = (paths: readonly EscalationPath[]): string[] =>
  paths.flatMap((path) => [path.steps[0]?.known.id as string, ...path.also])

/** The surest paths alone, each as `certainty: id > target ...`. */
function tell(identity: Identity, builder: ModelBuilder): string[] {
  return escalationPaths(identity, builder.done()).map((path) => {
    const steps = path.steps.map((step) =>
      step.target ? `${step.known.id} > ${step.target.resource.name}` : step.known.id,
    )
    return `${path.certainty}: ${steps.join(', ')}`
  })
}

const service = (...names: string[]): object => ({ Service: names })

/** An account in which every known path leads somewhere. */
function target(builder: ModelBuilder): void {
  const services = [...new Set(knownEscalations.flatMap((known) => known.services ?? []))]
  builder.role('admin', service(...services), allow('*'))
  builder.role('open-admin', { AWS: 'arn:aws:iam::111122223333:root' }, allow('*'))
  const plain = builder.role('open-plain', { AWS: 'arn:aws:iam::111122223333:root' })
  builder.managed('plain', [allow('s3:GetObject')], plain)
}

describe('each known path', () => {
  test.each(knownEscalations.map((known) => [known.id, known] as const))('%s', (id, known) => {
    const builder = new ModelBuilder()
    target(builder)
    const needed = allow([...known.actions])
    const user = builder.user('mallory')
    const role = builder.role('mallory-role', service('ec2.amazonaws.com'))
    builder.managed('own', [needed], user, role)
    builder.member(user, builder.group('people'))
    const model = builder.done()
    const found = [...ids(escalationPaths(user, model)), ...ids(escalationPaths(role, model))]
    expect(found).toContain(id)
  })

  test.each(knownEscalations.map((known) => [known.id, known] as const))(
    '%s is none without any one of its actions',
    (id, known) => {
      for (const missing of known.actions) {
        // Entering a role that names the caller needs no permission; none does here.
        const builder = new ModelBuilder()
        target(builder)
        const user = builder.user(
          'mallory',
          allow(known.actions.filter((action) => action !== missing).concat('s3:ListAllMyBuckets')),
        )
        const role = builder.role(
          'mallory-role',
          service('ec2.amazonaws.com'),
          allow([...known.actions]),
          deny(missing),
        )
        const model = builder.done()
        expect(ids(escalationPaths(user, model))).not.toContain(id)
        expect(ids(escalationPaths(role, model))).not.toContain(id)
      }
    },
  )
})

test('the catalogue has the 65 paths of pathfinding.cloud, each once', () => {
  const own = knownEscalations.map((known) => known.id).filter((id) => /-\d{3}$/.test(id))
  expect(new Set(own).size).toBe(own.length)
  expect(own).toHaveLength(65)
})

describe('iam:PassRole', () => {
  const lambda = ['lambda:CreateFunction', 'lambda:InvokeFunction']

  test('alone is no escalation', () => {
    const builder = new ModelBuilder()
    expect(tell(builder.user('mallory', allow('iam:PassRole')), builder)).toEqual([])
  })

  test('of a role that is not privileged is none', () => {
    const builder = new ModelBuilder()
    builder.role('worker', service('lambda.amazonaws.com'), allow('s3:GetObject'))
    const user = builder.user('mallory', allow('iam:PassRole', 'arn:aws:iam::111122223333:role/worker'), allow(lambda))
    expect(tell(user, builder)).toEqual([])
  })

  test('of a privileged role that does not trust the service is none', () => {
    const builder = new ModelBuilder()
    builder.role('admin', service('ec2.amazonaws.com'), allow('*'))
    const user = builder.user('mallory', allow('iam:PassRole', 'arn:aws:iam::111122223333:role/admin'), allow(lambda))
    expect(tell(user, builder)).toEqual([])
  })

  test('of a privileged role that trusts the service, split over policies', () => {
    const builder = new ModelBuilder()
    builder.role('admin', service('lambda.amazonaws.com'), allow('*'))
    const user = builder.user('mallory', allow('iam:PassRole', 'arn:aws:iam::111122223333:role/admin'))
    builder.managed('code', [allow(lambda)], user)
    expect(tell(user, builder)).toEqual(['certain: lambda-001 > admin'])
  })

  test('with iam:PassedToService for another service is none', () => {
    const only = (name: string): object => allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': name } })
    const builder = new ModelBuilder()
    expect(tell(builder.user('mallory', only('ec2.amazonaws.com'), allow(lambda)), builder)).toEqual([])
    const other = new ModelBuilder()
    expect(tell(other.user('mallory', only('lambda.amazonaws.com'), allow(lambda)), other)).toEqual([
      'likely: lambda-001',
    ])
  })

  test('a chain: pass a role that may assume an administrator', () => {
    const builder = new ModelBuilder()
    builder.role('admin', { AWS: 'arn:aws:iam::111122223333:role/middle' }, allow('*'))
    builder.role('middle', service('lambda.amazonaws.com'))
    const user = builder.user('mallory', allow('iam:PassRole', 'arn:aws:iam::*:role/middle'), allow(lambda))
    expect(tell(user, builder)).toEqual(['certain: lambda-001 > middle, sts-001 > admin'])
  })
})

describe('resources', () => {
  test('iam:PutUserPolicy on oneself or on everyone, not on somebody else', () => {
    const on = (resource: string): string[] => {
      const builder = new ModelBuilder()
      return tell(builder.user('mallory', allow('iam:PutUserPolicy', resource)), builder)
    }
    expect(on('arn:aws:iam::111122223333:user/mallory')).toEqual(['certain: iam-007'])
    expect(on('arn:aws:iam::*:user/m*')).toEqual(['certain: iam-007'])
    expect(on('arn:aws:iam::*:user/${aws:username}')).toEqual(['certain: iam-007'])
    expect(on('*')).toEqual(['certain: iam-007'])
    expect(on('arn:aws:iam::111122223333:user/bob')).toEqual([])
    expect(on('arn:aws:iam::111122223333:role/mallory')).toEqual([])
  })

  test('one may look after one’s own keys', () => {
    const builder = new ModelBuilder()
    builder.user('admin', allow('*'))
    const self = 'arn:aws:iam::*:user/${aws:username}'
    expect(tell(builder.user('alice', allow(['iam:*AccessKey*', 'iam:*LoginProfile'], self)), builder)).toEqual([])
  })

  test('keys of a user who is privileged, or is not', () => {
    const builder = new ModelBuilder()
    builder.user('admin', allow('*'))
    builder.user('guest', allow('s3:GetObject'))
    const on = (name: string): string[] =>
      tell(builder.user(`for-${name}`, allow('iam:CreateAccessKey', `arn:aws:iam::111122223333:user/${name}`)), builder)
    const forAdmin = on('admin')
    expect(forAdmin).toEqual(['certain: iam-002 > admin'])
  })

  test('keys of a user without rights are no escalation', () => {
    const builder = new ModelBuilder()
    builder.user('guest', allow('s3:GetObject'))
    const user = builder.user('mallory', allow('iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/guest'))
    expect(tell(user, builder)).toEqual([])
  })

  test('a policy of AWS cannot be rewritten', () => {
    const builder = new ModelBuilder()
    const user = builder.user('mallory')
    builder.managed('fp4', [allow('iam:CreatePolicyVersion', 'arn:aws:iam::aws:policy/fp4-*')], user)
    expect(tell(user, builder)).toEqual([])
  })
})

describe('what takes a path away', () => {
  test('a Deny, of another policy too', () => {
    const builder = new ModelBuilder()
    const user = builder.user('mallory', allow('iam:*'))
    builder.managed('deny', [deny('iam:*')], user)
    expect(tell(user, builder)).toEqual([])
  })

  test('a boundary, unless it may be taken off', () => {
    const builder = new ModelBuilder()
    const user = builder.user('mallory', allow('iam:PutUserPolicy'))
    builder.boundary(user, allow(['s3:*', 'iam:PutUserPolicy']))
    expect(tell(user, builder)).toEqual([])
    const other = new ModelBuilder()
    const free = other.user('mallory', allow(['iam:PutUserPolicy', 'iam:DeleteUserPermissionsBoundary']))
    other.boundary(free, allow(['s3:*', 'iam:*']))
    expect(tell(free, other)).toContain('certain: iam-007')
  })

  test('a Deny that is there only under a condition does not count for certain', () => {
    const builder = new ModelBuilder()
    const user = builder.user('mallory', allow('iam:PutUserPolicy'))
    const policy = builder.managed('deny', [deny('iam:*')], user)
    Object.assign(policy.resource, { guards: [{ condition: 'IsProduction', is: true }] })
    expect(tell(user, builder)).toEqual(['possible: iam-007'])
  })

  test('a condition on which policy may be attached', () => {
    const attach = (arn: string): string[] => {
      const builder = new ModelBuilder()
      return tell(
        builder.user('mallory', allow('iam:AttachUserPolicy', '*', { ArnEquals: { 'iam:PolicyARN': arn } })),
        builder,
      )
    }
    expect(attach('arn:aws:iam::aws:policy/ReadOnlyAccess')).toEqual([])
    expect(attach('arn:aws:iam::aws:policy/*')).toEqual(['certain: iam-008'])
  })

  test('a date that has passed, but not one that has come', () => {
    const when = (operator: string): string[] => {
      const builder = new ModelBuilder()
      const user = builder.user('mallory')
      const condition = { [operator]: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } }
      builder.managed('fn3', [allow('iam:CreatePolicyVersion', '*', condition)], user)
      return tell(user, builder)
    }
    expect(when('DateLessThan')).toEqual([])
    expect(when('DateGreaterThan')).toEqual(['certain: iam-001'])
  })

  test('full access already', () => {
    const builder = new ModelBuilder()
    expect(tell(builder.user('root', allow('*')), builder)).toEqual([])
  })
})

test('a role of another root module is another account’s, for all that anyone knows', () => {
  const builder = new ModelBuilder()
  const admin = builder.role('admin', service('lambda.amazonaws.com'), allow('*'))
  const elsewhere = { ...admin, resource: { ...admin.resource, scope: 'other' } }
  builder.model.roles[0] = elsewhere
  for (const policy of builder.model.policies)
    if (policy.carrier?.to === admin) Object.assign(policy.carrier, { to: elsewhere })
  const user = builder.user('mallory', allow('iam:PassRole'), allow(['lambda:CreateFunction', 'lambda:InvokeFunction']))
  const named = builder.user(
    'named',
    allow('iam:PassRole', 'arn:aws:iam::111122223333:role/admin'),
    allow(['lambda:CreateFunction', 'lambda:InvokeFunction']),
  )
  expect(tell(user, builder)).toEqual(['likely: lambda-001'])
  expect(tell(named, builder)).toEqual(['possible: lambda-001'])
})

test('a role that only does a service’s own work is nobody’s to use', () => {
  const paths = (trust: object): string[] => {
    const builder = new ModelBuilder()
    const role = builder.role('backup', trust)
    builder.attachAws('service-role/AWSBackupServiceRolePolicyForRestores', role)
    return tell(role, builder).filter((path) => path.includes('ec2-001'))
  }
  expect(paths(service('backup.amazonaws.com'))).toEqual(['possible: ec2-001'])
  expect(paths({ Service: 'backup.amazonaws.com', AWS: 'arn:aws:iam::111122223333:root' })).toEqual(['likely: ec2-001'])
  expect(paths(service('lambda.amazonaws.com'))).toEqual(['likely: ec2-001'])
})

describe('what runs already', () => {
  test('is likely meant where its action is written out', () => {
    const builder = new ModelBuilder()
    expect(tell(builder.user('a', allow('glue:UpdateDevEndpoint')), builder)).toEqual(['likely: glue-002'])
  })

  test('is possible by a wildcard, and likely where the code has such a thing', () => {
    const builder = new ModelBuilder()
    const user = builder.user('a', allow('glue:*'))
    const narrow = builder.user('b', allow('glue:UpdateDevEndpoint', 'arn:aws:glue:*:*:devEndpoint/x'))
    expect(tell(user, builder)).toEqual(['possible: glue-002'])
    expect(tell(narrow, builder)).toEqual(['possible: glue-002'])
    const other = new ModelBuilder()
    const same = other.user('a', allow('glue:*'))
    other.model.resources.push({
      ...same.resource,
      address: 'aws_glue_dev_endpoint.d',
      canonicalType: 'AWS::Glue::DevEndpoint',
    })
    expect(tell(same, other)).toEqual(['likely: glue-002'])
  })
})

test('a role that trusts an account by its number is likely this one’s, and not when it is known to be another’s', () => {
  const builder = new ModelBuilder()
  builder.role('admin', { AWS: 'arn:aws:iam::444455556666:root' }, allow('*'))
  const user = builder.user('mallory', allow('sts:AssumeRole'))
  const model = builder.done()
  expect(escalationPaths(user, model).map(({ certainty }) => certainty)).toEqual(['likely'])
  const zone = { accounts: ['111122223333'], organizations: [], trustedAccounts: [], oidcSubjects: [] }
  expect(escalationPaths(user, model, zone)).toEqual([])
  expect(
    escalationPaths(user, model, { ...zone, accounts: ['444455556666'] }).map(({ certainty }) => certainty),
  ).toEqual(['certain'])
})

test('groups hand their paths on', () => {
  const builder = new ModelBuilder()
  const user = builder.user('mallory')
  const group = builder.group('ops', allow('iam:PutGroupPolicy', 'arn:aws:iam::*:group/ops'))
  builder.member(user, group)
  expect(tell(user, builder)).toEqual(['certain: iam-011'])
})

test('roles that trust each other do not make a way out of nothing', () => {
  const builder = new ModelBuilder()
  const one = builder.role('one', { AWS: 'arn:aws:iam::111122223333:role/two' }, allow('sts:AssumeRole'))
  builder.role('two', { AWS: 'arn:aws:iam::111122223333:role/one' }, allow('sts:AssumeRole'))
  expect(tell(one, builder)).toEqual([])
})

describe('documents of AWS', () => {
  const surely = (name: string): string[] => {
    const document = managedDocument(name)
    if (!document) throw new Error(`AWS has no policy ${name}`)
    return ids(documentEscalations(document).filter((path) => path.certainty !== 'possible'))
  }

  test.each([
    ['AWSLambda_FullAccess', 'lambda-001'],
    ['AmazonECS_FullAccess', 'ecs-004'],
    ['AmazonSageMakerFullAccess', 'sagemaker-001'],
    ['job-function/DataScientist', 'sagemaker-001'],
    ['AmazonElasticMapReduceFullAccess', 'ec2-001'],
    ['AmazonDynamoDBFullAccesswithDataPipeline', 'datapipeline-001'],
    ['service-role/AmazonElasticMapReduceRole', 'ec2-001'],
    ['AdministratorAccess-AWSElasticBeanstalk', 'cloudformation-001'],
  ])('%s opens %s', (name, id) => {
    expect(surely(name)).toContain(id)
  })

  test('IAMFullAccess and PowerUserAccess are named for what they are', () => {
    expect(surely('IAMFullAccess')).toEqual(expect.arrayContaining(['iam-007', 'iam-008', 'iam-012']))
    expect(surely('PowerUserAccess').every((id) => !id.startsWith('iam-'))).toBe(true)
  })

  test('none that only reads has a path', () => {
    const readers = managedPolicyNames().filter((name) => /ReadOnly|ViewOnly|SecurityAudit|ReadAccess/.test(name))
    expect(readers.length).toBeGreaterThan(150)
    for (const name of readers) expect([name, surely(name)]).toEqual([name, []])
  })
})

test('a document alone', () => {
  expect(ids(documentEscalations(statements(allow(['iam:PassRole', 'ec2:RunInstances']))))).toEqual(['ec2-001'])
  expect(documentEscalations(statements(allow('*')))).toEqual([])
})
