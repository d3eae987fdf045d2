import { normalService } from '../src/iam/principal'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOfPolicy } from './describe'
import { trustAllows } from './trust-statements'

export default defineCheck({
  id: 'multi-service-trust',
  title: 'One role for several services',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'least-privilege'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    const services = new Map<string, Parameters<typeof literal>[0]>()
    for (const statement of trustAllows(policy)) {
      if (statement.principals?.negated) continue
      for (const entry of statement.principals?.entries ?? []) {
        const name = entry.type === 'Service' ? literal(entry.value) : undefined
        // A service and its edge locations are one: lambda and edgelambda, ec2 in two partitions.
        if (name !== undefined) services.set(normalService(name).replace(/^edge/, ''), entry.value)
      }
    }
    const names = [...services.keys()]
    const last = [...services.values()].at(-1)
    if (names.length < 2 || !last) return
    yield {
      ...inPolicy(policy),
      at: last.span,
      message: `The ${nameOfPolicy(policy)} trusts ${listOf(names)}: each gets what the others need.`,
      subjects: names,
      key: 'multi-service',
      fix: { description: 'Make a role for each service.' },
    }
  },
})
