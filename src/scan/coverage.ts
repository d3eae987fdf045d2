import type { Coverage } from '../model/finding'
import type { IamModel, Policy } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { resolutionOf } from '../model/resolution'
import type { Discovery } from './discover'
import type { ParsedInputs } from './parse-inputs'

/** How much was seen and how much of it was understood. `found` is always `parsed` + `failed` + `skipped`. */
export function coverageOf(discovery: Discovery, parsed: ParsedInputs, checks: number): Coverage {
  const failed = new Set([...parsed.failed, ...discovery.unreadable])
  const read = new Set(parsed.parsed.filter((file) => !failed.has(file)))
  const found = new Set([...discovery.found, ...failed, ...read])
  return {
    files: { found: found.size, parsed: read.size, failed: failed.size, skipped: found.size - failed.size - read.size },
    resources: parsed.model.resources.length,
    policies: countPolicies(parsed.model),
    checks,
  }
}

/** Policies that come from AWS are not ours to read; one document that several carry counts once. */
function countPolicies(model: IamModel): Coverage['policies'] {
  const documents = new Set<PolicyDocument>()
  const isOurs = (policy: Policy): boolean => policy.kind !== 'aws-managed'
  for (const policy of model.policies) if (isOurs(policy)) documents.add(policy.document)
  const counts = { total: documents.size, resolved: 0, partial: 0, unresolved: 0 }
  for (const document of documents) counts[resolutionOf(document)] += 1
  return counts
}
