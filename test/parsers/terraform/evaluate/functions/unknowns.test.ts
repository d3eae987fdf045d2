import type { Value } from '../../../../../parsers/terraform/evaluate/value'
import { isMapping, isSequence, sortedEntries } from '../../../../../parsers/terraform/evaluate/value'
import type { Outcome } from './environment'
import { evaluator } from './environment'

/** What stays known when an argument is not. A hole shows as `${expression}`, an unknown number of items as `...`. */

function show(value: Value): string {
  const mark = value.sensitive ? '!' : ''
  if (isSequence(value)) return `${mark}[${value.items.map(show).join(', ')}]`
  if (isMapping(value)) {
    const entries = sortedEntries(value).map((entry) => `${show(entry.key)} = ${show(entry.value)}`)
    return `${mark}{${[...entries, ...(value.open ?? []).map(() => '...')].join(', ')}}`
  }
  switch (value.kind) {
    case 'string':
      return mark + value.parts.map((part) => (part.kind === 'chunk' ? part.text : `\${${part.expression}}`)).join('')
    case 'number':
      return value.value.toString()
    case 'bool':
      return String(value.value)
    case 'null':
      return 'null'
    case 'unknown':
      return value.many
        ? `...${value.representative ? show(value.representative) : ''}`
        : `\${${value.hole.expression}}`
    default:
      return `(${show(value.whenTrue)} | ${show(value.whenFalse)})`
  }
}

const later = 'terraform_data.later.id'
const chain = 'terraform_data.later.whatever'
const hole = `\${${later}}`

