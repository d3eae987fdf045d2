import type { PolicyDocument, Statement } from '../model/policy'
import { elementActions, listActions } from './action'
import { type ActionInfo, actionDetails } from './data'
import { any, canonical, glob, globsOverlap } from './glob'
import { isUnscoped } from './region'
import { hasVariables, resourcePatterns, statementRegion } from './statement'
import type { Pattern } from './text'

const formats = new Map<string, string>()

/** A resource type's ARN (`arn:${Partition}:s3:::${BucketName}`) as a glob, in the partition `aws`. */
export function arnFormat(arn: string): string {
  let found = formats.get(arn)
  if (found === undefined) {
    found = canonical(glob(arn.replace('${Partition}', 'aws').replaceAll(/\$\{[^}]*\}/g, '*')))
    formats.set(arn, found)
  }
  return found
}

/**
 * Whether a resource pattern can name anything that an action acts on. An action that takes no resource is only named
 * by `*`. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function fitsAction(pattern: Pattern, action: ActionInfo): boolean {
  if (pattern.exact === any) return true
  const types = actionDetails(action).resourceTypes
  const written = pattern.wide.replace(/^arn:aws-[^:]*:/, 'arn:aws:')
  return types.some((type) => type.arn === '' || globsOverlap(written, arnFormat(type.arn)))
}

/**
 * The actions of a statement that none of its resources can be meant for, so that it says nothing of them. Known
 * actions alone, spelt out or by wildcard; empty for NotAction, NotResource and lists that may hold more.
 */
export function unfitActions(statement: Statement, document: PolicyDocument): readonly ActionInfo[] {
  const { actions, resources } = statement
  if (!actions || actions.negated || !resources || resources.negated || resources.unknown.length > 0) return []
  const patterns = resourcePatterns(statement, hasVariables(document))
  if (patterns.some((pattern) => pattern.exact === any)) return []
  return listActions(elementActions(actions)).filter(
    (action) => !patterns.some((pattern) => fitsAction(pattern, action)),
  )
}

/**
 * The actions that a statement allows on all resources although AWS lets them be granted on some: those that could be
 * scoped to an ARN. Empty for a statement that names its resources.
 */
export function scopableActions(statement: Statement, document: PolicyDocument): readonly ActionInfo[] {
  if (statement.effect !== 'Allow' || !statement.actions) return []
  if (!isUnscoped(statementRegion(statement, hasVariables(document)))) return []
  return listActions(elementActions(statement.actions)).filter((action) => !action.wildcardOnly)
}
