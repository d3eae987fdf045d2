import { elementActions } from '../iam/action'
import { type AccessLevel, allActions } from '../iam/data'
import { type AccessLevelName, accessLevels } from '../model/access-diff'
import type { PolicyDocument, Statement } from '../model/policy'

const names: Readonly<Record<AccessLevel, AccessLevelName>> = {
  P: 'permissions management',
  W: 'write',
  T: 'tagging',
  R: 'read',
  L: 'list',
}

/**
 * The access levels of what statements name, gravest first. `iam:PassRole` is one of permissions: AWS files it under
 * Write, and it hands out the permissions of roles.
 */
export function levelsOf(statements: readonly Statement[]): readonly AccessLevelName[] {
  const found = new Set<AccessLevelName>()
  for (const statement of statements) {
    const { known } = elementActions(statement.actions)
    for (const action of allActions()) {
      if (known[action.index] !== 1) continue
      const passes = action.service === 'iam' && action.name === 'PassRole'
      found.add(passes ? 'permissions management' : names[action.level])
      if (found.size === accessLevels.length) return accessLevels
    }
  }
  return accessLevels.filter((level) => found.has(level))
}

export function levelsOfDocument(document: PolicyDocument): readonly AccessLevelName[] {
  return levelsOf(document.statements.filter((statement) => statement.effect === 'Allow'))
}
