import type { Value } from '../../../../../parsers/terraform/evaluate/value'
import { isMapping, isSequence, sortedEntries } from '../../../../../parsers/terraform/evaluate/value'
import type { Outcome } from './environment'
import { evaluator } from './environment'

/** Where the characters of a result were written: each exact part stands at its span, character for character. */

function texts(value: Value): Extract<Value, { kind: 'string' }>[] {
  if (isSequence(value)) return value.items.flatMap(texts)
  if (isMapping(value)) return sortedEntries(value).flatMap((entry) => [entry.key, ...texts(entry.value)])
  return value.kind === 'string' ? [value] : []
}

/** Each part as `text@line:column`, `~` in front where it is not exact. */
function places(value: Value): string[] {
  return texts(value).flatMap(({ parts }) =>
    parts.map((part) => {
      const { source, start, end } = part.span
      const { line, column } = source.positionAt(start)
      const name = source.path === 'expression.tf' ? '' : `${source.path}:`
      if (part.kind === 'hole') return `\${${part.expression}}@${name}${line}:${column}`
      if (part.exact) expect(source.text.slice(start, end)).toBe(part.text)
      return `${part.exact ? '' : '~'}${part.text}@${name}${line}:${column}`
    }),
  )
}

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['join(",", ["ab", "cd"])', ['ab@1:13', ',@1:7', 'cd@1:19']],
  ['format("arn:%s:%d", "aws", 5)', ['arn:@1:9', 'aws@1:22', ':@1:15', '~5@1:28']],
  ['element(split(",", "a,bc"), 1)', ['bc@1:23']],
  ['trimspace("  x ")', ['x@1:14']],
  ['substr("hello", 1, 3)', ['ell@1:10']],
  ['concat(["a"], ["b"])[1]', ['b@1:17']],
  ['lookup({ k = "v" }, "k", "")', ['v@1:15']],
  ['merge({ k = "v" }, { l = "w" }).l', ['w@1:27']],
  ['replace("a-b", "-", "+")', ['a@1:10', '+@1:22', 'b@1:12']],
  ['replace("a-b", "/-(b)/", "<$1>")', ['a@1:10', '<@1:27', 'b@1:12', '>@1:30']],
  ['regex("b(.)", "abc")[0]', ['c@1:18']],
  ['jsondecode("[\\"x\\"]")[0]', ['x@1:16']],
  ['jsondecode(file("files/policy.json")).Statement[0].Action', ['s3:*@files/policy.json:1:66']],
  ['csvdecode(file("files/nested/table.csv"))[0].b', ['2@files/nested/table.csv:2:3']],
  ['upper("ab")', ['~AB@1:8']],
  ['chomp("x\\n")', ['x@1:8']],
  ['sort(["b", "a"])', ['a@1:13', 'b@1:8']],
  ['keys({ key = 1 })', ['key@1:8']],
  ['jsonencode(["x"])', ['~["@1:12', 'x@1:14', '~"]@1:12']],
  ['templatefile("files/two.txt", {})', ['two@files/two.txt:1:1']],
]

describe('the places of what functions give', () => {
  let run: (expression: string) => Outcome
  beforeAll(async () => {
    run = await evaluator()
  })

  test.each(cases)('%s', (expression, expected) => {
    const outcome = run(expression)
    if ('error' in outcome) throw new Error(outcome.error.detail)
    expect(places(outcome.value)).toEqual(expected)
  })
})
