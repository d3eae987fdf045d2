/**
 * A path without `.` and `..` steps inside, '' for the working directory; what lies above that begins with `..` steps,
 * and the tree knows whether it may be read. Undefined when it is absolute. Both kinds of slashes count.
 */
export function normalizePath(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\0')) return undefined
  const steps: string[] = []
  for (const step of path.split(/[/\\]/)) {
    if (step === '' || step === '.') continue
    if (step !== '..' || steps.length === 0 || steps.at(-1) === '..') steps.push(step)
    else steps.pop()
  }
  return steps.join('/')
}

/** A path seen from a directory ('' for the working directory), normal; undefined when it is absolute. */
export function joinPath(directory: string, path: string): string | undefined {
  return normalizePath(path.startsWith('/') ? path : `${directory}/${path}`.replace(/^\//, ''))
}

/** The directory of a file, '' for the top. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** How `to` is written from `from`, both normal: `.`, `modules/a`, `../shared`. */
export function relativePath(from: string, to: string): string {
  const fromSteps = from === '' ? [] : from.split('/')
  const toSteps = to === '' ? [] : to.split('/')
  let common = 0
  while (common < fromSteps.length && fromSteps[common] === toSteps[common]) common++
  const steps = [...fromSteps.slice(common).map(() => '..'), ...toSteps.slice(common)]
  return steps.join('/') || '.'
}
