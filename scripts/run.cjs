// Runs TypeScript of the project without a build: `node scripts/run.cjs <file.ts> [arguments]`. Every file is compiled
// by esbuild as it is required, so that modules load as lazily, and find data beside themselves, as they are written.
const { readFileSync } = require('node:fs')
const { resolve } = require('node:path')
const { transformSync } = require('esbuild')

require.extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
    // import() becomes a lazy require(), which goes through this same hook.
    supported: { 'dynamic-import': false },
  })
  module._compile(code, file)
}

const script = process.argv[2]
if (!script) {
  console.error('usage: node scripts/run.cjs <file.ts> [arguments]')
  process.exit(2)
}
process.setSourceMapsEnabled(true)
process.argv.splice(1, 2, resolve(script))
require(resolve(script))
