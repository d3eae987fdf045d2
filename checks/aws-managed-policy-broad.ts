import { actionPattern } from '../src/iam/action'
import { any } from '../src/iam/glob'
import { isUnscoped } from '../src/iam/region'
import { hasVariables, statementRegion } from '../src/iam/statement'
import type { PolicyDocument } from '../src/model/policy'
import { defineCheck } from './check'
import { listOf, nameOfReference } from './describe'
import { attachedManaged, isAsGoodAsAdmin, isForServices } from './managed-attachment'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-use-aws-defined-policies */
export default defineCheck({
  id: 'aws-managed-policy-broad',
  title: 'AWS managed policy with all of a service',
  severity: 'low',
  confidence: 'high',
  on: 'attachment',
  tags: ['least-privilege', 'aws-managed'],
  maps: { cdkNag: ['AwsSolutions-IAM4'] },
  since: '0.1.0',
  *run(attachment) {
    const managed = attachedManaged(attachment)
    if (!managed) return
    const { name, document } = managed
    // Made for one service's own role, or with a check of its own.
    if (isForServices(name) || name === 'AWSCloudShellFullAccess') return
    const services = wholeServices(document)
    if (services.length === 0 || isAsGoodAsAdmin(name, document)) return
    yield {
      at: attachment.span,
      resource: attachment.resource,
      message: `${name} on ${nameOfReference(attachment.target)} allows every action of ${listOf(services)} on every resource: a stolen credential reaches all of them, deletion included.`,
      subjects: [name],
      key: `managed-broad ${name}`,
      fix: { description: 'Attach a policy with the actions that the job needs, on the resources that it needs.' },
    }
  },
})

/** The services whose every action a document allows on everything, unconditionally. */
function wholeServices(document: PolicyDocument): string[] {
  const found = new Set<string>()
  for (const statement of document.statements) {
    if (statement.effect !== 'Allow' || !statement.actions || statement.actions.negated) continue
    if (statement.conditions.length > 0 || !isUnscoped(statementRegion(statement, hasVariables(document)))) continue
    for (const item of statement.actions.items) {
      const [service, action] = actionPattern(item).exact.split(':')
      if (service && action === any) found.add(service)
    }
  }
  return [...found]
}
