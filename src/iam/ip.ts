/** A range of addresses: all whose first `length` bits are those of `bits`, of `width` 32 (IPv4) or 128 (IPv6). */
export interface AddressRange {
  readonly bits: bigint
  readonly length: number
  readonly width: 32 | 128
}

/** An address or a range, `10.0.0.0/8`, `2001:db8::/32`; undefined for anything else. */
export function parseRange(written: string): AddressRange | undefined {
  const [address, suffix, ...more] = written.trim().split('/')
  if (address === undefined || more.length > 0) return undefined
  const width = address.includes(':') ? 128 : 32
  const bits = width === 32 ? parseV4(address) : parseV6(address)
  const length = suffix === undefined ? width : /^\d{1,3}$/.test(suffix) ? Number(suffix) : Number.NaN
  if (bits === undefined || !(length >= 0 && length <= width)) return undefined
  return { bits, length, width }
}

function parseV4(address: string): bigint | undefined {
  const parts = address.split('.')
  if (parts.length !== 4) return undefined
  let bits = 0n
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined
    bits = (bits << 8n) | BigInt(part)
  }
  return bits
}

function parseV6(address: string): bigint | undefined {
  const halves = address.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const given = groups.flat()
  const missing = 8 - given.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const filled = halves.length === 2 ? [...(groups[0] ?? []), ...Array(missing).fill('0'), ...(groups[1] ?? [])] : given
  let bits = 0n
  for (const group of filled) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined
    bits = (bits << 16n) | BigInt(`0x${group}`)
  }
  return bits
}

/** Whether every address of `inner` is in `outer`. */
export function rangeContains(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.width !== inner.width || outer.length > inner.length) return false
  const shift = BigInt(outer.width - outer.length)
  return outer.bits >> shift === inner.bits >> shift
}

const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]
  .map(parseRange)
  .filter((range) => range !== undefined)

/**
 * Whether a range is so wide that anyone may be in it: AWS calls a policy public from less than /8 (IPv4) or /32
 * (IPv6) on, private ranges aside.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isPublicRange(range: AddressRange): boolean {
  if (privateRanges.some((known) => rangeContains(known, range))) return false
  return range.length < (range.width === 32 ? 8 : 32)
}
