import { sep } from 'node:path'

/** A path of this system as reports and git write it: with forward slashes. */
export function slashes(path: string): string {
  return path.split(sep).join('/')
}
