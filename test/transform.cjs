// Compiles TypeScript for jest with esbuild, which builds the bundle too: one compiler, and nothing else to install.
const { transformSync } = require('esbuild')

module.exports = {
  process(text, file) {
    const { code, map } = transformSync(text, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcefile: file,
      sourcemap: true,
      // import() becomes a lazy require(), which goes through jest's own module registry.
      supported: { 'dynamic-import': false },
    })
    return { code, map }
  },
}
