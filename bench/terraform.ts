import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { defaultParseSettings } from '../parsers/parser'
import { parseTerraform } from '../parsers/terraform'
import { parseTerraformPlan } from '../parsers/terraform/plan'
import type { FileTree } from '../src/model/files'

/**
 * How long Terraform configuration takes from text to model, policies read. With a folder: all of it, once, as a scan
 * does it. With `--policies`: a plan of 60 MB with policies alone; with `--plan`: one of 100 MB in which every tenth
 * resource is a policy. Without: 10,000 instances of a role, and 1,000 calls of one module, each beside one of it.
 * Bundle it first, beside the tables of AWS:
 * `npx esbuild bench/terraform.ts --bundle --platform=node --outfile=src/iam/bench.cjs --external:@cdktf/hcl2json && node src/iam/bench.cjs <folder>; rm src/iam/bench.cjs`
 */
async function main(folder: string | undefined): Promise<void> {
  if (folder === '--policies') return measurePlan('policies alone', planOf(60_000_000, 1))
  if (folder === '--plan') return measurePlan('every tenth a policy', planOf(100_000_000, 10))
  if (folder !== undefined) return measure(folder, onDisk(folder))
  const policy = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = local.buckets }] })'
  const locals = 'locals {\n buckets = [for i in range(200) : "arn:aws:s3:::bucket-${i}/*"]\n}\n'
  const roles = (count: number) =>
    `${locals}resource "aws_iam_role_policy" "p" {\n count = ${count}\n name = "p\${count.index}"\n policy = ${policy}\n}\n`
  const calls = (count: number) => `module "m" {\n source = "./m"\n count = ${count}\n name = count.index\n}\n`
  const module = `${locals}variable "name" {}\nresource "aws_iam_role_policy" "p" {\n name = "p\${var.name}"\n policy = ${policy}\n}\n`
  await measure('warm up', inMemory({ 'main.tf': roles(10) }))
  for (const count of [1, 10_000]) await measure(`${count} instances`, inMemory({ 'main.tf': roles(count) }))
  for (const count of [1, 1_000]) {
    await measure(`${count} module calls`, inMemory({ 'main.tf': calls(count), 'm/main.tf': module }))
  }
}

/** A plan of about so many characters in which one resource of `every` is a policy and the others are instances. */
function planOf(size: number, every: number): string {
  const bucket = (name: string) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]
  const policy = (at: number) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [0, 1, 2, 3, 4, 5].map((n) => ({
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
        Resource: bucket(`b${at}-${n}`),
      })),
    })
  const changes: string[] = []
  for (let length = 0; length < size; length += (changes.at(-1) as string).length) {
    const at = changes.length
    const isPolicy = at % every === 0
    const type = isPolicy ? 'aws_iam_policy' : 'aws_instance'
    const after = isPolicy ? { name: `p${at}`, policy: policy(at) } : { ami: 'ami-1', user_data: 'x'.repeat(2000) }
    const change = { actions: ['create'], before: null, after, after_unknown: { arn: true, id: true } }
    changes.push(JSON.stringify({ address: `${type}.r${at}`, mode: 'managed', type, name: `r${at}`, change }, null, 1))
  }
  const rest = '"format_version":"1.2","planned_values":{"root_module":{}},"configuration":{"root_module":{}}'
  return `{${rest},"resource_changes":[${changes.join(',\n')}]}`
}

async function measurePlan(title: string, plan: string): Promise<void> {
  const { tree } = inMemory({ 'plan.json': plan })
  const started = performance.now()
  const { model } = await parseTerraformPlan({ kind: 'terraform-plan', file: 'plan.json' }, tree, defaultParseSettings)
  const milliseconds = Math.round(performance.now() - started)
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1000)
  const size = Math.round(plan.length / 1e6)
  console.log(`${title}: ${milliseconds} ms, at most ${megabytes} MB; ${size} MB, ${model.policies.length} policies`)
}

interface Input {
  readonly files: readonly string[]
  readonly tree: FileTree
}

async function measure(title: string, { files, tree }: Input): Promise<void> {
  const started = performance.now()
  const { model, failed, unresolved } = await parseTerraform({ kind: 'terraform', files }, tree, defaultParseSettings)
  const milliseconds = Math.round(performance.now() - started)
  const megabytes = Math.round(process.memoryUsage().rss / 1e6)
  const counts = `${model.resources.length} resources, ${model.policies.length} policies, ${unresolved.length} unresolved`
  console.log(
    `${title}: ${milliseconds} ms, ${megabytes} MB; ${files.length} files, ${failed.length} failed, ${counts}`,
  )
}

function inMemory(files: Readonly<Record<string, string>>): Input {
  const names = Object.keys(files)
  const tree: FileTree = {
    read: (path) => files[path],
    readBytes: () => undefined,
    kindOf: (path) => (path in files ? 'file' : undefined),
    list: (directory) => {
      const prefix = directory === '' ? '' : `${directory}/`
      const below = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
      return below.filter((name) => !name.includes('/'))
    },
  }
  return { files: names, tree }
}

function onDisk(folder: string): Input {
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run()
    } catch {
      return undefined
    }
  }
  const tree: FileTree = {
    read: (path) => attempt(() => readFileSync(join(folder, path), 'utf8')),
    readBytes: (path) => attempt(() => readFileSync(join(folder, path))),
    kindOf: (path) => attempt(() => (statSync(join(folder, path)).isDirectory() ? 'directory' : 'file')),
    list: (path) => attempt(() => readdirSync(join(folder, path)).sort()) ?? [],
  }
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'))
  const files = all
    .filter((path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path) && !/(?:^|\/)\.terraform\//.test(path))
    .sort()
  return { files, tree }
}

void main(process.argv[2])
