import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html */
export default defineCheck({
  id: 'efs-access-point-open',
  title: 'Access point that enforces nothing',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::EFS::AccessPoint'],
  tags: ['least-privilege', 'efs'],
  maps: { fsbp: ['EFS.3', 'EFS.4'], checkov: ['CKV_AWS_329', 'CKV_AWS_330'] },
  since: '0.1.0',
  *run(resource) {
    if (!property(resource, ['PosixUser'])) {
      yield {
        at: resource.span,
        resource,
        message: `Access point '${nameOfResource(resource)}' takes the user id that the client claims: whoever mounts it as root reads every file below it.`,
        subjects: ['PosixUser'],
        key: 'posix-user',
        fix: { description: 'Set the user and group that the access point acts as.' },
      }
    }
    const path = property(resource, ['RootDirectory', 'Path'])
    if (path && literalOf(path) !== '/') return
    yield {
      at: path?.span ?? resource.span,
      resource,
      message: `Access point '${nameOfResource(resource)}' gives the whole file system: a client reads the directories of all others.`,
      subjects: ['RootDirectory'],
      key: 'root-directory',
      fix: { description: 'Set a root directory of its own.' },
    }
  },
})
