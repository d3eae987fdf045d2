import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { defaultParseSettings } from '../parsers/parser'
import { parseTerraform } from '../parsers/terraform'
import type { FileTree } from '../src/model/files'

/**
 * How long Terraform configuration takes from text to model, policies read. With a folder: all of it, once, as a scan
 * does it. Without: 10,000 instances of a role, and 1,000 calls of one module, each beside one of it. Bundle it first:
 * `npx esbuild bench/terraform.ts --bundle --platform=node --outfile=/tmp/terraform.cjs --external:@cdktf/hcl2json && node /tmp/terraform.cjs <folder>`
 */
async function main(folder: string | undefined): Promise<void> {
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
