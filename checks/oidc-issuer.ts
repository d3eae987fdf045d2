/** Who issues OIDC tokens that roles trust, and what a stranger's token of the same issuer looks like. */
export interface OidcIssuer {
  readonly name: string
  /** Matches the provider's host, as it stands in ARNs and condition keys. */
  readonly host: RegExp
  /**
   * Claims of a token that a stranger can get: by claim name. `strangers`: everybody can have tokens of this issuer;
   * otherwise only whoever uses the same tenant, cluster or workspace can.
   */
  readonly strangers: boolean
  readonly claims: Readonly<Record<string, string>>
  /** Who gets in when nothing restricts the subject. */
  readonly anybody: string
  /** The claim that has to be restricted: `sub`, for Cognito `aud`. */
  readonly claim: string
  readonly example: string
}

/** Facts from each issuer's own documentation of its tokens, named beside it. */
export const issuers = {
  // https://docs.github.com/en/actions/reference/security/oidc
  github: {
    name: 'GitHub Actions',
    host: /^token\.actions\.githubusercontent\.com(\/.*)?$/,
    strangers: true,
    claims: {
      sub: 'repo:stranger/stranger:ref:refs/heads/main',
      repository: 'stranger/stranger',
      repository_id: '1',
      repository_owner: 'stranger',
      repository_owner_id: '1',
      actor: 'stranger',
      actor_id: '1',
      job_workflow_ref: 'stranger/stranger/.github/workflows/x.yml@refs/heads/main',
      workflow: 'x',
      environment: 'production',
      ref: 'refs/heads/main',
      enterprise: 'stranger',
    },
    anybody: 'a workflow of any repository on GitHub',
    claim: 'sub',
    example: 'repo:my-organization/my-repository:ref:refs/heads/main',
  },
  // https://docs.gitlab.com/ci/secrets/id_token_authentication/
  gitlab: {
    name: 'GitLab',
    host: /^gitlab\.com$/,
    strangers: true,
    claims: {
      sub: 'project_path:stranger/stranger:ref_type:branch:ref:main',
      namespace_path: 'stranger',
      project_path: 'stranger/stranger',
    },
    anybody: 'a job of any project on GitLab.com',
    claim: 'sub',
    example: 'project_path:my-group/my-project:ref_type:branch:ref:main',
  },
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
  terraformCloud: {
    name: 'HCP Terraform',
    host: /^app\.terraform\.io$/,
    strangers: true,
    claims: {
      sub: 'organization:stranger:project:stranger:workspace:stranger:run_phase:apply',
      terraform_organization_name: 'stranger',
    },
    anybody: 'a run of any workspace of HCP Terraform',
    claim: 'sub',
    example: 'organization:my-organization:project:my-project:workspace:my-workspace:run_phase:*',
  },
  // https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
  bitbucket: {
    name: 'Bitbucket Pipelines',
    host: /^api\.bitbucket\.org\/2\.0\/workspaces\/.+$/,
    strangers: false,
    claims: { sub: '{00000000-0000-0000-0000-000000000000}:{00000000-0000-0000-0000-000000000000}' },
    anybody: 'a pipeline of any repository in the workspace',
    claim: 'sub',
    example: '{repository-uuid}:*',
  },
  // https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/
  circleci: {
    name: 'CircleCI',
    host: /^oidc\.circleci\.com\/org\/.+$/,
    strangers: false,
    claims: { sub: 'org/stranger/project/stranger/user/stranger' },
    anybody: 'a job of any project in the organization',
    claim: 'sub',
    example: 'org/ORGANIZATION-ID/project/PROJECT-ID/user/*',
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
  eks: {
    name: 'EKS',
    host: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/.+$/,
    strangers: false,
    claims: { sub: 'system:serviceaccount:stranger:stranger' },
    anybody: 'every pod of the cluster, in any namespace,',
    claim: 'sub',
    example: 'system:serviceaccount:my-namespace:my-service-account',
  },
  // https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
  cognito: {
    name: 'Cognito identity pools',
    host: /^cognito-identity\.amazonaws\.com$/,
    strangers: true,
    claims: {
      aud: 'eu-west-1:00000000-0000-0000-0000-000000000000',
      amr: 'authenticated',
      sub: 'eu-west-1:11111111-1111-1111-1111-111111111111',
    },
    anybody: 'a user of any identity pool in the world, one of the attacker included,',
    claim: 'aud',
    example: 'eu-west-1:IDENTITY-POOL-ID',
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
  google: {
    name: 'Google',
    host: /^accounts\.google\.com$/,
    strangers: true,
    claims: {
      aud: 'stranger.apps.googleusercontent.com',
      sub: '000000000000000000000',
      oaud: 'stranger',
      email: 'stranger@example.com',
    },
    anybody: 'anybody with a Google account',
    claim: 'aud',
    example: 'CLIENT-ID.apps.googleusercontent.com',
  },
} as const satisfies Readonly<Record<string, OidcIssuer>>
