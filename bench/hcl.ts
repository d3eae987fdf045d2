import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseHcl } from '../parsers/terraform/hcl/parse'
import { SourceFile } from '../src/model/source'

/**
 * Speed of the HCL parser on every `.tf` under a folder, in megabytes a second: the first pass of a fresh process, as a
 * scan does it, and the best of ten more. Bundle it first:
 * `npx esbuild bench/hcl.ts --bundle --platform=node --outfile=/tmp/hcl.cjs && node /tmp/hcl.cjs <folder>`
 */
function main(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tf'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const megabytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6
  const passes: number[] = []
  for (let pass = 0; pass <= 10; pass++) {
    const started = performance.now()
    for (const { name, text } of files) parseHcl(new SourceFile(name, text))
    passes.push((performance.now() - started) / 1000)
  }
  const [cold = 0, ...hot] = passes
  const speed = (seconds: number): string => `${(megabytes / seconds).toFixed(1)} MB/s`
  console.log(`${files.length} files, ${megabytes.toFixed(1)} MB: cold ${speed(cold)}, hot ${speed(Math.min(...hot))}`)
}

main(process.argv[2] ?? '.')
