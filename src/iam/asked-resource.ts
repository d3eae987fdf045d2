import type { IamModel, Identity } from '../model/iam'
import type { Resource } from '../model/resource'
import type { Answer } from '../model/value'
import { any as some } from '../model/value'
import { any, opaque } from './glob'
import { identityName } from './principal'
import { type Region, regionHas } from './region'
import { type Pattern, symbolPattern } from './text'

/** What a person asks about: an ARN, or the address of a resource in the code. */
export interface AskedResource {
  readonly written: string
  /** In code, where it is. */
  readonly resource: Resource | undefined
  /** The ways in which a policy may spell it; one of them has to be met. */
  readonly forms: readonly Pattern[]
}

/** Some object, file, table item of a resource: one text that nobody knows. */
const something = opaque(0x1fffff)

const literal = (text: string): Pattern => ({ exact: text, wide: text, holes: [], variables: [] })

/** A resource by ARN or address; undefined for `*` and for none. What the code does not have is taken as an ARN. */
export function askedResource(written: string | undefined, model: IamModel): AskedResource | undefined {
  if (written === undefined || written === '*') return undefined
  const resource = model.resources.find((candidate) => candidate.address === written) ?? byArn(written, model)
  const forms = written.includes(':') ? [literal(written)] : []
  return { written, resource, forms: resource ? [...forms, ...formsOf(resource, model)] : forms }
}

function byArn(written: string, model: IamModel): Resource | undefined {
  const bucket = /^arn:[^:]*:s3:::([^/*?]+)/.exec(written)?.[1]
  if (bucket !== undefined)
    return model.resources.find(({ canonicalType, name }) => canonicalType === 'AWS::S3::Bucket' && name === bucket)
  const iam = /^arn:[^:]*:iam::[^:]*:(user|role|group)\/(?:.*\/)?([^/]+)$/.exec(written)
  if (!iam) return undefined
  const identities: readonly Identity[] =
    iam[1] === 'user' ? model.users : iam[1] === 'role' ? model.roles : model.groups
  return identities.find((identity) => identityName(identity).arn.exact.endsWith(`/${iam[2]}`))?.resource
}

/** A resource of the code as policies mention it: by its symbol, by its name, and what lies in it. */
function formsOf(resource: Resource, model: IamModel): Pattern[] {
  const id = `${resource.scope}|${resource.address}`
  const forms = ['arn', 'Arn', 'id', 'Ref'].flatMap((attribute) => {
    const symbol = `${id}.${attribute}`
    return [symbolPattern(symbol), { ...symbolPattern(symbol, `/${something}`), wide: any }]
  })
  if (resource.canonicalType === 'AWS::S3::Bucket') {
    const arn = `arn:aws:s3:::${resource.name}`
    forms.push(literal(arn), { exact: `${arn}/${something}`, wide: `${arn}/${any}`, holes: [], variables: [] })
  }
  const identity = [...model.users, ...model.roles, ...model.groups].find(
    (candidate) => candidate.resource === resource,
  )
  if (identity) forms.push(identityName(identity).arn)
  return forms
}

/** Whether a region has a resource, in any of its spellings. */
export function regionHasAsked(region: Region, asked: AskedResource | undefined): Answer {
  if (!asked) return region.length > 0 ? 'yes' : 'no'
  return some(asked.forms.map((form) => regionHas(region, form)))
}
