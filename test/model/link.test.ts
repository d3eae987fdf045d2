import type { IamModel } from '../../src/model/iam'
import { link } from '../../src/model/link'
import {
  accessKeysOf,
  attachmentsOf,
  boundaryOf,
  carriersOf,
  groupsOf,
  instanceProfilesOf,
  loginProfilesOf,
  membersOf,
  membershipsOf,
  policiesOf,
  policiesOn,
  rolesOf,
} from '../../src/model/queries'
import type { Resource } from '../../src/model/resource'
import { display } from '../../src/model/value'
import { mapResources } from '../../parsers/terraform/resources'
import { terraformResource as resource } from '../parsers/terraform/resources/terraform-resource'

const policy = '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
const modelOf = (...resources: Parameters<typeof mapResources>[0]): IamModel => link(mapResources(resources).model)
const role = (address: string, name: string, scope?: string) => resource(address, { name }, scope)
const attach = (to: string, scope?: string, arn = 'arn:aws:iam::aws:policy/X') =>
  resource('aws_iam_role_policy_attachment.a', { role: to, policy_arn: arn }, scope)
const inTemplate = (made: Resource): Resource => ({ ...made, framework: 'cloudformation' })
const target = (model: IamModel) => model.attachments[0]!.target.to?.resource.address
const attached = (model: IamModel) => model.attachments[0]!.policy.to?.resource.address

describe('link', () => {
  it('joins symbols whatever the attribute', () => {
    for (const attribute of ['name', 'id', 'arn', 'unique_id']) {
      expect(target(modelOf(role('aws_iam_role.r', 'r'), attach(`\${aws_iam_role.r.${attribute}}`)))).toBe(
        'aws_iam_role.r',
      )
    }
    expect(target(modelOf(role('aws_iam_role.r', 'r'), attach('${aws_iam_role.other.name}')))).toBeUndefined()
  })

  it('joins names in any case, and ARNs of any account', () => {
    for (const mention of [
      'App',
      'app',
      'arn:aws:iam::111122223333:role/service/App',
      'arn:aws:iam::${var.a}:role/App',
    ]) {
      expect(target(modelOf(role('aws_iam_role.r', 'App'), attach(mention)))).toBe('aws_iam_role.r')
    }
    for (const mention of [
      'Ap',
      'x-${var.a}',
      '${var.a}',
      'arn:aws:iam::1:role/${var.name}',
      'arn:aws:iam::1:role/App-${var.x}',
    ]) {
      expect(target(modelOf(role('aws_iam_role.r', 'App'), attach(mention)))).toBeUndefined()
    }
  })

  it('joins a name that is known in part with the same name, and with that alone', () => {
    const named = role('aws_iam_role.r', '${var.stage}-app')
    const { name } = mapResources([named]).model.roles[0]!
    const mention = attach('x')
    const entries = mention.properties.entries.map((each) =>
      each.value.kind === 'text' && each.key.parts[0]?.kind === 'chunk' && each.key.parts[0].text === 'role'
        ? { ...each, value: name }
        : each,
    )
    const same = { ...mention, properties: { ...mention.properties, entries } }
    expect(target(modelOf(named, same))).toBe('aws_iam_role.r')
    expect(target(modelOf(named, role('aws_iam_role.s', '${var.stage}-app'), same))).toBe('aws_iam_role.r')
    expect(target(modelOf(named, attach('${var.stage}-app')))).toBeUndefined()
    expect(target(modelOf(named, { ...named, address: 'aws_iam_role.again' }, same))).toBeUndefined()
  })

  it('joins an ARN that ends in a symbol', () => {
    const model = modelOf(role('aws_iam_role.r', 'r'), attach('arn:aws:iam::1:role/${aws_iam_role.r.name}'))
    expect(target(model)).toBe('aws_iam_role.r')
  })

  it("never takes a policy of the code for AWS's own of the same name", () => {
    const own = resource('aws_iam_policy.p', { name: 'AdministratorAccess', policy })
    const arns = ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:${var.p}:iam::aws:policy/AdministratorAccess']
    for (const arn of arns) expect(attached(modelOf(own, attach('r', undefined, arn)))).toBeUndefined()
    const mention = 'arn:aws:iam::111122223333:policy/AdministratorAccess'
    expect(attached(modelOf(own, attach('r', undefined, mention)))).toBe('aws_iam_policy.p')
  })

  it('joins by name within a scope and the scopes it holds, and not beyond', () => {
    const roles = [role('aws_iam_role.a', 'app', 'one'), role('aws_iam_role.b', 'app', 'two')].map(inTemplate)
    const attachIn = (scope: string) => inTemplate(attach('app', scope))
    expect(target(modelOf(...roles, attachIn('two')))).toBe('aws_iam_role.b')
    expect(target(modelOf(...roles, attachIn('two/nested')))).toBe('aws_iam_role.b')
    expect(target(modelOf(...roles, attachIn('twofold')))).toBeUndefined()
    const nested = inTemplate(role('aws_iam_role.n', 'app', 'two/nested'))
    expect(target(modelOf(nested, attachIn('two')))).toBe('aws_iam_role.n')
  })

  it('joins no root module with one in a directory below, nor with a template there', () => {
    const outer = role('aws_iam_role.a', 'app', 'infra')
    expect(target(modelOf(outer, attach('app', 'infra')))).toBe('aws_iam_role.a')
    expect(target(modelOf(outer, attach('app', 'infra/legacy')))).toBeUndefined()
    expect(target(modelOf(outer, inTemplate(attach('app', 'infra/stack.yaml'))))).toBeUndefined()
  })

  it('joins with neither of two that share a name', () => {
    const model = modelOf(role('aws_iam_role.a', 'app'), role('aws_iam_role.b', 'app'), attach('app'))
    expect(target(model)).toBeUndefined()
  })

  it('joins with the one in its own module', () => {
    const roles = ['module.a["x.y"].', 'module.a["z"].', ''].map((path) => role(`${path}aws_iam_role.r`, 'app'))
    const model = modelOf(...roles, { ...attach('app'), address: 'module.a["z"].aws_iam_role_policy_attachment.a' })
    expect(target(model)).toBe('module.a["z"].aws_iam_role.r')
  })

  it('joins what can exist together', () => {
    const under = (condition: string, is: boolean) => ({ guards: [{ condition, is }] })
    const roles = [true, false].map((is) => ({ ...role('aws_iam_role.r', 'app'), ...under('c', is) }))
    for (const mention of ['app', '${aws_iam_role.r.arn}']) {
      const model = modelOf(...roles, { ...attach(mention), ...under('c', false) })
      expect(model.attachments[0]!.target.to).toBe(model.roles[1])
      expect(modelOf(...roles, attach(mention)).attachments[0]!.target.to).toBeDefined()
    }
  })

  it('changes nothing when it is called again', () => {
    const model = modelOf(role('aws_iam_role.r', 'r'), attach('r'))
    const [before] = model.roles
    expect(link(model)).toBe(model)
    expect(model.attachments[0]!.target.to).toBe(before)
  })
})

