import type { PolicyDocument } from '../model/policy'
import type { Data } from '../model/value'
import { display } from '../model/value'

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * Data as it would reach AWS, each hole as `${expression}`. Of a choice both branches are shown:
 * `{"${condition}": {"true": ..., "false": ...}}`, a branch that is not there left out. What may add more entries to an
 * object is an entry of its own, `"${expression}": null`.
 */
export function plainData(data: Data): Json {
  switch (data.kind) {
    case 'text':
      return display(data)
    case 'number':
      return Number.isFinite(data.value) ? data.value : data.raw
    case 'boolean':
      return data.value
    case 'null':
      return null
    case 'list':
      return data.items.map(plainData)
    case 'object':
      return Object.fromEntries([
        ...data.entries.map(({ key, value }) => [display(key), plainData(value)]),
        ...(data.open ?? []).map((hole) => [`\${${hole.expression}}`, null]),
      ])
    case 'unknown':
      return `\${${data.hole.expression}}`
    case 'choice':
      return {
        [`\${${data.condition}}`]: {
          ...(data.whenTrue ? { true: plainData(data.whenTrue) } : {}),
          ...(data.whenFalse ? { false: plainData(data.whenFalse) } : {}),
        },
      }
  }
}

/**
 * A policy document as it would reach AWS, whatever its content. Where conditions choose in it, every statement that
 * there may be is in the list, as it reads in each case; statements that nobody knows are `"${expression}"`.
 */
export function plainDocument(document: PolicyDocument): Json {
  const { data, version, id, statements, unknown } = document
  if (!hasChoice(data)) return plainData(data)
  return {
    ...(version ? { Version: display(version) } : {}),
    ...(id ? { Id: display(id) } : {}),
    Statement: [
      ...statements.map((statement) => plainData(statement.data)),
      ...unknown.map((hole) => `\${${hole.expression}}`),
    ],
  }
}

function hasChoice(data: Data): boolean {
  if (data.kind === 'list') return data.items.some(hasChoice)
  if (data.kind === 'object') return data.entries.some(({ value }) => hasChoice(value))
  return data.kind === 'choice'
}
