import type { Policy } from '../src/model/iam'
import { literal } from '../src/model/value'
import { nameOfAddress, nameOfResource } from './describe'

const kinds: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'bucket',
  'AWS::KMS::Key': 'key',
  'AWS::SQS::Queue': 'queue',
  'AWS::SNS::Topic': 'topic',
  'AWS::Lambda::Function': 'function',
  'AWS::Lambda::LayerVersion': 'layer',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::ECR::Repository': 'repository',
  'AWS::EFS::FileSystem': 'file system',
  'AWS::Events::EventBus': 'event bus',
  'AWS::ApiGateway::RestApi': 'API',
  'AWS::OpenSearchService::Domain': 'domain',
  'AWS::Elasticsearch::Domain': 'domain',
  'AWS::DynamoDB::Table': 'table',
  'AWS::Backup::BackupVault': 'vault',
}

/** What a resource policy protects, as people know it: `bucket 'logs'`; the carrying resource where that is not known. */
export function protectedName(policy: Policy): string {
  const type = policy.protects?.type ?? policy.resource.canonicalType
  const target = policy.protects?.reference?.to
  const kind = kinds[type]
  const written = policy.protects?.reference?.text
  if (kind)
    return `${kind} '${target ? nameOfResource(target) : ((written && literal(written)) ?? nameOfResource(policy.resource))}'`
  return policy.kind === 'document'
    ? 'whatever carries this document'
    : `what ${nameOfAddress(policy.resource)} protects`
}
