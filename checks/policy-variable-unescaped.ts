import { hasVariables } from '../src/iam/statement'
import type { PolicyDocument, Statement } from '../src/model/policy'
import { holes, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy } from './describe'
import { writtenStatements } from './written-statements'

/** `aws:username`, `aws:PrincipalTag/team`, `cognito-identity.amazonaws.com:sub`. */
const name = String.raw`[a-z][\w.-]*:[\w:/.@+=-]+`

interface Fault {
  readonly form: RegExp
  readonly say: (variable: string) => string
  readonly fix: (variable: string) => string
}

/** Ways to write a variable that reach AWS as plain text. The first that is found is told. */
const faults: readonly Fault[] = [
  {
    form: new RegExp(String.raw`\$\{!(${name})\}`, 'i'),
    say: (variable) => `'\${!${variable}}' is an escape of Fn::Sub, and there is no Fn::Sub here`,
    fix: (variable) => `Write \${${variable}}.`,
  },
  {
    form: new RegExp(String.raw`&\{(${name})\}`, 'i'),
    say: (variable) => `'&{${variable}}' is a variable in aws_iam_policy_document alone`,
    fix: (variable) => `Write $\${${variable}}.`,
  },
  {
    form: new RegExp(String.raw`\$\$\{(${name})\}`, 'i'),
    say: (variable) => `'$\${${variable}}' reaches AWS with both dollar signs`,
    fix: (variable) => `Write \${${variable}}: nothing takes the second dollar sign away here.`,
  },
]

const written = new RegExp(String.raw`\$\{(${name})(?:\s*,[^}]*)?\}`, 'i')

const eatenName = new RegExp(`^${name}$`, 'i')

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export default defineCheck({
  id: 'policy-variable-unescaped',
  title: 'Policy variable that AWS does not see',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { accessAnalyzer: ['INVALID_VARIABLE', 'MISSING_VERSION'] },
  since: '0.1.0',
  *run(policy) {
    const { document } = policy
    for (const statement of writtenStatements(policy)) {
      for (const text of textsOf(statement)) {
        const found = faultOf(text, document)
        if (!found) continue
        const effect = statement.effect === 'Deny' ? 'denies nobody what it should' : "is nobody's"
        yield {
          ...inPolicy(policy),
          at: text.span,
          message: `${found.say}: what is meant to be the caller's own ${effect}.`,
          subjects: [found.variable],
          key: `policy-variable ${found.variable}`,
          fix: { description: found.fix },
        }
      }
    }
  },
})

/** Where variables count: resources and the values of conditions. */
function* textsOf(statement: Statement): Generator<Text> {
  yield* statement.resources?.items ?? []
  for (const { values } of statement.conditions) yield* values.items
}

function faultOf(text: Text, document: PolicyDocument): { say: string; fix: string; variable: string } | undefined {
  // Fn::Sub takes every name in braces for a parameter of the template.
  const eaten = holes(text).find((hole) => hole.why === 'invalid' && eatenName.test(hole.expression))
  if (eaten) {
    const variable = eaten.expression
    return {
      say: `Fn::Sub looks for a parameter '${variable}' in the template`,
      variable,
      fix: `Write \${!${variable}}.`,
    }
  }
  const own = text.parts.map((part) => (part.kind === 'chunk' ? part.text : ' ')).join('')
  for (const { form, say, fix } of faults) {
    const variable = form.exec(own)?.[1]
    if (variable !== undefined) return { say: say(variable), variable, fix: fix(variable) }
  }
  const variable = written.exec(own)?.[1]
  if (variable === undefined || hasVariables(document)) return undefined
  const version = document.version ? 'of version 2008-10-17' : 'without Version'
  return { say: `'\${${variable}}' is plain text in a policy ${version}`, variable, fix: 'Set Version to 2012-10-17.' }
}