describe('queries', () => {
  const model = modelOf(
    resource('aws_iam_user.ann', { name: 'ann', permissions_boundary: '${aws_iam_policy.boundary.arn}' }),
    resource('aws_iam_user.bob', { name: 'bob' }),
    resource('aws_iam_group.team', { name: 'team' }),
    resource('aws_iam_user_group_membership.m', { user: 'ann', groups: ['team', 'elsewhere'] }),
    resource('aws_iam_group_membership.n', { group: 'team', users: ['ann', 'bob'] }),
    resource('aws_iam_user_policy.inline', { user: 'ann', policy }),
    resource('aws_iam_policy.boundary', { name: 'boundary', policy }),
    resource('aws_iam_policy.managed', { name: 'managed', policy }),
    resource('aws_iam_group_policy_attachment.g', { group: 'team', policy_arn: '${aws_iam_policy.managed.arn}' }),
    resource('aws_iam_user_policy_attachment.u', { user: 'ann', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    resource('aws_iam_access_key.k', { user: 'ann' }),
    resource('aws_iam_user_login_profile.l', { user: 'ann' }),
    resource('aws_iam_role.r', { name: 'r', assume_role_policy: policy }),
    resource('aws_iam_instance_profile.i', { name: 'i', role: 'r' }),
    resource('aws_s3_bucket.b', { bucket: 'b' }),
    resource('aws_s3_bucket_policy.p', { bucket: '${aws_s3_bucket.b.id}', policy }),
  )
  const [ann, bob] = model.users as [IamModel['users'][number], IamModel['users'][number]]

  it('lists the policies of an identity, and how it has them', () => {
    const held = policiesOf(model, ann).map(({ how, via, policy: held, mention }) =>
      [how, held?.resource.address ?? display(mention!.text), via ? display(via.name) : ''].join(' '),
    )
    expect(held).toEqual([
      'inline aws_iam_user_policy.inline ',
      'attached arn:aws:iam::aws:policy/ReadOnlyAccess ',
      'attached aws_iam_policy.managed team',
    ])
    expect(policiesOf(model, bob)).toHaveLength(1)
    expect(policiesOf(model, model.roles[0]!)).toEqual([])
  })

  it('answers who is in what', () => {
    expect(groupsOf(model, ann)).toEqual(model.groups)
    expect(membershipsOf(model, ann)).toHaveLength(3)
    expect(membersOf(model, model.groups[0]!)).toEqual([ann, bob])
    expect(accessKeysOf(model, ann)).toEqual(model.accessKeys)
    expect(accessKeysOf(model, bob)).toEqual([])
    expect(loginProfilesOf(model, ann)).toEqual(model.loginProfiles)
    expect(rolesOf(model.instanceProfiles[0]!)).toEqual(model.roles)
    expect(instanceProfilesOf(model, model.roles[0]!)).toEqual(model.instanceProfiles)
  })

  it('answers who carries what', () => {
    const of = (address: string) => model.policies.find((each) => each.resource.address === address)!
    expect(boundaryOf(model, ann)!.to).toBe(of('aws_iam_policy.boundary'))
    expect(boundaryOf(model, bob)).toBeUndefined()
    expect(attachmentsOf(model, of('aws_iam_policy.managed')).map(({ as }) => as)).toEqual(['permissions'])
    expect(carriersOf(model, of('aws_iam_policy.managed'))).toEqual(model.groups)
    expect(carriersOf(model, of('aws_iam_user_policy.inline'))).toEqual([ann])
    expect(carriersOf(model, of('aws_iam_role.r'))).toEqual(model.roles)
    expect(policiesOn(model, model.resources.find(({ type }) => type === 'aws_s3_bucket')!)).toHaveLength(1)
  })

  it('holds for ten thousand principals', () => {
    const many = [...Array(10_000).keys()].flatMap((n) => [
      role(`aws_iam_role.r[${n}]`, `role-${n}`),
      attach(`role-${n}`),
    ])
    const large = modelOf(...many)
    for (const each of large.roles) expect(policiesOf(large, each)).toHaveLength(1)
  })
})
