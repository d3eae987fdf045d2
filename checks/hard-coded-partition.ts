import type { Statement } from '../src/model/policy'
import { literal, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, shortName } from './describe'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export default defineCheck({
  id: 'hard-coded-partition',
  title: 'ARN with the partition written out',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { cfnLint: ['I3042'] },
  since: '0.1.0',
  optional: true,
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      for (const text of arnsOf(statement)) {
        const first = text.parts[0]
        const partition = first?.kind === 'chunk' ? /^arn:(aws[a-z-]*):/.exec(first.text)?.[1] : undefined
        if (partition === undefined || isReferred(text)) continue
        yield {
          ...inPolicy(policy),
          at: text.span,
          message: `'${shortName(text)}' names the partition ${partition}: in another one (China, GovCloud) the statement is about nothing.`,
          subjects: [shortName(text)],
          key: `hard-coded-partition ${partition}`,
          fix: { description: 'Write ${AWS::Partition}, or ${data.aws_partition.current.partition}.' },
        }
      }
    }
  },
})

function* arnsOf(statement: Statement): Generator<Text> {
  yield* statement.resources?.items ?? []
  for (const { value } of statement.principals?.entries ?? []) yield value
}

/** What a reference gave has its partition from elsewhere: only what is written in the policy counts. */
const isReferred = (text: Text): boolean => (text.via?.length ?? 0) > 0 && literal(text) !== undefined
