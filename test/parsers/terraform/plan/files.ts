import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Parsed } from '../../../../parsers/parser'
import { defaultParseSettings } from '../../../../parsers/parser'
import { parseTerraformPlan } from '../../../../parsers/terraform/plan/index'
import type { FileTree } from '../../../../src/model/files'
import { link } from '../../../../src/model/link'

const fixtures = join(__dirname, '../../../../fixtures/plan')

/** A tree of files given by path. */
export function treeOf(contents: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const bytes = (path: string) => {
    const content = contents[path]
    return typeof content === 'string' ? Buffer.from(content) : content
  }
  const names = (directory: string) => {
    const prefix = directory === '' ? '' : `${directory}/`
    const inside = Object.keys(contents).filter((path) => path.startsWith(prefix))
    return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] as string))].sort()
  }
  return {
    read: (path) => bytes(path)?.toString(),
    readBytes: bytes,
    kindOf: (path) => (contents[path] === undefined ? (names(path).length > 0 ? 'directory' : undefined) : 'file'),
    list: names,
  }
}

/** The files of a folder of fixtures. */
export function fixtureFiles(folder: string): Record<string, string> {
  const paths = readdirSync(join(fixtures, folder)).filter((name) => /\.(tf|json)$/.test(name))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(fixtures, folder, path), 'utf8')]))
}

/** What a plan among these files gives, with its references joined. */
export async function readPlan(file: string, contents: Readonly<Record<string, string | Uint8Array>>): Promise<Parsed> {
  const parsed = await parseTerraformPlan({ kind: 'terraform-plan', file }, treeOf(contents), defaultParseSettings)
  link(parsed.model)
  return parsed
}
