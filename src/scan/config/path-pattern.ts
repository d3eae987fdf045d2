import { globPattern } from '../directive'

/**
 * A glob over a path: `*` and `?` stay within one name, `**` is any number of names; upper and lower case alike, without
 * a slash at the end. Takes no longer than the product of the lengths.
 */
export function pathPattern(glob: string): (path: string) => boolean {
  const steps = glob.replace(/^\.\//, '').replace(/\/+$/, '').split('/').map(step)
  return (path) => {
    // Which of the steps may come next, after each name of the path.
    let open = closure(new Set([0]), steps)
    for (const name of path.split('/')) {
      const next = new Set<number>()
      for (const at of open) {
        const one = steps[at]
        if (one === 'any') next.add(at)
        else if (one?.test(name)) next.add(at + 1)
      }
      open = closure(next, steps)
    }
    return open.has(steps.length)
  }
}

type Step = 'any' | { test(text: string): boolean }

const step = (text: string): Step => (text === '**' ? 'any' : globPattern(text))

/** `**` may stand for no name at all. */
function closure(open: Set<number>, steps: readonly Step[]): Set<number> {
  for (const at of open) if (steps[at] === 'any') open.add(at + 1)
  return open
}
