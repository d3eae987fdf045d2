import { createHash } from 'node:crypto'
import type { TerraformFunction } from '../function'
import { stringType } from '../type'
import { stringValue } from '../value'
import type { Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { textOf } from './text'
import { isWhollyKnown } from './unknown'

/** https://developer.hashicorp.com/terraform/language/functions#hash-and-crypto-functions */

export type Digest = 'md5' | 'sha1' | 'sha256' | 'sha512'

export function digest(algorithm: Digest, data: string | Uint8Array, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHash(algorithm).update(data).digest(encoding)
}

function hash(name: string, algorithm: Digest, encoding?: 'base64'): Definition {
  return {
    name,
    parameters: [stringParameter('str')],
    strict: stringType,
    run: ([value], call) => stringValue(digest(algorithm, textOf(value) ?? '', encoding), call.at),
  }
}

/** RFC 4122, appendix C. */
const namespaces: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
}
const uuidShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const uuidv5: Definition = {
  name: 'uuidv5',
  parameters: [stringParameter('namespace'), stringParameter('name')],
  strict: stringType,
  run([space, name], call) {
    const given = textOf(space) ?? ''
    const namespace = namespaces[given] ?? given
    if (!uuidShape.test(namespace)) {
      const why = `invalid UUID length: ${Buffer.byteLength(given)}`
      call.fail(`uuidv5() doesn't support namespace ${given} (${why})`)
    }
    const data = Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(textOf(name) ?? '')])
    const bytes = createHash('sha1').update(data).digest().subarray(0, 16)
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
    const hex = bytes.toString('hex')
    const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    return stringValue(groups.join('-'), call.at)
  },
}

/** What differs from run to run, or needs a key: never known before deployment. */
function impure(name: string, parameters: Definition['parameters'], variadic?: Definition['variadic']): Definition {
  return {
    name,
    parameters,
    ...(variadic && { variadic }),
    run(args, call) {
      const { span } = call.context
      const cause = args.find((value) => !isWhollyKnown(value))
      return call.unknown(stringType, cause ?? { kind: 'hole', expression: name, why: 'impure-function', span })
    },
  }
}

const str = stringParameter('str')

export const hashFunctions: readonly TerraformFunction[] = [
  hash('md5', 'md5'),
  hash('sha1', 'sha1'),
  hash('sha256', 'sha256'),
  hash('sha512', 'sha512'),
  hash('base64sha256', 'sha256', 'base64'),
  hash('base64sha512', 'sha512', 'base64'),
  uuidv5,
  impure('bcrypt', [str], { name: 'cost', type: { kind: 'number' } }),
  impure('base64gzip', [str]),
  impure('rsadecrypt', [stringParameter('ciphertext'), stringParameter('privatekey')]),
  impure('uuid', []),
  impure('timestamp', []),
  impure('plantimestamp', []),
].map(define)
