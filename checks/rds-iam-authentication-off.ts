import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn, literalOf } from './setting'

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html: MariaDB, MySQL and PostgreSQL alone. */
const supported = /^(mysql|mariadb|postgres|aurora|aurora-mysql|aurora-postgresql)$/i

export default defineCheck({
  id: 'rds-iam-authentication-off',
  title: 'Database without IAM authentication',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
  tags: ['credentials', 'database'],
  maps: { fsbp: ['RDS.10', 'RDS.12'], checkov: ['CKV_AWS_161', 'CKV_AWS_162'], cdkNag: ['AwsSolutions-RDS6'] },
  since: '0.1.0',
  *run(resource) {
    // An instance of a cluster takes the cluster's setting; a replica takes its source's.
    if (
      property(resource, ['DBClusterIdentifier'], ['cluster_identifier', 'replicate_source_db']) &&
      !isCluster(resource.canonicalType)
    )
      return
    if (property(resource, ['SourceDBInstanceIdentifier'])) return
    const engine = literalOf(property(resource, ['Engine']))
    if (engine === undefined || !supported.test(engine)) return
    const setting = property(resource, ['EnableIAMDatabaseAuthentication'], ['iam_database_authentication_enabled'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Database '${nameOfResource(resource)}' takes passwords only: a leaked password works from every network that reaches it, and no policy can revoke it.`,
      key: 'iam-authentication',
      fix: { description: 'Switch IAM database authentication on, and let roles connect with short-lived tokens.' },
    }
  },
})

const isCluster = (type: string): boolean => type.endsWith('Cluster')
