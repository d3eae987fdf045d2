import type { TerraformFunction } from '../function'
import { stringType } from '../type'
import type { StringValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { made } from './string'
import { textOf } from './text'

/** https://developer.hashicorp.com/terraform/language/functions#encoding-functions, but for the structured ones. */

const str = stringParameter('str')

/** Base64 as Go's strict decoder reads it: with padding, line breaks left out; undefined for anything else. */
function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[\r\n]/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined
  return Buffer.from(compact, 'base64')
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const base64decode: Definition = {
  name: 'base64decode',
  parameters: [str],
  strict: stringType,
  run([value], call) {
    const text = textOf(value) ?? ''
    const bytes = decodeBase64(text) ?? call.fail(`failed to decode base64 data ${JSON.stringify(text)}`)
    const decoded = utf8(bytes) ?? call.fail('the result of decoding the provided string is not valid UTF-8')
    return made(decoded, value as StringValue, call)
  },
}

const base64encode: Definition = {
  name: 'base64encode',
  parameters: [str],
  strict: stringType,
  run: ([value], call) => made(Buffer.from(textOf(value) ?? '').toString('base64'), value as StringValue, call),
}

/** Go's `url.QueryEscape`. */
function queryEscape(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}

const urlencode: Definition = {
  name: 'urlencode',
  parameters: [str],
  strict: stringType,
  run: ([value], call) => made(queryEscape(textOf(value) ?? ''), value as StringValue, call),
}

interface Encoding {
  /** The name in Terraform's message. */
  readonly title: string
  encode(text: string): Buffer | undefined
  decode(bytes: Uint8Array): string | undefined
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16()
}

function utf16(title: string, bigEndian: boolean, mark = false): Encoding {
  const encode = (text: string) => {
    const little = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
    return bigEndian ? swapped(little) : little
  }
  const decode = (bytes: Uint8Array) => {
    if (bytes.length % 2 !== 0) return undefined
    const text = (bigEndian ? swapped(Buffer.from(bytes)) : Buffer.from(bytes)).toString('utf16le')
    return mark ? text.replace(/^\ufeff/, '') : text
  }
  return { title, encode, decode }
}

/** One byte a character, by the table that the platform's decoder has. */
function singleByte(title: string, label: string, highest = 0xff): Encoding {
  const table = () => [...new TextDecoder(label).decode(Uint8Array.from({ length: highest + 1 }, (_, at) => at))]
  return {
    title,
    encode(text) {
      const characters = table()
      const bytes = [...text].map((character) => characters.indexOf(character))
      return bytes.includes(-1) ? undefined : Buffer.from(bytes)
    },
    decode(bytes) {
      const characters = table()
      return bytes.some((byte) => byte > highest) ? undefined : [...bytes].map((byte) => characters[byte]).join('')
    },
  }
}

function latin1(title: string, highest: number): Encoding {
  return {
    title,
    encode: (text) =>
      [...text].every((character) => character.charCodeAt(0) <= highest) ? Buffer.from(text, 'latin1') : undefined,
    decode: (bytes) => (bytes.some((byte) => byte > highest) ? undefined : Buffer.from(bytes).toString('latin1')),
  }
}

/** The encodings that configurations use; Terraform knows all of IANA's, of which the others are an error here. */
const encodings: Readonly<Record<string, Encoding>> = {
  'utf-8': { title: 'UTF-8', encode: (text) => Buffer.from(text), decode: utf8 },
  'utf-16': utf16('UTF-16', true, true),
  'utf-16be': utf16('UTF-16BE', true),
  'utf-16le': utf16('UTF-16LE', false),
  'us-ascii': latin1('US-ASCII', 0x7f),
  ascii: latin1('US-ASCII', 0x7f),
  'iso-8859-1': latin1('ISO_8859-1:1987', 0xff),
  latin1: latin1('ISO_8859-1:1987', 0xff),
  'windows-1252': singleByte('windows-1252', 'windows-1252'),
  'iso-8859-15': singleByte('ISO-8859-15', 'iso-8859-15'),
  'iso-8859-2': singleByte('ISO_8859-2:1987', 'iso-8859-2'),
  'koi8-r': singleByte('KOI8-R', 'koi8-r'),
}

function encodingOf(name: string, call: Call): Encoding {
  const known = Object.hasOwn(encodings, name.toLowerCase()) ? encodings[name.toLowerCase()] : undefined
  const message = `${JSON.stringify(name)} is not a supported IANA encoding name or alias in this Terraform version`
  return known ?? call.failArgument(1, message)
}

const textencodebase64: Definition = {
  name: 'textencodebase64',
  parameters: [stringParameter('string'), stringParameter('encoding')],
  strict: stringType,
  run([value, name], call) {
    const encoding = encodingOf(textOf(name) ?? '', call)
    const bytes = encoding.encode(textOf(value) ?? '')
    if (!bytes)
      return call.failArgument(
        0,
        `the given string contains characters that cannot be represented in ${encoding.title}`,
      )
    return made(bytes.toString('base64'), value as StringValue, call)
  },
}

const textdecodebase64: Definition = {
  name: 'textdecodebase64',
  parameters: [stringParameter('source'), stringParameter('encoding')],
  strict: stringType,
  run([value, name], call) {
    const encoding = encodingOf(textOf(name) ?? '', call)
    const text = textOf(value) ?? ''
    const bytes = decodeBase64(text)
    if (!bytes) {
      const at = Math.max(text.search(/[^A-Za-z0-9+/]/), 0)
      return call.failArgument(0, `the given value is has an invalid base64 symbol at offset ${at}`)
    }
    const decoded = encoding.decode(bytes)
    if (decoded === undefined)
      return call.failArgument(0, `the given string contains symbols that are not defined for ${encoding.title}`)
    return made(decoded, value as StringValue, call)
  },
}

export const textEncodingFunctions: readonly TerraformFunction[] = [
  base64decode,
  base64encode,
  textdecodebase64,
  textencodebase64,
  urlencode,
].map(define)
