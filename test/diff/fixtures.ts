import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { defaultParseSettings } from '../../parsers/parser'
import { accessDiff } from '../../src/diff/access-diff'
import type { AccessDiff } from '../../src/model/access-diff'
import type { IamModel } from '../../src/model/iam'
import { DiskTree } from '../../src/scan/files'
import { everyCheck, trustNobody } from '../../src/scan/options'
import { modelOf, type Scan } from '../../src/scan/scan'

export const root = join(__dirname, '..', '..', 'fixtures', 'diff')

/** Every case: a pair of directories, `base/` and `head/`, or a `plan.json` that has both. Its difference is in `expected.txt`. */
export const cases: readonly string[] = readdirSync(root).sort()

/** The model of a directory or of one file, which must be read without an error. */
export async function modelAt(path: string, planSide?: 'before' | 'after'): Promise<IamModel> {
  const { model, result } = await scanAt(path, planSide)
  const errors = result.diagnostics.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`)
  return model
}

/** The same whatever could not be read. */
export async function scanAt(path: string, planSide?: 'before' | 'after'): Promise<Scan> {
  const isFile = path.endsWith('.json')
  const directory = isFile ? dirname(path) : path
  return modelOf({
    tree: new DiskTree(directory, [directory]),
    paths: [isFile ? basename(path) : '.'],
    exclude: [],
    settings: planSide ? { ...defaultParseSettings, planSide } : defaultParseSettings,
    checks: [],
    selection: everyCheck,
    trust: trustNobody,
    today: '2027-01-15',
    ignores: [],
    protectedChecks: [],
  })
}

export async function diffOf(name: string): Promise<AccessDiff> {
  const [base, head] = await sidesOf(name)
  return accessDiff(base, head, trustNobody)
}

/** Both models of a case: what was, and what is. */
export async function sidesOf(name: string): Promise<readonly [IamModel, IamModel]> {
  const plan = join(root, name, 'plan.json')
  return existsSync(plan)
    ? [await modelAt(plan, 'before'), await modelAt(plan, 'after')]
    : [await modelAt(join(root, name, 'base')), await modelAt(join(root, name, 'head'))]
}
