import { X509Certificate } from 'node:crypto'
import { property } from '../src/model/resource'
import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html */
export default defineCheck({
  id: 'expired-server-certificate',
  title: 'Server certificate that has expired',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::IAM::ServerCertificate'],
  tags: ['credentials'],
  maps: { cis: ['1.18'], fsbp: ['IAM.26'], trivy: ['AWS-0168'], kics: ['Certificate Has Expired'] },
  since: '0.1.0',
  *run(resource, context) {
    const body = asText(property(resource, ['CertificateBody']))
    const pem = body && literal(body)
    const expires = pem && expiryOf(pem)
    if (!body || !expires || expires >= context.today) return
    yield {
      at: body.span,
      resource,
      message: `Server certificate '${nameOfResource(resource)}' expired on ${expires}: clients that still connect have learned to ignore the warning.`,
      key: 'expired',
      fix: { description: 'Remove it, and use AWS Certificate Manager, which renews by itself.' },
    }
  },
})

/** The last day of a PEM certificate, YYYY-MM-DD; undefined when the text is none. */
function expiryOf(pem: string): string | undefined {
  try {
    const date = new Date(new X509Certificate(pem.trim()).validTo)
    return Number.isNaN(date.valueOf()) ? undefined : date.toISOString().slice(0, 10)
  } catch {
    return undefined
  }
}
