import { property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { credentialPlaces } from './credential-places'
import { credentialsInData } from './credential-text'

export default defineCheck({
  id: 'hardcoded-aws-credentials',
  title: 'AWS credentials in code',
  severity: 'critical',
  confidence: 'high',
  on: 'resource',
  resourceTypes: [...Object.keys(credentialPlaces), 'AWS::CloudFormation::Init'],
  tags: ['credentials', 'secrets'],
  maps: {
    checkov: ['CKV_AWS_41', 'CKV_AWS_45', 'CKV_AWS_46', 'CKV_AWS_384'],
    trivy: ['AWS-0029', 'AWS-0036', 'AWS-0129'],
    cfnNag: ['W1'],
    cdkNag: ['CodeBuildProjectEnvVarAwsCred'],
  },
  since: '0.1.0',
  *run(resource) {
    for (const [name, data] of dataOf(resource)) {
      for (const credential of credentialsInData(data, name)) {
        yield {
          at: credential.at,
          resource,
          severity: credential.example ? 'medium' : 'critical',
          message: credential.example
            ? `An example ${credential.kind} of AWS's documentation stands in ${name} of '${nameOfResource(resource)}': the next person puts a real one there.`
            : `An AWS ${credential.kind} stands in ${name} of '${nameOfResource(resource)}': everybody who can read the code, the state or the console has it.`,
          secret: true,
          subjects: [name],
          key: `${name} ${credential.kind}`,
          fix: {
            description: 'Delete the key in IAM (it has leaked), and use a role; secrets belong in Secrets Manager.',
          },
        }
      }
    }
  },
})

function* dataOf(resource: Resource): Generator<[string, Data | undefined]> {
  for (const path of credentialPlaces[resource.canonicalType] ?? [])
    yield [path.at(-1) as string, property(resource, path)]
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-authentication.html
  if (resource.metadata) yield ['AWS::CloudFormation::Authentication', authentication(resource.metadata)]
}

function authentication(metadata: Data): Data | undefined {
  if (metadata.kind !== 'object') return undefined
  return metadata.entries.find((candidate) =>
    candidate.key.parts.some((part) => part.kind === 'chunk' && part.text === 'AWS::CloudFormation::Authentication'),
  )?.value
}
