import type { Hole, TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { LimitReached } from '../function'
import type { Value } from '../value'
import { isMapping, isSequence, numberText, sortedEntries, stringOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { holeMark } from './flat-text'
import { madeChunk, partsFor } from './text'
import { callHole, holeFor } from './unknown'
import { YamlEmitter } from './yaml-emitter'

/** `yamlencode`: keys sorted and quoted; what nobody knows is a hole of the text. */

class Writer {
  readonly emitter = new YamlEmitter()
  readonly holes: Hole[] = []
  readonly #call: Call
  #depth = 0

  constructor(call: Call) {
    this.#call = call
  }

  write(value: Value, inMapping = false): void {
    this.#call.bound(
      'stringLength',
      this.emitter.text.length > this.#call.context.limits.stringLength ? Number.POSITIVE_INFINITY : 1,
    )
    if (++this.#depth > this.#call.context.limits.depth) throw new LimitReached('depth', this.#call.context.span)
    this.content(value, inMapping)
    this.#depth--
  }

  private content(value: Value, inMapping: boolean): void {
    if (value.sensitive && value.kind !== 'string') this.hole(holeFor(value))
    else if (isSequence(value)) this.emitter.sequence(value.items, inMapping, (item) => this.write(item))
    else if (isMapping(value)) {
      this.emitter.mapping(
        sortedEntries(value),
        (entry) => this.mark(partsFor(entry.key)),
        (entry) => this.write(entry.value, true),
      )
      for (const hole of value.open ?? []) this.hole(hole)
    } else if (value.kind === 'string') this.emitter.string(this.mark(partsFor(value)))
    else if (value.kind === 'number') this.emitter.plain(numberText(value.value))
    else if (value.kind === 'bool') this.emitter.plain(String(value.value))
    else if (value.kind === 'null') this.emitter.plain('null')
    else if (value.kind === 'unknown' && value.type.kind === 'string') this.emitter.string(this.mark([value.hole]))
    else this.hole(callHole('yamlencode', [value], holeFor(value), value.span))
  }

  private hole(hole: Hole): void {
    this.holes.push(hole)
    this.emitter.plain(holeMark)
  }

  /** A text with a mark for each hole, in the order in which they are written. */
  private mark(parts: readonly TextPart[]): string {
    return parts
      .map((part) => {
        if (part.kind === 'chunk') return part.text
        this.holes.push(part)
        return holeMark
      })
      .join('')
  }
}

const yamlencode: Definition = {
  name: 'yamlencode',
  parameters: [{ name: 'value', nullable: true }],
  run([given], call) {
    const value = given as Value
    const writer = new Writer(call)
    writer.write(value)
    const text = writer.emitter.finish()
    call.bound('stringLength', text.length)
    if (writer.holes.length === 0) return stringOf([madeChunk(text, value.span)], value.span)
    const pieces = text.split(holeMark)
    const parts = pieces.flatMap((piece, at): TextPart[] => {
      const hole = at > 0 ? writer.holes[at - 1] : undefined
      return [...(hole ? [hole] : []), madeChunk(piece, value.span)]
    })
    return stringOf(parts, value.span)
  },
}

export const yamlEncodeFunctions: readonly TerraformFunction[] = [define(yamlencode)]
