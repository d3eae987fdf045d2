import { property } from '../src/model/resource'
import { asText, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html */
export default defineCheck({
  id: 'ecs-task-shares-execution-role',
  title: 'Task with the rights of the agent that starts it',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::ECS::TaskDefinition'],
  tags: ['least-privilege', 'workloads'],
  maps: { checkov: ['CKV_AWS_249'] },
  since: '0.1.0',
  *run(resource) {
    const task = asText(property(resource, ['TaskRoleArn']))
    const execution = asText(property(resource, ['ExecutionRoleArn']))
    if (!task || !execution || !isSame(task, execution)) return
    yield {
      at: task.via?.[0] ?? task.span,
      resource,
      message: `Task '${nameOfResource(resource)}' runs under its execution role: code in the container pulls images and reads the secrets that only the agent needs.`,
      key: 'task-role',
      fix: { description: 'Make a task role with what the application itself calls.' },
    }
  },
})

/** The same role for certain: one attribute of one resource, or the same characters. */
function isSame(one: Text, other: Text): boolean {
  const name = ({ parts }: Text): string | undefined =>
    parts.every((part) => part.kind === 'chunk' || part.symbol)
      ? parts.map((part) => (part.kind === 'chunk' ? part.text : `\0${part.symbol?.id}\0`)).join('')
      : undefined
  const first = name(one)
  return first !== undefined && first !== '' && first === name(other)
}
