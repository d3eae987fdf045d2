import { LimitReached } from '../../../../../parsers/terraform/evaluate/function'
import { defaultLimits } from '../../../../../parsers/terraform/evaluate/limits'
import { evaluator } from './environment'

/** Whatever a stranger writes ends soon, in a value, an error or a bound that is reached. */

const doubled = Array.from({ length: 40 }, (_, at) => `l${at}: &l${at} [${at === 0 ? '' : `*l${at - 1}, *l${at - 1}`}]`)
/** 2^40 empty lists, written with 40 aliases. */
const endless = `yamldecode("${doubled.join('\\n')}").l39`

const hostile: readonly (readonly [string, string])[] = [
  ['join("", [for i in range(1000) : join("", [for j in range(1000) : join("", range(100))])])', 'limit'],
  ['setproduct(range(1000), range(1000), range(1000))', 'limit'],
  ['setproduct(range(1000), range(1000), range(1000), [])', 'value'],
  ['length(format("%999999999d", 1))', 'limit'],
  ['format("%.999999999f", 1)', 'limit'],
  ['indent(999999999, "a\\nb")', 'limit'],
  ['regex("(a+)+$", join("", [for i in range(1000) : "aaaaaaaaaa"]))', 'value'],
  ['regex("(x+x+)+y", join("", [for i in range(1000) : "xxxxxxxxxx"]))', 'error'],
  ['replace(join("", [for i in range(1000) : "aaaaaaaaaa"]), "/(a*)*b/", "")', 'value'],
  [
    'replace(join("", [for i in range(1000) : "aaaaaaaaaa"]), "a", join("", [for i in range(1000) : "aaaaaaaaaa"]))',
    'limit',
  ],
  ['regex("((((a{1,100}){1,100}){1,100}){1,100})", "a")', 'error'],
  ['fileset(".", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")', 'error'],
  ['fileset(".", "**/**/**/**/**/**/**/**/**/**/x*x*x*x*x*x*x*x*x*y")', 'value'],
  ['pow(10, 308) * pow(10, 308)', 'value'],
  ['tonumber("1e999999999")', 'error'],
  ['jsondecode("1e999999999")', 'error'],
  [`jsondecode("${'['.repeat(2000)}")`, 'limit'],
  [`yamldecode("${'['.repeat(2000)}")`, 'error'],
  [
    'yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]")',
    'value',
  ],
  [
    'length(jsonencode(yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]")))',
    'limit',
  ],
  [endless, 'value'],
  ...['jsonencode', 'yamlencode', 'flatten', 'tostring', 'parseint', 'toset', 'format'].map(
    (name) =>
      [`${name}(${name === 'format' ? '"%v", ' : ''}${endless}${name === 'parseint' ? ', 10' : ''})`, 'limit'] as const,
  ),
  [`try(jsondecode(jsonencode(${endless})), "x")`, 'limit'],
  ['cidrsubnets("10.0.0.0/8", [for i in range(1000) : 24]...)', 'value'],
  ['timeadd("2020-01-01T00:00:00Z", "99999999999999999999999999999999h")', 'error'],
  ['parseint(join("", range(1000)), 10)', 'error'],
  ['strrev(join("", [for i in range(1000) : "e\\u0301"]))', 'value'],
]

test.each(hostile)('%s', async (expression, expected) => {
  const run = await evaluator({ ...defaultLimits, stringLength: 500_000 })
  let outcome: string
  try {
    outcome = 'error' in run(expression) ? 'error' : 'value'
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    outcome = 'limit'
  }
  expect(outcome).toBe(expected)
})
