import fc from 'fast-check'
import { arnPattern, canonicalTypeOf, mapResources, relevantTypes } from '../../../../parsers/terraform/resources'
import { policyCarriers } from '../../../../parsers/terraform/resources/policy-carriers'
import type { IamModel, Policy } from '../../../../src/model/iam'
import { link } from '../../../../src/model/link'
import type { Resource } from '../../../../src/model/resource'
import { display } from '../../../../src/model/value'
import { modelReport } from '../../../../src/report/model'
import { written } from '../../policy/policy-text'
import { terraformResource as resource } from './terraform-resource'

const allow = (action: string, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*', ...more } })
const modelOf = (...resources: Resource[]): IamModel => link(mapResources(resources).model)
const attachments = (model: IamModel) =>
  model.attachments.map(({ as, policy, target, exclusive }) =>
    [as, display(policy.text), target.identityKind, target.to?.resource.address, exclusive ? 'exclusive' : ''].join(
      ' ',
    ),
  )
const summary = ({ kind, resource, carrier, document }: Policy) =>
  `${kind} ${resource.address} ${carrier?.to?.resource.address ?? ''} ${document.statements.map(({ actions }) => actions?.items.map(display)).join(' ')}`

describe('mapResources: identities', () => {
  it('reads a role with all that is written inside', () => {
    const model = modelOf(
      resource('aws_iam_role.r', {
        name: 'app',
        path: '/service/',
        assume_role_policy: allow('sts:AssumeRole', { Principal: { Service: 'ec2.amazonaws.com' } }),
        permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
        max_session_duration: 43200,
        managed_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', '${aws_iam_policy.p.arn}'],
        inline_policy: [{ name: 'in', policy: allow('s3:*') }, {}],
      }),
      resource('aws_iam_policy.p', { name: 'p', policy: allow('ec2:*') }),
    )
    const [role] = model.roles
    expect(role).toMatchObject({ kind: 'role', maxSessionDuration: { value: 43200 } })
    expect([display(role!.name), display(role!.path!), display(role!.boundary!.text)]).toEqual([
      'app',
      '/service/',
      'arn:aws:iam::111122223333:policy/boundary',
    ])
    expect(role!.trust!.carrier!.to).toBe(role)
    expect(model.policies.map(summary)).toEqual([
      'trust aws_iam_role.r aws_iam_role.r sts:AssumeRole',
      'inline aws_iam_role.r aws_iam_role.r s3:*',
      'managed aws_iam_policy.p  ec2:*',
    ])
    expect(attachments(model)).toEqual([
      'boundary arn:aws:iam::111122223333:policy/boundary role aws_iam_role.r ',
      'permissions arn:aws:iam::aws:policy/ReadOnlyAccess role aws_iam_role.r ',
      'permissions ${aws_iam_policy.p.arn} role aws_iam_role.r ',
    ])
    expect(model.attachments.map(({ policy }) => policy.to?.resource.address)).toEqual([
      undefined,
      undefined,
      'aws_iam_policy.p',
    ])
    expect(written(model.attachments[1]!.span)).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess')
  })

  it('reads users and groups, with the policies and memberships beside them', () => {
    const model = modelOf(
      resource('aws_iam_user.u', { name: 'ann', permissions_boundary: null }),
      resource('aws_iam_group.g', { name: 'team' }),
      resource('aws_iam_user_policy.up', { user: '${aws_iam_user.u.id}', policy: allow('s3:*') }),
      resource('aws_iam_group_policy.gp', { group: 'team', policy: allow('sqs:*') }),
      resource('aws_iam_user_policy_attachment.a', { user: 'ann', policy_arn: 'arn:aws:iam::aws:policy/X' }),
      resource('aws_iam_group_membership.m', {
        name: 'm',
        group: '${aws_iam_group.g.name}',
        users: ['ann', '${var.u}'],
      }),
      resource('aws_iam_user_group_membership.n', { user: 'ann', groups: ['team', 'other'] }),
    )
    expect(model.users[0]!.boundary).toBeUndefined()
    expect(model.policies.map(summary)).toEqual([
      'inline aws_iam_user_policy.up aws_iam_user.u s3:*',
      'inline aws_iam_group_policy.gp aws_iam_group.g sqs:*',
    ])
    expect(attachments(model)).toEqual(['permissions arn:aws:iam::aws:policy/X user aws_iam_user.u '])
    expect(
      model.memberships.map(({ user, group }) => [
        display(user.text),
        user.to?.kind,
        display(group.text),
        group.to?.kind,
      ]),
    ).toEqual([
      ['ann', 'user', '${aws_iam_group.g.name}', 'group'],
      ['${var.u}', undefined, '${aws_iam_group.g.name}', 'group'],
      ['ann', 'user', 'team', 'group'],
      ['ann', 'user', 'other', undefined],
    ])
  })

  it('gives names that the provider makes up a hole that equals other mentions of them', () => {
    const model = modelOf(
      resource('aws_iam_role.r', { name_prefix: 'app-', assume_role_policy: allow('sts:AssumeRole') }),
      resource('aws_iam_role_policy.p', { role: '${aws_iam_role.r.name}', policy: allow('s3:*') }),
    )
    expect(display(model.roles[0]!.name)).toBe('app-${aws_iam_role.r.name}')
    expect(model.policies[1]!.carrier!.to).toBe(model.roles[0])
    expect(model.roles[0]!.name.parts[1]).toMatchObject({ symbol: { id: 'infra|aws_iam_role.r.name' } })
  })

  it('takes a choice between a text and nothing for the text', () => {
    const role = resource('aws_iam_role.r', { name: 'r' })
    const given = resource('aws_iam_role_policy_attachment.a', { role: 'r', policy_arn: 'arn:aws:iam::aws:policy/X' })
    const entries = given.properties.entries.map(({ key, value }) => ({
      key,
      value: { kind: 'choice', condition: 'c', whenTrue: value, whenFalse: undefined, span: value.span } as const,
    }))
    const chosen = { ...given, properties: { ...given.properties, entries } }
    expect(attachments(modelOf(role, chosen))).toEqual(['permissions arn:aws:iam::aws:policy/X role aws_iam_role.r '])
  })

  it('reads the attachments that detach', () => {
    const model = modelOf(
      resource('aws_iam_policy_attachment.a', {
        name: 'a',
        policy_arn: 'arn:aws:iam::aws:policy/X',
        users: ['u'],
        roles: ['r', 's'],
        groups: [],
      }),
      resource('aws_iam_role_policy_attachments_exclusive.e', {
        role_name: 'r',
        policy_arns: ['arn:aws:iam::aws:policy/Y'],
      }),
    )
    expect(attachments(model)).toEqual([
      'permissions arn:aws:iam::aws:policy/X user  exclusive',
      'permissions arn:aws:iam::aws:policy/X role  exclusive',
      'permissions arn:aws:iam::aws:policy/X role  exclusive',
      'permissions arn:aws:iam::aws:policy/Y role  ',
    ])
    expect(model.attachments.slice(0, 3).map(({ span }) => written(span))).toEqual(['u', 'r', 's'])
  })

  it('reads credentials, profiles and providers', () => {
    const model = modelOf(
      resource('aws_iam_user.u', { name: 'ann' }),
      resource('aws_iam_access_key.k', { user: 'ann', status: 'Inactive', pgp_key: 'keybase:x' }),
      resource('aws_iam_user_login_profile.l', { user: '${aws_iam_user.u.name}', password_reset_required: false }),
      resource('aws_iam_role.r', { name: 'r', assume_role_policy: allow('sts:AssumeRole') }),
      resource('aws_iam_instance_profile.i', { name: 'i', role: '${aws_iam_role.r.name}' }),
      resource('aws_iam_account_password_policy.p', { minimum_password_length: 8 }),
      resource('aws_iam_openid_connect_provider.o', { url: 'https://x', client_id_list: ['a'], thumbprint_list: [] }),
      resource('aws_iam_saml_provider.s', { name: 's', saml_metadata_document: '<xml/>' }),
    )
    expect(model.accessKeys[0]!.user!.to).toBe(model.users[0])
    expect(display(model.accessKeys[0]!.status!)).toBe('Inactive')
    expect(model.loginProfiles[0]).toMatchObject({ password: undefined, resetRequired: { value: false } })
    expect(model.loginProfiles[0]!.user.to).toBe(model.users[0])
    expect(model.instanceProfiles[0]!.roles[0]!.to).toBe(model.roles[0])
    expect(model.passwordPolicies[0]!.resource.canonicalType).toBe('AWS::IAM::AccountPasswordPolicy')
    expect(display(model.oidcProviders[0]!.url!)).toBe('https://x')
    expect(display(model.samlProviders[0]!.name)).toBe('s')
  })
})

describe('mapResources: Identity Center and Organizations', () => {
  it('reads a permission set with its policies, boundary and assignments', () => {
    const set = '${aws_ssoadmin_permission_set.s.arn}'
    const model = modelOf(
      resource('aws_ssoadmin_permission_set.s', { name: 'admin', session_duration: 'PT8H' }),
      resource('aws_ssoadmin_permission_set_inline_policy.i', {
        permission_set_arn: set,
        inline_policy: allow('s3:*'),
      }),
      resource('aws_ssoadmin_managed_policy_attachment.m', {
        permission_set_arn: set,
        managed_policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      resource('aws_ssoadmin_customer_managed_policy_attachment.c', {
        permission_set_arn: set,
        customer_managed_policy_reference: [{ name: 'own', path: '/' }],
      }),
      resource('aws_ssoadmin_permissions_boundary_attachment.b', {
        permission_set_arn: set,
        permissions_boundary: [{ managed_policy_arn: 'arn:aws:iam::aws:policy/PowerUserAccess' }],
      }),
      resource('aws_ssoadmin_account_assignment.a', {
        permission_set_arn: set,
        principal_type: 'GROUP',
        target_id: '1',
      }),
    )
    const [permissionSet] = model.permissionSets
    expect(display(permissionSet!.boundary!.text)).toBe('arn:aws:iam::aws:policy/PowerUserAccess')
    expect(model.policies[0]!.carrier!.to).toBe(permissionSet)
    const at = 'permission-set aws_ssoadmin_permission_set.s '
    expect(attachments(model)).toEqual([
      `permissions arn:aws:iam::aws:policy/AdministratorAccess ${at}`,
      `permissions own ${at}`,
      `boundary arn:aws:iam::aws:policy/PowerUserAccess ${at}`,
    ])
    expect(model.accountAssignments[0]!.permissionSet.to).toBe(permissionSet)
  })

  it('reads service and resource control policies with their targets, and leaves other languages', () => {
    const model = modelOf(
      resource('aws_organizations_policy.s', { name: 's', content: allow('*') }),
      resource('aws_organizations_policy.r', { name: 'r', type: 'RESOURCE_CONTROL_POLICY', content: allow('*') }),
      resource('aws_organizations_policy.t', { name: 't', type: 'TAG_POLICY', content: '{"tags": {}}' }),
      resource('aws_organizations_policy_attachment.a', {
        policy_id: '${aws_organizations_policy.s.id}',
        target_id: 'ou-1',
      }),
    )
    expect(model.policies.map(({ kind, targets }) => [kind, targets?.map(display)])).toEqual([
      ['scp', ['ou-1']],
      ['rcp', []],
    ])
  })
})

describe('mapResources: policies on resources', () => {
  it('finds the policy of every carrier, and what it protects', () => {
    for (const [type, carrier] of Object.entries(policyCarriers)) {
      const nest = (path: readonly string[], value: unknown): object =>
        path.length === 1 ? { [path[0] as string]: value } : { [path[0] as string]: [nest(path.slice(1), value)] }
      const inner = [nest(carrier.policy, allow('a:b')), nest(carrier.of ?? ['name'], 'thing')]
      const properties =
        carrier.policy.length > 1 ? { details: [{ policy: allow('a:b'), name: 'thing' }] } : Object.assign({}, ...inner)
      const given = resource(`${type}.x`, properties)
      const { policies } = modelOf(given)
      expect([type, policies.length, policies[0]?.kind]).toEqual([type, 1, carrier.kind])
      expect(policies[0]!.document.statements).toHaveLength(1)
      expect(given.canonicalType).not.toBe(type)
      if (carrier.kind === 'document') continue
      expect(policies[0]!.protects!.type).toBe(carrier.protects)
      expect(display(policies[0]!.protects!.reference!.text)).toBe('thing')
      expect(policies[0]!.protects!.reference!.to).toBe(carrier.of ? undefined : given)
    }
  })

  it('joins a policy with the resource that it protects, by symbol and by name', () => {
    const model = modelOf(
      resource('aws_s3_bucket.b', { bucket: 'logs' }),
      resource('aws_sqs_queue.q', { name: 'logs' }),
      resource('aws_s3_bucket_policy.one', { bucket: '${aws_s3_bucket.b.id}', policy: allow('s3:*') }),
      resource('aws_s3_bucket_policy.two', { bucket: 'logs', policy: allow('s3:*') }),
      resource('aws_s3_bucket_policy.three', { bucket: '${var.bucket}', policy: allow('s3:*') }),
    )
    expect(model.policies.map(({ protects }) => protects!.reference!.to?.address)).toEqual([
      'aws_s3_bucket.b',
      'aws_s3_bucket.b',
      undefined,
    ])
  })

  it('leaves out the copy of a policy that a plan shows on what it protects', () => {
    const planned = (...resources: Resource[]) =>
      modelOf(...resources.map((each) => ({ ...each, framework: 'terraform-plan' as const }))).policies.map(summary)
    const bucket = resource('aws_s3_bucket.b', { bucket: 'logs', policy: allow('s3:*') })
    const policy = 'resource aws_s3_bucket_policy.p  s3:*'
    for (const mention of ['logs', '${aws_s3_bucket.b.id}']) {
      const own = resource('aws_s3_bucket_policy.p', { bucket: mention, policy: allow('s3:*') })
      expect(planned(bucket, own)).toEqual([policy])
      expect(modelOf(bucket, own).policies).toHaveLength(2)
    }
    const other = resource('aws_s3_bucket_policy.p', { bucket: 'other', policy: allow('s3:*') })
    expect(planned(bucket, other)).toEqual(['resource aws_s3_bucket.b  s3:*', policy])
    expect(planned(bucket)).toEqual(['resource aws_s3_bucket.b  s3:*'])
  })

  it('leaves out the copies that a plan shows inside a role', () => {
    const readBack = [
      resource('aws_iam_role.r', {
        name: 'app',
        inline_policy: [
          { name: 'in', policy: allow('s3:*') },
          { name: 'by-hand', policy: allow('sqs:*') },
        ],
        managed_policy_arns: ['arn:aws:iam::aws:policy/X', 'arn:aws:iam::aws:policy/Y'],
      }),
      resource('aws_iam_role_policy.p', { name: 'in', role: 'app', policy: allow('s3:*') }),
      resource('aws_iam_role_policy_attachment.a', {
        role: '${aws_iam_role.r.name}',
        policy_arn: 'arn:aws:iam::aws:policy/X',
      }),
    ]
    const planned = modelOf(...readBack.map((each) => ({ ...each, framework: 'terraform-plan' as const })))
    expect(planned.policies.map(summary)).toEqual([
      'inline aws_iam_role.r aws_iam_role.r sqs:*',
      'inline aws_iam_role_policy.p aws_iam_role.r s3:*',
    ])
    expect(attachments(planned)).toEqual([
      'permissions arn:aws:iam::aws:policy/Y role aws_iam_role.r ',
      'permissions arn:aws:iam::aws:policy/X role aws_iam_role.r ',
    ])
    expect(modelOf(...readBack).policies).toHaveLength(3)
  })

  it('adds nothing for a resource without a policy', () => {
    const { policies } = modelOf(
      resource('aws_sqs_queue.q', { name: 'q', policy: null }),
      resource('aws_s3_bucket.b', { bucket: 'b', policy: '' }),
      resource('aws_kms_key.k', {}),
    )
    expect(policies).toEqual([])
  })

  it('reads a Lambda permission as the statement that it adds', () => {
    const statementOf = (properties: object) => {
      const { policies } = modelOf(
        resource('aws_lambda_permission.p', { action: 'lambda:InvokeFunction', function_name: 'f', ...properties }),
      )
      expect(policies[0]!.document.problems).toEqual([])
      const { principals, resources, conditions } = policies[0]!.document.statements[0]!
      return [
        principals?.entries.map(({ type, value }) => `${type} ${display(value)}`),
        resources?.items.map(display),
        conditions.map(
          ({ operator, key, values }) => `${display(operator)} ${display(key)} ${values.items.map(display)}`,
        ),
      ]
    }
    const own = ['arn:${partition}:lambda:${region}:${account}:function:f']
    expect(statementOf({ principal: 's3.amazonaws.com', source_arn: 'arn:aws:s3:::b', source_account: '1' })).toEqual([
      ['Service s3.amazonaws.com'],
      own,
      ['ArnLike aws:SourceArn arn:aws:s3:::b', 'StringEquals aws:SourceAccount 1'],
    ])
    expect(statementOf({ principal: '*', function_url_auth_type: 'NONE' })).toEqual([
      ['* *'],
      own,
      ['StringEquals lambda:FunctionUrlAuthType NONE'],
    ])
    expect(statementOf({ principal: '111122223333', principal_org_id: 'o-1' })[0]).toEqual(['AWS 111122223333'])
    expect(statementOf({ principal: '${aws_iam_role.r.arn}' })[0]).toEqual(['AWS ${aws_iam_role.r.arn}'])
    expect(statementOf({ principal: 'logs.${var.region}.amazonaws.com' })[0]).toEqual([
      'Service logs.${var.region}.amazonaws.com',
    ])
    expect(statementOf({ principal: '${var.principal}' })[0]).toEqual([])
    expect(statementOf({ principal: '*', function_name: '${aws_lambda_function.f.arn}' })[1]).toEqual([
      '${aws_lambda_function.f.arn}',
    ])
  })

  it('reads permissions of event buses, layers and signing profiles', () => {
    const model = modelOf(
      resource('aws_signer_signing_profile_permission.s', {
        profile_name: 'p',
        action: 'signer:StartSigningJob',
        principal: '111122223333',
      }),
      resource('aws_cloudwatch_event_permission.e', {
        principal: '*',
        statement_id: 'org',
        condition: [{ type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-1' }],
      }),
      resource('aws_lambda_layer_version_permission.l', {
        action: 'lambda:GetLayerVersion',
        layer_name: 'l',
        principal: '*',
        version_number: 1,
      }),
    )
    expect(
      model.policies.map(({ protects, document }) => [protects!.type, document.statements[0]!.conditions.length]),
    ).toEqual([
      ['AWS::Signer::SigningProfile', 0],
      ['AWS::Events::EventBus', 1],
      ['AWS::Lambda::LayerVersion', 0],
    ])
  })
})

describe('mapResources: documents and what is unknown', () => {
  it('makes a document that nothing carries a policy of its own', () => {
    const statement = [{ actions: ['s3:*'], resources: ['*'] }]
    const { model } = mapResources([resource('data.aws_iam_policy_document.loose', { statement })])
    expect(model.policies.map(summary)).toEqual(['document data.aws_iam_policy_document.loose  s3:*'])
    expect(model.policies[0]!.document.definedIn).toBe('data.aws_iam_policy_document.loose')
  })

  it('lists what nobody can know of a policy', () => {
    const { unresolved } = mapResources([
      resource('aws_iam_policy.p', { name: 'p', policy: '${var.policy}' }),
      resource('aws_iam_policy.q', {
        name: 'q',
        policy: '{"Statement": {"Effect": "Allow", "Action": "${var.action}"}}',
      }),
      resource('aws_iam_policy.r', {
        name: 'r',
        policy: '{"Statement": {"Effect": "Allow", "Resource": "${aws_s3_bucket.b.arn}", "Action": "*"}}',
      }),
    ])
    expect(unresolved.map(({ address, hole }) => [address, hole.expression])).toEqual([
      ['aws_iam_policy.p', 'var.policy'],
      ['aws_iam_policy.q', 'var.action'],
    ])
  })
})

describe('mapResources: the provider awscc', () => {
  it('reads resources as CloudFormation has them', () => {
    const model = modelOf(
      resource('awscc_iam_role.r', {
        role_name: 'app',
        assume_role_policy_document: allow('sts:AssumeRole', { Principal: { Service: 'ec2.amazonaws.com' } }),
        managed_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        policies: [{ policy_name: 'in', policy_document: allow('s3:*') }],
      }),
      resource('awscc_s3_bucket_policy.p', { bucket: 'logs', policy_document: allow('s3:GetObject') }),
      resource('aws_iam_role_policy_attachment.a', {
        role: '${awscc_iam_role.r.role_name}',
        policy_arn: 'arn:aws:iam::aws:policy/X',
      }),
    )
    expect(model.policies.map(summary)).toEqual([
      'trust awscc_iam_role.r awscc_iam_role.r sts:AssumeRole',
      'inline awscc_iam_role.r awscc_iam_role.r s3:*',
      'resource awscc_s3_bucket_policy.p  s3:GetObject',
    ])
    expect(attachments(model)).toEqual([
      'permissions arn:aws:iam::aws:policy/X role awscc_iam_role.r ',
      'permissions arn:aws:iam::aws:policy/ReadOnlyAccess role awscc_iam_role.r ',
    ])
    expect(relevantTypes).toContain('awscc_iam_oidc_provider')
    expect(canonicalTypeOf('awscc_sso_permission_set')).toBe('AWS::SSO::PermissionSet')
  })
})

describe('mapResources: whatever it is given', () => {
  const names =
    'name policy role user group users groups policy_arn inline_policy assume_role_policy statement principals'
  const more = 'managed_policy_arns permissions_boundary condition identifiers type function_name principal content'
  const key = fc.constantFrom(
    ...`${names} ${more} source_policy_documents customer_managed_policy_reference`.split(' '),
  )
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('', '*', 'x', '${var.x}', '${aws_iam_role.r.arn}', '{"Statement": [1]}', 1, true, null),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  }))
  const types = [...relevantTypes].filter((type) => type.startsWith('aws'))

  it('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.dictionary(key, node, { maxKeys: 6 }), (type, properties) => {
        const model = modelOf(resource(`${type}.x`, properties), resource('aws_iam_role.r', { name: 'r' }))
        expect(modelReport(model).version).toBe(1)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('tables', () => {
  it('knows what the ARN of a resource looks like', () => {
    const bucket = (name: string) => resource('aws_s3_bucket.b', { bucket: name }).properties
    expect(arnPattern('aws_s3_bucket', bucket('logs'))).toBe('arn:*:s3:::logs')
    expect(arnPattern('aws_s3_bucket', bucket('logs-${var.stage}'))).toBe('arn:*:s3:::logs-*')
    expect(arnPattern('aws_s3_bucket', bucket('odd*'))).toBe('arn:*:s3:::*')
    expect(arnPattern('aws_s3_bucket', undefined)).toBe('arn:*:s3:::*')
    expect(arnPattern('aws_unknown_thing', undefined)).toBeUndefined()
  })

  it('holds every type that the mapping reads, and names them as CloudFormation does', () => {
    for (const type of Object.keys(policyCarriers)) expect(relevantTypes).toContain(type)
    expect(canonicalTypeOf('aws_iam_policy')).toBe('AWS::IAM::ManagedPolicy')
    expect(canonicalTypeOf('aws_iam_account_password_policy')).toBe('AWS::IAM::AccountPasswordPolicy')
    expect(canonicalTypeOf('google_project')).toBe('google_project')
  })
})

describe('modelReport', () => {
  it('shows the resolved document with its holes, and who carries it', () => {
    const report = modelReport(
      modelOf(
        resource('aws_iam_user.u', { name: 'ann' }),
        resource('aws_iam_policy.p', {
          name: 'p',
          policy: '{"Statement": {"Effect": "Allow", "Action": "s3:${var.a}"}}',
        }),
        resource('aws_iam_user_policy_attachment.a', { user: 'ann', policy_arn: '${aws_iam_policy.p.arn}' }),
      ),
    )
    expect(report.policies).toMatchObject([
      {
        address: 'aws_iam_policy.p',
        type: 'aws_iam_policy',
        kind: 'managed',
        carriers: ['aws_iam_user.u'],
        document: { Statement: { Effect: 'Allow', Action: 's3:${var.a}' } },
        unresolved: [{ expression: 'var.a', why: 'variable-without-value' }],
      },
    ])
    expect(report.attachments).toMatchObject([
      { policy: 'aws_iam_policy.p', target: { kind: 'user', principal: 'aws_iam_user.u' }, as: 'permissions' },
    ])
    expect(report.principals).toMatchObject([{ address: 'aws_iam_user.u', kind: 'user', name: 'ann', groups: [] }])
  })
})
