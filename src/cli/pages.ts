import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The prose of every check by id: one file beside the bundle, or the Markdown beside the checks when run from source. */
export function loadPages(): Readonly<Record<string, string>> {
  const bundled = join(__dirname, 'pages.json')
  if (existsSync(bundled)) return JSON.parse(readFileSync(bundled, 'utf8'))
  const folder = join(__dirname, '..', '..', 'checks')
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  return Object.fromEntries(names.map((name) => [name.slice(0, -3), readFileSync(join(folder, name), 'utf8')]))
}
