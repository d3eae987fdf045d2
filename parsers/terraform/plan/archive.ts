import { inflateRawSync } from 'node:zlib'
import type { FileTree } from '../../../src/model/files'
import { emptyModel } from '../../../src/model/iam'
import type { Diagnostic } from '../../../src/model/diagnostic'
import type { Parsed, ParseSettings } from '../../parser'

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
  const read = configurationIn(bytes)
  if (!read) {
    const message = `This is a zip whose configuration could not be read; a saved plan is one. ${advice}`
    const diagnostic: Diagnostic = { level: 'error', kind: 'plan-archive', message, file }
    return { model: emptyModel(), diagnostics: [diagnostic], unresolved: [], parsed: [], failed: [file] }
  }
  const { parseTerraform } = await import('../index')
  const paths = [...read.keys()].filter((path) => !path.startsWith('.terraform/'))
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
function configurationIn(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const members = directoryOf(buffer).filter(({ name }) => name.startsWith('tfconfig/'))
    const total = members.reduce((sum, member) => sum + member.unpacked, 0)
    if (members.length > mostFiles || total > mostBytes) return undefined
    const texts = new Map(members.map((member) => [member.name, unpack(buffer, member).toString('utf8')]))
    return placed(texts)
  } catch {
    return undefined
  }
}

/** Modules are in folders named by their keys; the manifest has the directories that they came from. */
function placed(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> | undefined {
  const manifest: unknown = JSON.parse(texts.get('tfconfig/modules.json') ?? 'null')
  const list: unknown = Array.isArray(manifest) ? manifest : (manifest as { Modules?: unknown } | null)?.Modules
  if (!Array.isArray(list)) return undefined
  const files = new Map<string, string>()
  const modules: { Key: string; Source: string; Dir: string }[] = []
  for (const { Key, Source, SourceAddr, Dir } of list as Record<string, unknown>[]) {
    const directory = typeof Dir === 'string' ? Dir.replace(/^\.(?:\/|$)/, '') : ''
    if (typeof Key !== 'string' || directory.split('/').includes('..') || directory.startsWith('/')) continue
    modules.push({ Key, Source: String(Source ?? SourceAddr ?? ''), Dir: directory === '' ? '.' : directory })
    for (const [name, text] of texts) {
      const prefix = `tfconfig/m-${Key}/`
      if (name.startsWith(prefix)) files.set([directory, name.slice(prefix.length)].filter(Boolean).join('/'), text)
    }
  }
  if (files.size === 0) return undefined
  return files.set('.terraform/modules/modules.json', JSON.stringify({ Modules: modules }))
}

/** The central directory of a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 */
function directoryOf(buffer: Buffer): Member[] {
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
