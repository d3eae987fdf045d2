import type { Span } from '../../src/model/source'
import type { Data } from '../../src/model/value'
import { asText, text } from '../../src/model/value'
import { typedPlain } from './yaml-plain'

/**
 * A value under a tag. `!Sub` and every other local tag is the short form of `{ 'Fn::Sub': ... }`, with the tag's own
 * characters as the key; `!Ref` and `!Condition` have no prefix. YAML's own types (`!!str`) are applied.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function tagged(tag: string, value: Data, tagSpan: Span): Data {
  if (tag === '!' || tag === '!!str') return asText(value) ?? emptyForNull(value)
  if (tag.startsWith('!!') || tag.startsWith('!<tag:yaml.org')) {
    return value.kind === 'text' && /int|float|bool|null/.test(tag) ? typedPlain(value) : value
  }
  const name = tag.startsWith('!<') ? tag.slice(2, -1).replace(/^!/, '') : tag.slice(1)
  const key = name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : `Fn::${name}`
  const span = { source: tagSpan.source, start: tagSpan.start, end: Math.max(tagSpan.end, endOf(value)) }
  return { kind: 'object', entries: [{ key: text(key, tagSpan), value }], span }
}

function emptyForNull(value: Data): Data {
  return value.kind === 'null' ? text('', value.span) : value
}

/** Where a value ends, with its closing quote. */
function endOf({ span }: Data): number {
  const { text: all } = span.source
  const quote = all[span.end]
  return (quote === '"' || quote === "'") && all[span.start - 1] === quote ? span.end + 1 : span.end
}
