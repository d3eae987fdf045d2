import type { IamModel, Identity } from '../model/iam'
import type { Resource } from '../model/resource'
import type { Answer } from '../model/value'
import { all as every, not, any as some } from '../model/value'
import { findAction } from './data'
import { any, opaque } from './glob'
import { identityName } from './principal'
import type { Region } from './region'
import { fitsAction } from './resource-fit'
import { matches, type Pattern, symbolPattern } from './text'

/** What a person asks about: an ARN, or the address of a resource in the code. */
export interface AskedResource {
  readonly written: string
  /** In code, where it is. */
  readonly resource: Resource | undefined
  /** What is meant, the resource and what lies in it, each in all the ways that a policy may spell it. */
  readonly meanings: readonly (readonly Pattern[])[]
}

/** Some object, file, table item of a resource: one text that nobody knows. */
const something = opaque(0x1fffff)

const literal = (text: string): Pattern => ({ exact: text, wide: text, holes: [], variables: [] })

/**
 * A resource by ARN or address, as what an action is done to; undefined for `*` and for none. What the code does not
 * have is taken as an ARN.
 */
export function askedResource(written: string | undefined, model: IamModel, action: string): AskedResource | undefined {
  if (written === undefined || written === '*') return undefined
  const resource = model.resources.find((candidate) => candidate.address === written) ?? byArn(written, model)
  if (written.includes(':'))
    return { written, resource, meanings: [[literal(written), ...aliases(written, resource, model)]] }
  const info = findAction(action)
  const meanings = resource ? meaningsOf(resource, model) : []
  const fitting = info
    ? meanings.filter((spellings) => spellings.some((pattern) => fitsAction(pattern, info)))
    : meanings
  return { written, resource, meanings: fitting.length > 0 ? fitting : meanings }
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

/** The ARN of a resource of the code, where its name tells it. */
function knownArn(resource: Resource, model: IamModel): Pattern | undefined {
  if (resource.canonicalType === 'AWS::S3::Bucket') return literal(`arn:aws:s3:::${resource.name}`)
  const identity = [...model.users, ...model.roles, ...model.groups].find(
    (candidate) => candidate.resource === resource,
  )
  return identity ? identityName(identity).arn : undefined
}

const attributes = ['arn', 'Arn', 'id', 'Ref']

/** The symbols of a resource, with the same text after each. */
function symbols(resource: Resource, suffix: string, wide: string): Pattern[] {
  return attributes.map((attribute) => ({
    ...symbolPattern(`${resource.scope}|${resource.address}.${attribute}`, suffix),
    wide,
  }))
}

/** An ARN's resource in the code, by its symbols. */
function aliases(written: string, resource: Resource | undefined, model: IamModel): Pattern[] {
  const arn = resource ? knownArn(resource, model)?.exact : undefined
  if (!resource || arn === undefined || !written.startsWith(arn)) return []
  return symbols(resource, written.slice(arn.length), written)
}

/** A resource of the code as policies mention it: by its symbols, by its ARN, and what lies in it. */
function meaningsOf(resource: Resource, model: IamModel): Pattern[][] {
  const arn = knownArn(resource, model)
  const inside = arn ? { ...arn, exact: `${arn.exact}/${something}`, wide: `${arn.wide}/${any}` } : undefined
  return [
    [...symbols(resource, '', arn?.wide ?? any), ...(arn ? [arn] : [])],
    [...symbols(resource, `/${something}`, inside?.wide ?? any), ...(inside ? [inside] : [])],
  ]
}

/** Whether a region has a resource, or something that lies in it. */
export function regionHasAsked(region: Region, asked: AskedResource | undefined): Answer {
  if (!asked) return region.length > 0 ? 'yes' : 'no'
  return some(asked.meanings.map((spellings) => some(region.map((clause) => clauseHas(clause, spellings)))))
}

function clauseHas(clause: Region[number], spellings: readonly Pattern[]): Answer {
  const named = (pattern: Pattern): Answer => some(spellings.map((spelling) => matches(pattern, spelling)))
  return every([...clause.all.map(named), ...clause.none.map((pattern) => not(named(pattern)))])
}
