import type { Hole, UnknownReason } from '../../../../src/model/value'
import { span } from '../../../../src/model/source'
import { makeSet } from '../collection'
import type { TerraformFunction } from '../function'
import { joinPath } from '../path'
import type { Type } from '../type'
import { boolType, setType, stringType } from '../type'
import type { StringValue, Value } from '../value'
import { boolValue, stringValue, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { GlobError, globMatcher } from './glob'
import type { Digest } from './hash'
import { digest } from './hash'
import { stringParameter } from './numeric'
import { made } from './string'
import { textOf } from './text'
import { describe } from './unknown'

/**
 * Functions that read files, through the tree of the scan alone: what lies outside is never read.
 * https://developer.hashicorp.com/terraform/language/functions#filesystem-functions
 */

const path = stringParameter('path')

/** A path of Terraform's as one of the tree's: relative to the root module; undefined outside of the tree. */
function treePath(given: string, call: Call): string | undefined {
  if (given.startsWith('/') || given.startsWith('~')) return undefined
  const at = joinPath(call.context.rootDirectory, given)
  const isAbove = at === '..' || at?.startsWith('../')
  return isAbove && call.context.files.kindOf(at as string) === undefined ? undefined : at
}

/** An unknown that says which file is missing, or lies outside. */
function unread(why: UnknownReason, type: Type, call: Call): Value {
  const expression = `${describe(call.args[0] as Value)}`
  const hole: Hole = { kind: 'hole', expression: `file(${expression})`, why, span: call.context.span }
  return unknownValue(hole, type)
}

const notThere =
  'this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource'

/** The bytes of a file, or the value that the call is instead. */
function readBytes(value: Value | undefined, type: Type, call: Call): Uint8Array | Value {
  const given = textOf(value) ?? ''
  const at = treePath(given, call)
  if (at === undefined) return unread('outside-root', type, call)
  const bytes = call.context.files.readBytes(at)
  if (bytes) {
    call.bound('stringLength', bytes.length)
    return bytes
  }
  if (call.context.files.kindOf(at) === 'directory')
    return call.failArgument(0, `failed to read file: read ${given || '.'}: is a directory`)
  return call.failArgument(0, `no file exists at ${JSON.stringify(given)}; ${notThere}`, 'file-not-found')
}

const file: Definition = {
  name: 'file',
  parameters: [path],
  strict: stringType,
  run([value], call) {
    const given = textOf(value) ?? ''
    if (treePath(given, call) === undefined) return unread('outside-root', stringType, call)
    const answer = call.context.readFile(given)
    if (answer.kind === 'outside-root') return unread('outside-root', stringType, call)
    if (answer.kind === 'missing') return readBytes(value, stringType, call) as Value
    const { source } = answer
    call.bound('stringLength', source.text.length)
    if (source.text.includes('\ufffd') && !isUtf8(given, call))
      call.fail(
        `contents of ${JSON.stringify(given)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
      )
    return stringValue(source.text, span(source), true)
  },
}

/** Whether a file that reads with replacement characters is text all the same, and has them itself. */
function isUtf8(given: string, call: Call): boolean {
  const bytes = call.context.files.readBytes(treePath(given, call) ?? '')
  if (!bytes) return true
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const filebase64: Definition = {
  name: 'filebase64',
  parameters: [path],
  strict: stringType,
  run([value], call) {
    const bytes = readBytes(value, stringType, call)
    return 'kind' in bytes ? bytes : stringValue(Buffer.from(bytes).toString('base64'), call.at)
  },
}

function fileHash(name: string, algorithm: Digest, encoding?: 'base64'): Definition {
  return {
    name,
    parameters: [path],
    strict: stringType,
    run([value], call) {
      const given = textOf(value) ?? ''
      const at = treePath(given, call)
      if (at === undefined) return unread('outside-root', stringType, call)
      const bytes =
        call.context.files.readBytes(at) ?? call.fail(`open ${given}: no such file or directory`, 'file-not-found')
      call.bound('stringLength', bytes.length)
      return stringValue(digest(algorithm, bytes, encoding), call.at)
    },
  }
}

const fileexists: Definition = {
  name: 'fileexists',
  parameters: [path],
  strict: boolType,
  run([value], call) {
    const given = textOf(value) ?? ''
    const at = treePath(given, call)
    if (at === undefined) return unread('outside-root', boolType, call)
    const kind = call.context.files.kindOf(at)
    if (kind === 'directory') call.fail(`${JSON.stringify(given || '.')} is a directory, not a file`)
    return boolValue(kind === 'file', call.at)
  },
}

/** The last step of a path, as Go's `filepath.Base` and `Dir` have them. */
function clean(text: string): string {
  const steps: string[] = []
  const rooted = text.startsWith('/')
  for (const step of text.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps[steps.length - 1] !== '..') steps.pop()
    else if (step !== '..' || !rooted) steps.push(step)
  }
  return (rooted ? '/' : '') + steps.join('/') || '.'
}

function basename(text: string): string {
  const trimmed = text.replace(/(?<!\/)\/+$/, '')
  if (text === '') return '.'
  return trimmed === '' || /^\/+$/.test(trimmed) ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

function dirname(text: string): string {
  return clean(text.slice(0, text.lastIndexOf('/') + 1))
}

function pathFunction(name: string, change: (text: string) => string): Definition {
  return {
    name,
    parameters: [path],
    strict: stringType,
    run: ([value], call) => made(change(textOf(value) ?? ''), value as StringValue, call),
  }
}

/** What hangs on the machine that runs Terraform. */
function machinePath(name: string, isSafe: (text: string) => boolean): Definition {
  return {
    name,
    parameters: [path],
    strict: stringType,
    run: ([value], call) => (isSafe(textOf(value) ?? '') ? (value as Value) : unread('outside-root', stringType, call)),
  }
}

const fileset: Definition = {
  name: 'fileset',
  parameters: [path, stringParameter('pattern')],
  strict: setType(stringType),
  run([directory, pattern], call) {
    const base = treePath(textOf(directory) ?? '', call)
    if (base === undefined) return unread('outside-root', setType(stringType), call)
    const wanted = clean(`/${textOf(pattern) ?? ''}`).slice(1)
    try {
      const isMatch = globMatcher(wanted)
      const found = filesBelow(base, call).filter(isMatch)
      return makeSet(
        found.map((name) => stringValue(name, call.at)),
        stringType,
        call.at,
      )
    } catch (error) {
      if (!(error instanceof GlobError)) throw error
      return call.fail(
        `failed to glob pattern ${JSON.stringify(`${textOf(directory)}/${wanted}`)}: syntax error in pattern`,
      )
    }
  },
}

/** Every file below a directory, by its path from there. */
function filesBelow(base: string, call: Call): string[] {
  const { files } = call.context
  const found: string[] = []
  const pending = ['']
  for (let relative = pending.pop(); relative !== undefined; relative = pending.pop()) {
    for (const name of files.list(joinPath(base, relative) ?? base)) {
      call.bound('collectionSize', found.length + pending.length)
      const inner = relative === '' ? name : `${relative}/${name}`
      const kind = files.kindOf(joinPath(base, inner) ?? inner)
      if (kind === 'directory') pending.push(inner)
      else if (kind === 'file') found.push(inner)
    }
  }
  return found
}

export const filesystemFunctions: readonly TerraformFunction[] = [
  machinePath('abspath', () => false),
  machinePath('pathexpand', (text) => !text.startsWith('~')),
  pathFunction('basename', basename),
  pathFunction('dirname', dirname),
  file,
  filebase64,
  fileexists,
  fileset,
  fileHash('filemd5', 'md5'),
  fileHash('filesha1', 'sha1'),
  fileHash('filesha256', 'sha256'),
  fileHash('filesha512', 'sha512'),
  fileHash('filebase64sha256', 'sha256', 'base64'),
  fileHash('filebase64sha512', 'sha512', 'base64'),
].map(define)
