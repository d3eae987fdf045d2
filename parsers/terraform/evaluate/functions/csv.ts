import type { TerraformFunction } from '../function'
import { dynamicType, objectType, stringType } from '../type'
import type { StringValue, Value } from '../value'
import { listValue, objectValue, stringOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { madeChunk, sliceText, spanOfParts, textOf } from './text'

/** `csvdecode`: RFC 4180 as Go's reader has it. Cells keep the characters that they were written with. */

interface Row {
  readonly cells: readonly StringValue[]
  readonly line: number
}

class CsvReader {
  readonly #value: StringValue
  readonly #text: string
  readonly #call: Call
  #at = 0
  #line = 1

  constructor(value: StringValue, call: Call) {
    this.#value = value
    this.#text = textOf(value) ?? ''
    this.#call = call
  }

  /** The next row that is not empty, or undefined at the end. */
  row(): Row | undefined {
    while (this.lineBreak()) this.#line++
    if (this.#at >= this.#text.length) return undefined
    const line = this.#line
    const cells: StringValue[] = []
    do {
      cells.push(this.#text[this.#at] === '"' ? this.quoted() : this.plain())
      this.#call.bound('collectionSize', cells.length)
    } while (this.#text[this.#at] === ',' && this.#at++ < this.#text.length)
    if (this.lineBreak()) this.#line++
    return { cells, line }
  }

  private lineBreak(): boolean {
    const found = this.#text.startsWith('\r\n', this.#at) ? 2 : this.#text[this.#at] === '\n' ? 1 : 0
    this.#at += found
    return found > 0
  }

  private plain(): StringValue {
    const start = this.#at
    const stop = /,|\r?\n|\r?$|"/g
    stop.lastIndex = start
    this.#at = stop.exec(this.#text)?.index ?? this.#text.length
    if (this.#text[this.#at] === '"')
      this.#call.fail(`CSV parse error on line ${this.#line}: bare " in non-quoted-field`)
    const cell = sliceText(this.#value, start, this.#at)
    if (this.#text[this.#at] === '\r' && this.#at + 1 === this.#text.length) this.#at++
    return cell
  }

  private quoted(): StringValue {
    const broken = () =>
      this.#call.fail(`CSV parse error on line ${this.#line}: extraneous or missing " in quoted-field`)
    const start = ++this.#at
    let end = this.#text.indexOf('"', start)
    while (end >= 0 && this.#text[end + 1] === '"') end = this.#text.indexOf('"', end + 2)
    if (end < 0) return broken()
    const raw = this.#text.slice(start, end)
    this.#at = end + 1
    if (!/^(?:,|\r?\n|\r?$)/.test(this.#text.slice(this.#at, this.#at + 2)) && this.#at < this.#text.length)
      return broken()
    this.#line += raw.split('\n').length - 1
    const cell = sliceText(this.#value, start, end)
    const decoded = raw.replaceAll('""', '"').replaceAll('\r\n', '\n')
    if (decoded === raw) return cell
    const at = spanOfParts(cell.parts, this.#value.span)
    return stringOf([madeChunk(decoded, at)], at)
  }
}

const csvdecode: Definition = {
  name: 'csvdecode',
  parameters: [stringParameter('str')],
  strict: dynamicType,
  run([value], call) {
    const reader = new CsvReader(value as StringValue, call)
    const header = reader.row() ?? call.fail('missing header line')
    const names = header.cells.map((cell) => textOf(cell) ?? '')
    const twice = names.find((name, at) => names.indexOf(name) < at)
    if (twice !== undefined) call.fail(`duplicate column name ${JSON.stringify(twice)}`)
    const items: Value[] = []
    for (let row = reader.row(); row; row = reader.row()) {
      if (row.cells.length !== names.length) call.fail(`CSV parse error on line ${row.line}: wrong number of fields`)
      const entries = row.cells.map((cell, at) => ({ key: header.cells[at] as StringValue, value: cell }))
      items.push(
        objectValue(
          entries,
          spanOfParts(
            row.cells.flatMap((cell) => cell.parts),
            call.at,
          ),
        ),
      )
      call.bound('collectionSize', items.length)
    }
    const type = objectType(new Map(names.map((name) => [name, { type: stringType }])))
    return listValue(items, type, (value as Value).span)
  },
}

export const csvFunctions: readonly TerraformFunction[] = [define(csvdecode)]
