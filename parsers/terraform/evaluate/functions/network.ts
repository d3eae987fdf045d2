import { isIPv4, isIPv6 } from 'node:net'
import type { TerraformFunction } from '../function'
import { listType, numberType, stringType } from '../type'
import type { Value } from '../value'
import { listValue, stringValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { integerOf, notWhole, numberOf, stringParameter } from './numeric'
import { textOf } from './text'

/** https://developer.hashicorp.com/terraform/language/functions#ip-network-functions */

interface Network {
  readonly address: bigint
  readonly prefix: number
  /** 32 or 128. */
  readonly bits: number
}

/** Leading zeros count as decimal, as in Terraform's own copy of Go's old parser. */
function parseIPv4(text: string): bigint | undefined {
  const plain = text
    .split('.')
    .map((part) => (/^\d+$/.test(part) && part.length < 10 ? String(Number(part)) : part))
    .join('.')
  return isIPv4(plain) ? plain.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) : undefined
}

function parseIPv6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined
  const tail = /(?<=:)[\d.]*\.[\d.]*$/.exec(text)?.[0]
  const embedded = tail === undefined ? undefined : parseIPv4(tail)
  const hex = (part: bigint) => part.toString(16)
  const words =
    tail === undefined || embedded === undefined
      ? text
      : `${text.slice(0, -tail.length)}${hex(embedded >> 16n)}:${hex(embedded & 0xffffn)}`
  const [head = '', rest] = words.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = rest === undefined || rest === '' ? [] : rest.split(':')
  const middle = rest === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right].reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n)
}

function parseNetwork(value: Value | undefined, fail: (message: string) => never): Network {
  const text = textOf(value) ?? ''
  const refuse = () => fail(`invalid CIDR expression: invalid CIDR address: ${text}`)
  const match = /^(.*)\/(\d{1,3})$/s.exec(text)
  if (!match) return refuse()
  const four = parseIPv4(match[1] as string)
  const address = four ?? parseIPv6(match[1] as string)
  const bits = four === undefined ? 128 : 32
  const prefix = Number(match[2])
  if (address === undefined || prefix > bits) return refuse()
  return { address: masked(address, prefix, bits), prefix, bits }
}

function masked(address: bigint, prefix: number, bits: number): bigint {
  const rest = BigInt(bits - prefix)
  return (address >> rest) << rest
}

/** An address in text; IPv6 as RFC 5952 has it: the longest run of zeros (two words or more) is `::`. */
function formatAddress(address: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')
  const words = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16))
  let [best, length] = [-1, 1]
  for (let at = 0; at < 8; at++) {
    let end = at
    while (end < 8 && words[end] === '0') end++
    if (end - at > length) [best, length] = [at, end - at]
  }
  if (best < 0) return words.join(':')
  return `${words.slice(0, best).join(':')}::${words.slice(best + length).join(':')}`
}

function formatNetwork({ address, prefix, bits }: Network): string {
  return `${formatAddress(address, bits)}/${prefix}`
}

function wholeNumber(value: Value | undefined, call: Call): bigint {
  const number = numberOf(value)
  if (!number.eq(number.round(0, 0))) call.fail('value must be a whole number')
  return BigInt(number.toFixed(0))
}

const cidrhost: Definition = {
  name: 'cidrhost',
  parameters: [stringParameter('prefix'), { name: 'hostnum', type: numberType }],
  strict: stringType,
  run([prefix, host], call) {
    const number = wholeNumber(host, call)
    const network = parseNetwork(prefix, (message) => call.fail(message))
    const size = 1n << BigInt(network.bits - network.prefix)
    const offset = number < 0n ? size + number : number
    if (offset < 0n || offset >= size)
      call.fail(`prefix of ${network.prefix} does not accommodate a host numbered ${number}`)
    return stringValue(formatAddress(network.address + offset, network.bits), call.at)
  },
}

const cidrnetmask: Definition = {
  name: 'cidrnetmask',
  parameters: [stringParameter('prefix')],
  strict: stringType,
  run([prefix], call) {
    const network = parseNetwork(prefix, (message) => call.fail(message))
    if (network.bits !== 32) call.fail(`IPv6 addresses cannot have a netmask: ${textOf(prefix)}`)
    return stringValue(formatAddress(masked(0xffffffffn, network.prefix, 32), 32), call.at)
  },
}

const cidrsubnet: Definition = {
  name: 'cidrsubnet',
  parameters: [stringParameter('prefix'), { name: 'newbits', type: numberType }, { name: 'netnum', type: numberType }],
  strict: stringType,
  run([prefix, newbits, netnum], call) {
    const bits = integerOf(newbits, call)
    const number = wholeNumber(netnum, call)
    const network = parseNetwork(prefix, (message) => call.fail(message))
    const length = network.prefix + bits
    if (length > network.bits) call.fail(`insufficient address space to extend prefix of ${network.prefix} by ${bits}`)
    const count = bits < 0 ? 0n : 1n << BigInt(bits)
    if (bits < 0 || number < -count || number >= count)
      call.fail(`prefix extension of ${bits} does not accommodate a subnet numbered ${number}`)
    const at = (number < 0n ? count + number : number) << BigInt(network.bits - length)
    return stringValue(formatNetwork({ ...network, address: network.address + at, prefix: length }), call.at)
  },
}

const cidrsubnets: Definition = {
  name: 'cidrsubnets',
  parameters: [stringParameter('prefix')],
  variadic: { name: 'newbits', type: numberType },
  strict: listType(stringType),
  run([prefix, ...newbits], call) {
    const network = parseNetwork(prefix, (message) => call.failArgument(0, message))
    call.bound('collectionSize', newbits.length)
    const end = network.address + (1n << BigInt(network.bits - network.prefix))
    let next = network.address
    const items = newbits.map((value, index): Value => {
      const bits = subnetBits(value, index, network, call)
      const length = network.prefix + bits
      const size = 1n << BigInt(network.bits - length)
      const start = ((next + size - 1n) / size) * size
      if (start + size > end)
        call.failArgument(index + 1, `not enough remaining address space for a subnet with a prefix of ${length} bits`)
      next = start + size
      return stringValue(formatNetwork({ ...network, address: start, prefix: length }), call.at)
    })
    return listValue(items, stringType, call.at)
  },
}

function subnetBits(value: Value, index: number, network: Network, call: Call): number {
  const number = numberOf(value)
  if (!number.eq(number.round(0, 0))) call.failArgument(index + 1, notWhole)
  const bits = Number(number.toFixed(0))
  if (bits < 1) call.failArgument(index + 1, 'must extend prefix by at least one bit')
  if (network.bits === 128 && bits > 32) call.failArgument(index + 1, 'may not extend prefix by more than 32 bits')
  if (network.prefix + bits > network.bits) {
    const kind = network.bits === 32 ? 'IPv4' : 'IPv6'
    call.failArgument(
      index + 1,
      `would extend prefix to ${network.prefix + bits} bits, which is too long for an ${kind} address`,
    )
  }
  return bits
}

export const networkFunctions: readonly TerraformFunction[] = [cidrhost, cidrnetmask, cidrsubnet, cidrsubnets].map(
  define,
)
