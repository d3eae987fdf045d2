import { property, type Resource } from '../src/model/resource'
import { asText, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { listOf, nameOfResource } from './describe'

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
export default defineCheck({
  id: 'lambda-functions-share-role',
  title: 'One role for several functions',
  severity: 'note',
  confidence: 'high',
  on: 'model',
  tags: ['least-privilege', 'workloads'],
  maps: { kics: ['Lambda Functions Without Unique IAM Roles'] },
  since: '0.1.0',
  *run(model) {
    const byRole = new Map<string, Map<string, { resource: Resource; role: Text }>>()
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::Lambda::Function') continue
      const role = asText(property(resource, ['Role']))
      const only = role?.parts.length === 1 ? role.parts[0] : undefined
      const name = only?.kind === 'chunk' ? only.text : only?.symbol?.id
      if (!role || name === undefined) continue
      const functions = byRole.get(`${resource.scope}|${name}`) ?? new Map()
      byRole.set(`${resource.scope}|${name}`, functions)
      // Instances of one block are one function's many copies.
      functions.set(resource.address.replaceAll(/\[[^\]]*\]/g, ''), { resource, role })
    }
    for (const functions of byRole.values()) {
      const all = [...functions.values()]
      const last = all.at(-1)
      if (all.length < 2 || !last) continue
      yield {
        at: last.role.span,
        resource: last.resource,
        message: `Functions ${listOf(all.map(({ resource }) => nameOfResource(resource)))} run under one role: whoever breaks into one has what the others need.`,
        related: all
          .slice(0, -1)
          .slice(0, 5)
          .map(({ role }) => ({ span: role.span, message: 'the same role' })),
        key: 'shared-role',
        fix: { description: 'Make a role for each function.' },
      }
    }
  },
})
