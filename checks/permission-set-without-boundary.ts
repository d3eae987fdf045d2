import { defineCheck } from './check'
import { nameOf } from './describe'

export default defineCheck({
  id: 'permission-set-without-boundary',
  title: 'Permission set without a permissions boundary',
  severity: 'note',
  confidence: 'high',
  on: 'model',
  tags: ['identity-center', 'boundary'],
  maps: {},
  since: '0.1.0',
  optional: true,
  *run(model) {
    const bounded = new Set(
      model.attachments.filter((attachment) => attachment.as === 'boundary').map((attachment) => attachment.target.to),
    )
    for (const permissionSet of model.permissionSets) {
      if (permissionSet.boundary || bounded.has(permissionSet)) continue
      yield {
        at: permissionSet.resource.span,
        resource: permissionSet.resource,
        message: `${nameOf(permissionSet)} has no permissions boundary: whatever is added to it later is granted in every account.`,
        fix: { description: 'Set a permissions boundary that names the most it may ever do.' },
      }
    }
  },
})
