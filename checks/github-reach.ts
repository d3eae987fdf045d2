import { glob, globContains } from '../src/iam/glob'
import { parseOperator } from '../src/iam/operator'
import type { Report } from '../src/model/finding'
import type { Policy, TrustZone } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { literal, type Text } from '../src/model/value'
import type { CheckContext } from './check'
import { inPolicy } from './describe'
import { federatedStatements } from './federated-statement'
import { issuers } from './oidc-issuer'

/**
 * Subjects that strangers cannot have as they stand, and that still reach too far: an owner that others can register a
 * name for, every repository of an organization, every branch and pull request of a repository.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function* githubReachReports(policy: Policy, { model, trust }: CheckContext): Generator<Report> {
  for (const { statement, host } of federatedStatements(policy, model)) {
    if (!issuers.github.host.test(host)) continue
    if (isNarrowedElsewhere(statement, host)) continue
    for (const value of subjectPatterns(statement, host)) {
      const subject = literal(value)
      if (subject === undefined || isTrusted(subject, trust)) continue
      const reach = reachOf(subject)
      if (!reach) continue
      yield {
        ...inPolicy(policy),
        at: value.span,
        severity: reach.severity,
        message: `'${subject}' lets ${reach.who} assume the role${reach.why}.`,
        subjects: [subject],
        key: `github-reach ${subject}`,
        fix: {
          description: "Name the repository and the branch or environment: 'repo:owner/name:environment:production'.",
        },
      }
    }
  }
}

/** Whether the configuration trusts all that a subject reaches: `repo:acme/*` takes in `repo:acme/app:*`. */
function isTrusted(subject: string, { oidcSubjects }: TrustZone): boolean {
  return oidcSubjects.some((trusted) => globContains(glob(trusted), glob(subject)))
}

/** Other claims that say which repository, workflow or environment it must be. */
function isNarrowedElsewhere(statement: Statement, host: string): boolean {
  return statement.conditions.some((condition) => {
    const key = literal(condition.key)?.toLowerCase() ?? ''
    return /:(job_workflow_ref|repository|repository_id|environment|ref)$/.test(key) && key.startsWith(host)
  })
}

/** The values of `StringLike` on `sub`: only there a `*` is a wildcard. */
function subjectPatterns(statement: Statement, host: string): readonly Text[] {
  return statement.conditions
    .filter((condition) => literal(condition.key)?.toLowerCase() === `${host}:sub`)
    .filter((condition) => {
      const operator = parseOperator(literal(condition.operator) ?? '')
      return (
        operator?.family === 'string' &&
        /like/i.test(literal(condition.operator) ?? '') &&
        !/not/i.test(literal(condition.operator) ?? '')
      )
    })
    .flatMap((condition) => condition.values.items)
}

interface Reach {
  readonly severity: 'high' | 'medium' | 'low'
  readonly who: string
  readonly why: string
}

function reachOf(subject: string): Reach | undefined {
  const parts = /^repo:([^/:]*)(?:\/([^:]*)(?::(.*))?)?$/.exec(subject)
  if (!parts) return undefined
  const [, owner = '', repository, context] = parts
  if (/[*?]/.test(owner)) {
    return {
      severity: 'high',
      who: 'repositories of other owners',
      why: `: anybody can register a name that begins with '${owner.split(/[*?]/)[0]}'`,
    }
  }
  if (repository === undefined) return undefined
  if (/^\*+$/.test(repository)) {
    return {
      severity: 'medium',
      who: `every repository of '${owner}'`,
      why: ', also those that anybody with push access to one of them makes or controls',
    }
  }
  if (context === undefined && repository.endsWith('*')) {
    return {
      severity: 'low',
      who: `every repository of '${owner}' whose name begins with '${repository.replace(/\*+$/, '')}'`,
      why: ', on every branch',
    }
  }
  if (context === '*') {
    return {
      severity: 'low',
      who: `every branch, tag and pull request of '${owner}/${repository}'`,
      why: ': whoever can push a branch has it, unreviewed',
    }
  }
  return undefined
}
