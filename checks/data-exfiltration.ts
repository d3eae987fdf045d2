import type { ActionInfo } from '../src/iam/data'
import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'

/** Actions that read the business's data itself, from the service authorization reference. */
const dataReads = new Set(
  [
    's3:GetObject s3:GetObjectVersion dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect dynamodb:ExportTableToPointInTime',
    'rds-data:ExecuteStatement redshift-data:ExecuteStatement redshift-data:GetStatementResult athena:GetQueryResults kinesis:GetRecords',
    'ebs:GetSnapshotBlock rds:DownloadCompleteDBLogFile glacier:GetJobOutput timestream:Select qldb:SendCommand codecommit:GitPull',
    'es:ESHttpGet neptune-db:ReadDataViaQuery elasticache:Connect sqs:ReceiveMessage logs:GetLogEvents',
  ].flatMap((line) => line.split(' ').map((name) => name.toLowerCase())),
)

export default defineCheck({
  id: 'data-exfiltration',
  title: 'May read data, everywhere',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'data'],
  maps: { checkov: ['CKV_AWS_108', 'CKV_AWS_288'], cloudsplaining: ['DataExfiltration'] },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'data-exfiltration',
        has: (action) => isDataRead(action),
        severity: 'medium',
        risk: 'a stolen credential copies the data of all of them',
        fix: 'Name the buckets, tables or streams.',
      },
      context,
    ),
})

const isDataRead = (action: ActionInfo): boolean => dataReads.has(`${action.service}:${action.name}`.toLowerCase())
