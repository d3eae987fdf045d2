/**
 * Operations of APIs whose permission has another name: what people write when they know the API alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const s3: readonly (readonly [permission: string, operations: string])[] = [
  ['DeleteObject', 'DeleteObjects'],
  ['GetAccelerateConfiguration', 'GetBucketAccelerateConfiguration'],
  ['GetAnalyticsConfiguration', 'GetBucketAnalyticsConfiguration ListBucketAnalyticsConfigurations'],
  ['GetBucketNotification', 'GetBucketNotificationConfiguration'],
  ['GetBucketObjectLockConfiguration', 'GetObjectLockConfiguration'],
  ['GetBucketPublicAccessBlock', 'GetPublicAccessBlock'],
  ['GetEncryptionConfiguration', 'GetBucketEncryption'],
  [
    'GetIntelligentTieringConfiguration',
    'GetBucketIntelligentTieringConfiguration ListBucketIntelligentTieringConfigurations',
  ],
  ['GetInventoryConfiguration', 'GetBucketInventoryConfiguration ListBucketInventoryConfigurations'],
  ['GetLifecycleConfiguration', 'GetBucketLifecycle GetBucketLifecycleConfiguration'],
  ['GetMetricsConfiguration', 'GetBucketMetricsConfiguration ListBucketMetricsConfigurations'],
  ['GetObject', 'HeadObject SelectObjectContent'],
  ['GetReplicationConfiguration', 'GetBucketReplication'],
  ['ListAllMyBuckets', 'ListBuckets'],
  ['ListBucket', 'HeadBucket ListObjects ListObjectsV2'],
  ['ListBucketMultipartUploads', 'ListMultipartUploads'],
  ['ListBucketVersions', 'ListObjectVersions'],
  ['ListMultipartUploadParts', 'ListParts'],
  ['PutAccelerateConfiguration', 'PutBucketAccelerateConfiguration'],
  ['PutAnalyticsConfiguration', 'PutBucketAnalyticsConfiguration DeleteBucketAnalyticsConfiguration'],
  ['PutBucketCORS', 'DeleteBucketCors'],
  ['PutBucketNotification', 'PutBucketNotificationConfiguration'],
  ['PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration'],
  ['PutBucketOwnershipControls', 'DeleteBucketOwnershipControls'],
  ['PutBucketPublicAccessBlock', 'PutPublicAccessBlock DeletePublicAccessBlock'],
  ['PutBucketTagging', 'DeleteBucketTagging'],
  ['PutEncryptionConfiguration', 'PutBucketEncryption DeleteBucketEncryption'],
  [
    'PutIntelligentTieringConfiguration',
    'PutBucketIntelligentTieringConfiguration DeleteBucketIntelligentTieringConfiguration',
  ],
  ['PutInventoryConfiguration', 'PutBucketInventoryConfiguration DeleteBucketInventoryConfiguration'],
  ['PutLifecycleConfiguration', 'PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle'],
  ['PutMetricsConfiguration', 'PutBucketMetricsConfiguration DeleteBucketMetricsConfiguration'],
  ['PutObject', 'CompleteMultipartUpload CopyObject CreateMultipartUpload UploadPart UploadPartCopy'],
  ['PutReplicationConfiguration', 'PutBucketReplication DeleteBucketReplication'],
]

const permissions = new Map([
  ['lambda:invoke', 'lambda:InvokeFunction'],
  ...s3.flatMap(([permission, operations]) =>
    operations.split(' ').map((operation) => [`s3:${operation.toLowerCase()}`, `s3:${permission}`] as const),
  ),
])

/** The permission that an operation of an API asks for, where it has another name: `s3:HeadObject`; else undefined. */
export function permissionOf(operation: string): string | undefined {
  return permissions.get(operation.toLowerCase())
}
