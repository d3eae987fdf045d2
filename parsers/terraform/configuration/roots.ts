import type { ModuleLibrary } from './module-library'

/**
 * The directories that are judged on their own: those that no other module of the scan calls by a local path. Of
 * modules that only call each other in a circle the first by name is one.
 */
export function rootDirectories(library: ModuleLibrary, found: readonly string[]): readonly string[] {
  const calls = new Map(found.map((directory) => [directory, calledBy(library, directory)]))
  const called = new Set<string>()
  for (const [directory, targets] of calls) for (const target of targets) if (target !== directory) called.add(target)
  const roots = found.filter((directory) => !called.has(directory))
  const reached = new Set<string>()
  for (const root of roots) reach(root, calls, reached)
  for (const directory of found) {
    if (reached.has(directory)) continue
    roots.push(directory)
    reach(directory, calls, reached)
  }
  return roots.sort()
}

function calledBy(library: ModuleLibrary, directory: string): readonly string[] {
  const module = library.module(directory)
  if (!module) return []
  return [...module.calls.values()].flatMap((call) => library.directoryOf(call, directory, [], directory) ?? [])
}

function reach(from: string, calls: ReadonlyMap<string, readonly string[]>, reached: Set<string>): void {
  const waiting = [from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    waiting.push(...(calls.get(next) ?? []))
  }
}
