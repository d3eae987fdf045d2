import type { IamModel, IdentityKind, Policy } from '../src/model/iam'
import type { Report } from '../src/model/finding'
import { property, type Resource } from '../src/model/resource'
import { asText, type Data, literal } from '../src/model/value'
import { inPolicy, nameOfReference, shortName } from './describe'

const losses: Readonly<Record<string, string>> = {
  user: 'nobody sees it in a list of policies, and it goes unreviewed until the user is deleted',
  group: 'it cannot be reviewed, versioned or reused apart from the group',
  role: 'it cannot be reviewed, versioned or reused apart from the role',
}

/** One report for each policy embedded in an identity of this kind, and for each that only an exclusive list names. */
export function* inlinePolicyReports(
  model: IamModel,
  kind: IdentityKind & ('user' | 'group' | 'role'),
): Generator<Report> {
  const written = new Set(model.resources.filter(({ type }) => type !== 'AWS::IAM::Role').map(placeOf))
  for (const policy of model.policies) {
    if (policy.kind !== 'inline' || policy.carrier?.identityKind !== kind) continue
    // A role that SAM makes for a function or an event ends where what caused it ends: nobody can write its policies
    // elsewhere.
    if (policy.resource.type === 'AWS::IAM::Role' && written.has(placeOf(policy.resource))) continue
    yield embedded(policy, kind)
  }
  for (const resource of model.resources) {
    if (resource.type !== `aws_iam_${kind}_policies_exclusive`) continue
    yield* listedAlone(model, resource, kind)
  }
}

/**
 * What a tool writes for every grant is nobody's decision: the CDK's default policies, and the roles of the functions
 * that it brings for custom resources of its own.
 */
function writtenByTool({ resource }: Policy): string | undefined {
  const isOfTheCdk = /\/DefaultPolicy\/Resource$|CustomResourceProvider\/Role$/.test(resource.constructPath ?? '')
  return isOfTheCdk ? 'The CDK' : undefined
}

const placeOf = ({ scope, body }: Resource): string => `${scope}|${body.source.path}:${body.end}`

function embedded(policy: Policy, kind: string): Report {
  const tool = kind === 'role' ? writtenByTool(policy) : undefined
  if (tool) return keptByTool(policy, tool)
  const carrier = policy.carrier ? nameOfReference(policy.carrier) : `a ${kind}`
  // A name that only the deployment knows says nothing to a reader.
  const name = policy.name && literal(policy.name) ? ` '${shortName(policy.name)}'` : ''
  return {
    ...inPolicy(policy),
    at: policy.resource.canonicalType === `AWS::IAM::${capital(kind)}` ? policy.use : policy.resource.span,
    message: `Inline policy${name} is embedded in ${carrier}: ${losses[kind]}.`,
    subjects: policy.name ? [shortName(policy.name)] : [],
    key: `inline${name}`,
    fix: {
      description:
        kind === 'user'
          ? 'Make it a managed policy, attach that to a group, and make the user a member.'
          : `Make it a managed policy and attach that to the ${kind}.`,
    },
  }
}

function keptByTool(policy: Policy, tool: string): Report {
  return {
    ...inPolicy(policy),
    at: policy.resource.span,
    severity: 'note',
    message: `${tool} keeps what ${policy.carrier ? nameOfReference(policy.carrier) : 'a role'} may do in an inline policy: ${losses.role}.`,
    subjects: policy.name ? [shortName(policy.name)] : [],
    key: 'inline by tool',
    fix: { description: 'Nothing, where the role has one job; a managed policy where several roles share it.' },
  }
}

/** `aws_iam_*_policies_exclusive` names inline policies: one that no code declares exists all the same. */
function* listedAlone(model: IamModel, resource: Resource, kind: string): Generator<Report> {
  const declared = new Set(
    model.policies
      .filter((policy) => policy.kind === 'inline' && policy.carrier?.identityKind === kind && policy.name)
      .map((policy) => shortName(policy.name as NonNullable<Policy['name']>)),
  )
  for (const item of items(property(resource, ['policy_names']))) {
    const name = asText(item)
    const written = name && literal(name)
    if (!name || written === undefined || declared.has(written)) continue
    yield {
      at: name.span,
      resource,
      message: `Inline policy '${written}' is kept on a ${kind} by this exclusive list: ${losses[kind]}.`,
      subjects: [written],
      fix: { description: `Make it a managed policy and keep the list of inline policies empty.` },
    }
  }
}

const items = (data: Data | undefined): readonly Data[] => (data?.kind === 'list' ? data.items : [])
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
