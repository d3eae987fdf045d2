import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import type { Guard, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import { canonicalTypeOf } from '../resources'
import type { ResourceRecord } from './records'

const nameArguments = ['name', 'bucket', 'function_name', 'domain_name', 'user_name', 'identifier']

/** Reads the properties; with `resolved`, what is known after apply is worked out from the configuration in the plan. */
export type ReadProperties = (record: ResourceRecord, resolved: boolean) => ObjectData

/** One resource of a plan or state; its properties are put together when they are first read. */
export class PlannedResource implements Resource {
  readonly address: string
  readonly type: string
  readonly canonicalType: string
  readonly framework = 'terraform-plan'
  readonly moduleCalls: readonly Span[] = []
  readonly trace: readonly Span[] = []
  readonly guards: readonly Guard[] = []
  private given: ObjectData | undefined

  constructor(
    readonly record: ResourceRecord,
    readonly scope: string,
    /** The address in the plan. */
    readonly span: Span,
    /** All of the entry in the plan. */
    readonly body: Span,
    private readonly read: ReadProperties,
  ) {
    this.address = record.address
    this.type = nativeType(record)
    this.canonicalType = canonicalTypeOf(this.type)
  }

  get properties(): ObjectData {
    this.given ??= this.read(this.record, true)
    return this.given
  }

  /** The properties with what is known after apply left unknown. */
  get plannedProperties(): ObjectData {
    return this.read(this.record, false)
  }

  get name(): string {
    return givenName(this.properties) ?? this.record.name
  }
}

/** A data source has `data.` before its type, as in its address. */
export function nativeType(record: { readonly mode: 'managed' | 'data'; readonly type: string }): string {
  return record.mode === 'data' ? `data.${record.type}` : record.type
}

/** The name that AWS will know, where the plan has it. */
export function givenName(properties: ObjectData): string | undefined {
  for (const name of nameArguments) {
    const given = entry(properties, name)
    const known = given?.kind === 'text' ? literal(given) : undefined
    if (known) return known
  }
  return undefined
}