const cases: readonly (readonly [string, string])[] = [
  [`upper("role/\${${later}}")`, `ROLE/\${upper(${later})}`],
  [`join(",", ["a", ${later}, "b"])`, `a,${hole},b`],
  [`format("arn:aws:s3:::%s/*", ${later})`, `arn:aws:s3:::${hole}/*`],
  [`format("%5s", ${later})`, `\${format("%5s", ${later})}`],
  [`formatlist("%s/*", ["a", ${later}])`, `[a/*, ${hole}/*]`],
  [`replace("x-BUCKET-y", "BUCKET", ${later})`, `x-${hole}-y`],
  [`replace("a\${${later}}b-b", "b", "c")`, `a\${replace(${later}, "b", "c")}c-c`],
  [`replace("ab\${${later}}", "bc", "x")`, `\${replace("ab${hole}", "bc", "x")}`],
  [`replace("a\${${later}}", "/a/", "x")`, `\${replace("a${hole}", "/a/", "x")}`],
  [`trimspace("  a\${${later}} b ")`, `a${hole} b`],
  [`trimprefix("arn:\${${later}}", "arn:")`, hole],
  [`trimsuffix("\${${later}}/*", "/*")`, hole],
  [`trimsuffix("\${${later}}/*", "x/*")`, `\${trimsuffix("${hole}/*", "x/*")}`],
  [`startswith("arn:\${${later}}", "arn:")`, 'true'],
  [`startswith("arn:\${${later}}", "aws")`, 'false'],
  [`endswith("\${${later}}-x", "-x")`, 'true'],
  [`strcontains("\${${later}}-x", "-x")`, 'true'],
  [`split(":", "arn:aws:iam::\${${later}}:role/x")[1]`, 'aws'],
  [`element(split(":", "arn:aws:iam::\${${later}}:role/x"), 2)`, 'iam'],
  [`concat(["a"], ${chain}, ["b"])`, '[a, ..., b]'],
  [`length(concat(["a"], ${chain}))`, `\${length(["a", ${chain}])}`],
  [`merge({ a = 1 }, ${chain}, { b = ${later} })`, `{a = 1, b = ${hole}, ...}`],
  [`merge({ a = 1 }, ${chain}).a`, '1'],
  [`lookup({ a = ${later} }, "a", "d")`, hole],
  [`lookup({ a = 1 }, ${later}, "d")`, `\${lookup({"a" = 1}, ${later}, "d")}`],
  [`keys(merge({ b = 1 }, ${chain}))`, '[b, ...]'],
  [`values({ b = 1, a = ${later} })`, `[${hole}, 1]`],
  [`flatten([["a"], ${chain}, [["b"]]])`, '[a, ..., b]'],
  [`flatten([for n in flatten([for m in ["a"] : ${later} == "x" ? [m] : []]) : [[n]]])`, '[...a]'],
  [`formatlist("%s/*", flatten([for m in ["a"] : ${later} == "x" ? [m] : []]))`, '[...a/*]'],
  [`formatlist("a-%s", ${chain})`, `[...a-\${${chain}[*]}]`],
  [`formatlist("%s-%s", "a", concat(["b"], ${chain}))`, `[a-b, ...a-\${${chain}[*]}]`],
  [`substr("ab-\${${later}}", 1, -1)`, `b-${hole}`],
  [`substr("ab-\${${later}}", 0, 2)`, 'ab'],
  [`substr("ab-\${${later}}", 0, 9)`, `ab-\${substr("ab-${hole}", 0, 9)}`],
  [`substr("ab-\${${later}}", -3, 2)`, `\${substr("ab-${hole}", -3, 2)}`],
  ['map("a", 1, "b", "x")', '{a = 1, b = x}'],
  ['list("a", 1)', '[a, 1]'],
  [`distinct(["a", ${later}, "a"])`, `[a, ...${hole}]`],
  [`compact(["a", "", ${later}, "x\${${later}}"])`, `[a, ${hole}, x${hole}]`],
  [`toset(["a", ${later}, "a"])`, `[a, ${hole}]`],
  [`setunion(["a"], [${later}])`, `[a, ${hole}]`],
  [`setsubtract(["a", "b"], [${later}, "b"])`, '[...a]'],
  [`setintersection(["a", "b"], ["b", ${later}])`, '[b, ...a]'],
  [`setproduct(["a", ${later}], ["x"])`, `[[a, x], [${hole}, x]]`],
  [`sort(["b", ${later}, "a"])`, `[a, b, ${hole}]`],
  [`slice(concat(["a", "b"], ${chain}), 0, 2)`, '[a, b]'],
  [`one([${later}])`, hole],
  [`coalesce(null, "x\${${later}}", "y")`, `x${hole}`],
  [`coalescelist([], [${later}], ["y"])`, `[${hole}]`],
  [`alltrue([false, ${chain}])`, 'false'],
  [`anytrue([true, ${chain}])`, 'true'],
  [`contains(["a", ${later}], "a")`, 'true'],
  [`jsonencode({ a = ${later}, b = "x" })`, `{"a":"${hole}","b":"x"}`],
  [`jsonencode({ a = ${chain} })`, `{"a":\${jsonencode(${chain})}}`],
  [`jsonencode({ a = "x\${${later}}" })`, `{"a":"x${hole}"}`],
  [`jsondecode(jsonencode({ a = ${later} })).a`, hole],
  [`jsondecode("{\\"a\\":\\"x\${${later}}\\",\\"b\\":1}").a`, `x${hole}`],
  [`jsondecode("{\\"a\\":\${${later}},\\"b\\":1}").b`, '1'],
  [`yamldecode("a: x\${${later}}\\nb: [1, \${${later}}]")`, `{a = x${hole}, b = [1, ${hole}]}`],
  [`yamldecode(yamlencode({ a = ["x\${${later}}"] })).a[0]`, `x${hole}`],
  [`sha256(${later})`, `\${sha256(${later})}`],
  ['timestamp()', '${timestamp()}'],
  ['bcrypt("x")', '${bcrypt("x")}'],
  ['file("../outside")', '${file("../outside")}'],
  ['file("/etc/passwd")', '${file("/etc/passwd")}'],
  ['templatefile("../../x", {})', '${file("../../x")}'],
  ['fileexists("../x")', '${file("../x")}'],
  ['fileset("..", "*")', '${file("..")}'],
  [
    `templatefile("files/policy.json.tftpl", { actions = ["s3:Get*"], bucket = ${later} })`,
    `{"Statement":[{"Effect":"Allow","Action":["s3:Get*"],"Resource":"arn:aws:s3:::${hole}/*"}]}`,
  ],
  [`templatestring(local.template, { name = ${later}, loud = true })`, `Hello, ${hole}!!!`],
  [`provider::aws::arn_build("aws", "iam", "", ${later}, "role/x")`, `arn:aws:iam::${hole}:role/x`],
  [`provider::aws::arn_parse("arn:aws:iam::\${${later}}:role/x").account_id`, hole],
  ['provider::aws::arn_parse("arn:aws:iam::1:role/a:b").resource', 'role/a:b'],
  ['provider::aws::trim_iam_role_path("arn:aws:iam::1:role/a/b/c")', 'arn:aws:iam::1:role/c'],
  [`provider::aws::trim_iam_role_path("arn:aws:iam::\${${later}}:role/a/b")`, `arn:aws:iam::${hole}:role/b`],
  ['provider::other::f("x")', '${provider::other::f("x")}'],
  ['upper(var.secret)', '!HUNTER2'],
  ['"${var.secret}-x"', '${(sensitive value)}-x'],
  ['jsonencode({ a = var.secret, b = "c" })', '{"a":"${(sensitive value)}","b":"c"}'],
  ['sha256(jsonencode({ a = var.secret }))', '${sha256("{\\"a\\":\\"${(sensitive value)}\\"}")}'],
]

describe('functions of arguments that nobody knows', () => {
  let run: (expression: string) => Outcome
  beforeAll(async () => {
    run = await evaluator()
  })

  test.each(cases)('%s', (expression, expected) => {
    const outcome = run(expression)
    expect('value' in outcome ? show(outcome.value) : outcome.error).toBe(expected)
  })

  test.each([
    'parseint(var.secret, 10)',
    'tonumber(var.secret)',
    'base64decode(var.secret)',
    'cidrhost(var.secret, 1)',
    'jsondecode(var.secret)',
    'formatdate("YYYY", var.secret)',
    'file("files/${var.secret}")',
    'regex(var.secret, "x")',
    'lookup({ a = 1 }, var.secret)',
    'textencodebase64("x", var.secret)',
  ])('the failure of %s does not quote the secret', (expression) => {
    const outcome = run(expression)
    expect(
      JSON.stringify(outcome, (key, value) => (key === 'span' || key === 'source' ? undefined : value)),
    ).not.toMatch(/hunter2/)
  })
})
