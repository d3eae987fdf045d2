import { inflateRawSync } from 'node:zlib'
import type { FileTree } from '../../../src/model/files'
import { emptyModel } from '../../../src/model/iam'
import type { Diagnostic } from '../../../src/model/diagnostic'
import type { Parsed, ParseSettings } from '../../parser'
import { directoryOf, joinPath } from '../evaluate/path'

/** Bounds on what a saved plan unpacks to: it may come from anyone. */
const mostFiles = 20_000
const mostBytes = 64 * 1024 * 1024

interface Member {
  readonly name: string
  readonly method: number
  readonly size: number
  readonly unpacked: number
  readonly header: number
}

/**
 * A saved plan (`terraform plan -out`). Its values are in an internal format that changes between versions, but it holds
 * the configuration that it was made from, and that is judged as source.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export async function parsePlanArchive(file: string, bytes: Uint8Array, settings: ParseSettings): Promise<Parsed> {
  const advice = 'For its values, scan what "terraform show -json" writes of it.'
  const read = configurationIn(bytes, directoryOf(file))
  if (!read) {
    const message = `This is a zip whose configuration could not be read; a saved plan is one. ${advice}`
    const diagnostic: Diagnostic = { level: 'error', kind: 'plan-archive', message, file }
    return { model: emptyModel(), diagnostics: [diagnostic], unresolved: [], parsed: [], failed: [file] }
  }
  const { parseTerraform } = await import('../index')
  const paths = [...read.keys()].filter((path) => !path.endsWith('.terraform/modules/modules.json'))
  const parsed = await parseTerraform({ kind: 'terraform', files: paths }, new UnpackedFiles(read), settings)
  const message = `This is a saved plan: the configuration in it was judged, not its values. ${advice}`
  const note: Diagnostic = { level: 'warning', kind: 'plan-archive', message, file }
  const broken = parsed.failed.length > 0
  return {
    ...parsed,
    diagnostics: [note, ...parsed.diagnostics],
    parsed: broken ? [] : [file],
    failed: broken ? [file] : [],
  }
}

/** The files of the configuration by path, `.terraform/modules/modules.json` among them; undefined when there is none. */
function configurationIn(bytes: Uint8Array, directory: string): ReadonlyMap<string, string> | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const members = membersOf(buffer).filter(({ name }) => name.startsWith('tfconfig/'))
    const total = members.reduce((sum, member) => sum + member.unpacked, 0)
    if (members.length > mostFiles || total > mostBytes) return undefined
    const texts = new Map(members.map((member) => [member.name, unpack(buffer, member).toString('utf8')]))
    return placed(texts, directory)
  } catch {
    return undefined
  }
}

interface PackedModule {
  readonly key: string
  readonly source: string
  /** From the root module: `.`, `modules/a`, `../shared`. */
  readonly directory: string
}

/**
 * Modules are in folders named by their keys; the manifest has the directories that they came from. The root module is
 * taken to be in the plan's directory, or as deep below it as modules reach above it.
 */
function placed(texts: ReadonlyMap<string, string>, planDirectory: string): ReadonlyMap<string, string> | undefined {
  const modules = packedModules(JSON.parse(texts.get('tfconfig/modules.json') ?? 'null'))
  const above = Math.max(
    0,
    ...modules.map(({ directory }) => directory.split('/').filter((step) => step === '..').length),
  )
  if (above > 50) return undefined
  const steps = planDirectory === '' ? [] : planDirectory.split('/')
  while (steps.length < above) steps.push('_')
  const root = steps.join('/')
  const files = new Map<string, string>()
  for (const { key, directory } of modules) {
    const prefix = `tfconfig/m-${key}/`
    for (const [name, text] of texts) {
      const path = name.startsWith(prefix) ? joinPath(root, `${directory}/${name.slice(prefix.length)}`) : undefined
      if (path !== undefined) files.set(path, text)
    }
  }
  if (files.size === 0) return undefined
  const manifest = modules.map(({ key, source, directory }) => ({ Key: key, Source: source, Dir: directory }))
  const path = joinPath(root, '.terraform/modules/modules.json')
  return path === undefined ? undefined : files.set(path, JSON.stringify({ Modules: manifest }))
}

function packedModules(manifest: unknown): readonly PackedModule[] {
  if (!Array.isArray(manifest)) return []
  return (manifest as (Record<string, unknown> | null)[]).flatMap((module) => {
    const { Key: key, Source: source, Dir: directory } = module ?? {}
    if (typeof key !== 'string' || typeof directory !== 'string' || directory.startsWith('/')) return []
    return [{ key, source: typeof source === 'string' ? source : '', directory: directory === '' ? '.' : directory }]
  })
}

/** The central directory of a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 */
function membersOf(buffer: Buffer): Member[] {
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) return []
  const count = Math.min(buffer.readUInt16LE(end + 10), mostFiles)
  const members: Member[] = []
  for (let index = 0, at = buffer.readUInt32LE(end + 16); index < count; index++) {
    if (buffer.readUInt32LE(at) !== 0x02014b50) return []
    const nameLength = buffer.readUInt16LE(at + 28)
    members.push({
      name: buffer.toString('utf8', at + 46, at + 46 + nameLength),
      method: buffer.readUInt16LE(at + 10),
      size: buffer.readUInt32LE(at + 20),
      unpacked: buffer.readUInt32LE(at + 24),
      header: buffer.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  return members
}

function unpack(buffer: Buffer, member: Member): Buffer {
  const start = member.header + 30 + buffer.readUInt16LE(member.header + 26) + buffer.readUInt16LE(member.header + 28)
  const packed = buffer.subarray(start, start + member.size)
  return member.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: mostBytes })
}

/** The files of an archive, as a tree that holds nothing else. */
class UnpackedFiles implements FileTree {
  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  read(path: string): string | undefined {
    return this.texts.get(path)
  }

  readBytes(path: string): Uint8Array | undefined {
    const text = this.texts.get(path)
    return text === undefined ? undefined : Buffer.from(text)
  }

  kindOf(path: string): 'file' | 'directory' | undefined {
    if (this.texts.has(path)) return 'file'
    return this.list(path).length > 0 ? 'directory' : undefined
  }

  list(directory: string): readonly string[] {
    const prefix = directory === '' || directory === '.' ? '' : `${directory}/`
    const names = new Set<string>()
    for (const path of this.texts.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] as string)
    }
    return [...names].sort()
  }
}
