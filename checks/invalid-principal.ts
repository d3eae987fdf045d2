import type { PrincipalEntry } from '../src/model/policy'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy, shortName } from './describe'
import { gap, nameInPlaceOfArn, plainText } from './plain-text'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export default defineCheck({
  id: 'invalid-principal',
  title: 'Principal that AWS does not take',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity', 'trust'],
  maps: {
    parliament: ['UNKNOWN_PRINCIPAL', 'UNKNOWN_FEDERATION_SOURCE'],
    accessAnalyzer: [
      'INVALID_PRINCIPAL_FORMAT',
      'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
      'INVALID_SERVICE_PRINCIPAL_FORMAT',
      'INVALID_PRINCIPAL_KEY',
    ],
    cfnLint: ['E3512', 'E3530'],
  },
  since: '0.1.0',
  *run(policy) {
    for (const { principals } of writtenStatements(policy)) {
      for (const entry of principals?.entries ?? []) {
        const fault = faultOf(entry)
        if (!fault) continue
        yield {
          ...inPolicy(policy),
          at: entry.value.span,
          confidence: fault.confidence ?? 'high',
          message: `${entry.type} '${shortName(entry.value)}' in the ${nameOfPolicy(policy)}: ${fault.problem}, and AWS rejects the policy or lets nobody in by it.`,
          subjects: [shortName(entry.value)],
          key: `invalid-principal ${fault.problem}`,
          fix: { description: fault.advice },
        }
      }
    }
  },
})

interface Fault {
  readonly problem: string
  readonly advice: string
  readonly confidence?: 'medium'
}

function faultOf(entry: PrincipalEntry): Fault | undefined {
  const written = plainText(entry.value)
  // An empty text is what a variable without a value leaves.
  if (written === '*' || written === '') return undefined
  switch (entry.type) {
    case 'AWS':
      return nameFault(entry) ?? faultOfAws(written)
    case 'Service':
      return faultOfService(written)
    case 'Federated':
      return faultOfFederated(written)
    case 'CanonicalUser':
      return written.includes(gap) || /^[0-9a-f]{64}$/i.test(written)
        ? undefined
        : {
            problem: 'a canonical user id has 64 hexadecimal digits',
            advice: 'Name the account by its ARN.',
            confidence: 'medium',
          }
    default:
      return undefined
  }
}

function nameFault({ value }: PrincipalEntry): Fault | undefined {
  const name = nameInPlaceOfArn(value)
  return name && { problem: `${name.expression} is a name, not an ARN`, advice: 'Use its ARN.' }
}

const arnAdvice = 'Write an account id, or the ARN of a user, a role or a session.'

function faultOfAws(written: string): Fault | undefined {
  if (/^\d+$/.test(written)) {
    return written.length === 12 ? undefined : { problem: 'an account id has twelve digits', advice: arnAdvice }
  }
  if (/\.amazonaws\.com(?:\.cn)?$/.test(written)) {
    return { problem: 'a service is a principal of type Service', advice: 'Write it under Service.' }
  }
  if (!written.startsWith('arn:')) return faultOfName(written)
  const [, , service, , account, ...rest] = written.split(':')
  const resource = rest.join(':')
  if (/[*?]/.test(written)) {
    return {
      problem: 'a wildcard is not taken in the ARN of a principal',
      advice: 'Name the account, and narrow it with a condition on aws:PrincipalArn.',
    }
  }
  if (service === undefined || service.includes(gap) || resource.startsWith(gap)) return undefined
  if (service !== 'iam' && service !== 'sts') {
    return { problem: `a resource of ${service} is no principal`, advice: arnAdvice }
  }
  if (account !== undefined && /^\d+$/.test(account) && account.length !== 12) {
    return { problem: 'an account id has twelve digits', advice: arnAdvice }
  }
  return faultOfResource(resource)
}

function faultOfName(written: string): Fault | undefined {
  if (written.includes(gap) || /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(written)) return undefined
  return { problem: 'it is neither an account id nor an ARN', advice: arnAdvice }
}

/** What follows the account in an ARN of IAM or STS. */
function faultOfResource(resource: string): Fault | undefined {
  if (/^(?:root$|user\/.|role\/.|assumed-role\/.|federated-user\/.)/.test(resource)) return undefined
  if (resource.startsWith('group/')) {
    return { problem: 'a group is no principal', advice: 'Name the users, or a role that they assume.' }
  }
  if (/^(?:oidc|saml)-provider\//.test(resource)) {
    return { problem: 'a provider is a principal of type Federated', advice: 'Write it under Federated.' }
  }
  return { problem: 'it names no user, role or session', advice: arnAdvice }
}

function faultOfService(written: string): Fault | undefined {
  if (
    written.includes(gap) ||
    /^[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/i.test(written)
  ) {
    return undefined
  }
  const advice = 'Write the name of a service, such as lambda.amazonaws.com.'
  if (written.startsWith('arn:')) return { problem: 'an ARN is no service', advice }
  if (written.includes('*')) return { problem: 'a wildcard is not taken in the name of a service', advice }
  return { problem: 'it is no name of a service', advice, confidence: 'medium' }
}

/** Providers that AWS knows by their names. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
const wellKnown = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
])

function faultOfFederated(written: string): Fault | undefined {
  if (written.includes(gap) || wellKnown.has(written) || /:(?:oidc|saml)-provider\/./.test(written)) return undefined
  return { problem: 'it is no ARN of a provider', advice: 'Name the provider by its ARN.', confidence: 'medium' }
}
