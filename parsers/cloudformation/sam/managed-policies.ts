import { managedPolicyText } from '../../../src/iam/data'

const paths = ['', 'service-role/', 'job-function/']

/** The ARN of an AWS managed policy that SAM knows by its name alone; of an unknown name, with no path. */
export function managedPolicyArn(name: string): string {
  const path = paths.find((candidate) => managedPolicyText(`${candidate}${name}`) !== undefined) ?? ''
  return `arn:\${AWS::Partition}:iam::aws:policy/${path}${name}`
}
