import type { Diagnostic } from '../../src/model/diagnostic'
import type { IamModel, Policy, Reference } from '../../src/model/iam'
import type { Resource } from '../../src/model/resource'
import type { SourceFile, Span } from '../../src/model/source'
import {
  asText,
  type Data,
  entry,
  type ListData,
  literal,
  type ObjectData,
  type Text,
  text,
} from '../../src/model/value'

/** What the readers of one export share and add to. */
export interface Evidence {
  readonly source: SourceFile
  readonly model: IamModel
  readonly diagnostics: Diagnostic[]
  /** Twelve digits, or the file's path where the export does not say which account it is of. */
  readonly scope: string
  /** Policies of this export by ARN, for the references to them. */
  readonly policies: Map<string, Policy>
}

export interface EvidenceResource {
  readonly address: string
  readonly type: string
  readonly canonicalType: string
  readonly name: string
  readonly span: Span
  readonly properties: ObjectData
}

/** Adds a resource of the account to the model. */
export function addResource(evidence: Evidence, about: EvidenceResource): Resource {
  const resource: Resource = {
    ...about,
    framework: 'account',
    scope: evidence.scope,
    body: about.properties.span,
    moduleCalls: [],
    trace: [],
    guards: [],
  }
  evidence.model.resources.push(resource)
  return resource
}

/** A mention of a policy by its ARN, joined when the export holds it. */
export function policyReference(evidence: Evidence, arn: Text): Reference<Policy> {
  const to = evidence.policies.get(literal(arn) ?? '')
  return to ? { text: arn, to } : { text: arn }
}

/** The text of a member, or undefined when it is missing or no scalar. */
export function textOf(data: Data | undefined, key: string): Text | undefined {
  return asText(entry(data, key))
}

/** The literal string of a member, `''` when there is none. */
export function stringOf(data: Data | undefined, key: string): string {
  const found = textOf(data, key)
  return (found && literal(found)) ?? ''
}

/** The objects of a list; nothing when there is no list. */
export function objectsOf(data: Data | undefined): readonly ObjectData[] {
  return itemsOf(data).filter((item) => item.kind === 'object')
}

export function itemsOf(data: Data | undefined): ListData['items'] {
  return data?.kind === 'list' ? data.items : []
}

/** An object of these members, as the properties of a resource; members without a value are left out. */
export function objectOf(members: Readonly<Record<string, Data | undefined>>, span: Span): ObjectData {
  const entries = Object.entries(members).flatMap(([name, value]) =>
    value ? [{ key: text(name, value.span), value }] : [],
  )
  return { kind: 'object', entries, span }
}

/** The account of an ARN: `arn:aws:iam::123456789012:user/a`. Undefined for AWS's own (`arn:aws:iam::aws:policy/...`). */
export function accountOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1]
}
