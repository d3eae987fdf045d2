import type { Input } from '../../parsers/parser'
import type { AnyCheck } from '../../checks/check'
import type { Diagnostic } from '../model/diagnostic'
import type { Shard } from '../model/finding'
import type { Discovery } from './discover'
import { type Unit, unitsOf } from './shard-units'
import type { ScanTree } from './tree'

/** More parts than this are a slip of the hand. */
const most = 1000

/** Reads `2/8`. Undefined for anything that names no part. */
export function readShard(text: string): Shard | undefined {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  return index >= 1 && index <= count && count <= most ? { index, count } : undefined
}

/**
 * What one part of a scan is to read. Units are never split, and every one is in exactly one part: the largest first,
 * each to the part that has least so far, so that parts are of like size and the same in every run over the same files.
 * Files that are in no unit, and what discovery has to say, belong to the first part.
 */
export function partOf(discovery: Discovery, tree: ScanTree, shard: Shard): Discovery {
  const parts = distribute(unitsOf(discovery, tree), shard.count)
  const own = parts[shard.index - 1] ?? []
  const isFirst = shard.index === 1
  const taken = new Set(parts.flat().flatMap(({ files }) => files))
  const files = new Set(own.flatMap((unit) => unit.files))
  const found = discovery.found.filter((file) => files.has(file) || (isFirst && !taken.has(file)))
  const inputs = narrowed(discovery.inputs, own)
  const diagnostics = discovery.diagnostics.filter(({ kind }) => isFirst || kind === 'nothing-to-scan')
  return {
    inputs,
    found,
    unreadable: isFirst ? discovery.unreadable : [],
    diagnostics: [...diagnostics, ...(inputs.length === 0 ? [emptyPart(shard)] : [])],
  }
}

function emptyPart({ index, count }: Shard): Diagnostic {
  const message = `part ${index} of ${count} has nothing to scan: there are fewer units than parts`
  return { level: 'note', kind: 'empty-part', message, file: '' }
}

function distribute(units: readonly Unit[], count: number): Unit[][] {
  const parts = Array.from({ length: count }, () => ({ bytes: 0, units: [] as Unit[] }))
  const largestFirst = [...units].sort((one, other) => other.bytes - one.bytes || (one.key < other.key ? -1 : 1))
  for (const unit of largestFirst) {
    const least = parts.reduce((lightest, part) => (part.bytes < lightest.bytes ? part : lightest))
    least.bytes += unit.bytes
    least.units.push(unit)
  }
  return parts.map((part) => part.units)
}

/** The inputs of a part, in their order in the whole. Of the Terraform directories and templates, its own. */
function narrowed(inputs: readonly Input[], units: readonly Unit[]): Input[] {
  const own = new Set(units.flatMap((unit) => unit.inputs))
  const files = new Set(units.flatMap((unit) => unit.files))
  return inputs.flatMap((input): Input[] => {
    if (input.kind !== 'terraform' && input.kind !== 'cloudformation') return own.has(input) ? [input] : []
    const left = input.files.filter((file) => files.has(file))
    return left.length > 0 ? [{ ...input, files: left }] : []
  })
}

/** The checks that can judge a part, and a note about those that cannot. */
export function checksOfPart(selected: readonly AnyCheck[], shard: Shard | undefined) {
  const left = shard && shard.count > 1 ? selected.filter((check) => check.whole) : []
  if (left.length === 0) return { selected, diagnostics: [] }
  const names = left.map(({ id }) => id).join(', ')
  const message = `in a part of a scan nobody can tell whether something is anywhere in the code, so that these checks did not run: ${names}`
  const note: Diagnostic = { level: 'note', kind: 'checks-of-the-whole', message, file: '' }
  return { selected: selected.filter((check) => !check.whole), diagnostics: [note] }
}
