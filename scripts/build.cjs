// Builds dist/: one bundle that holds everything, tiny entry points beside it, and the data that is read at run time.
// The output is committed (the GitHub Action runs it as it is) and depends on nothing but the sources and the lock file.
const { execFileSync } = require('node:child_process')
const { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { build } = require('esbuild')

const root = join(__dirname, '..')
const dist = join(root, 'dist')

// HashiCorp's parser reads its WebAssembly from beside itself, so it gets a folder with the layout that it expects.
const refereeAside = {
  name: 'referee',
  setup(bundle) {
    bundle.onResolve({ filter: /^@cdktf\/hcl2json$/ }, () => ({ path: './hcl2json/lib/index.cjs', external: true }))
  },
}

// Libraries that many scans do without are files of their own: Node reads all of a file before it runs any of it.
const separate = { re2js: 're2js.cjs', 'js-yaml': 'js-yaml.cjs', marked: 'marked.cjs' }
const librariesAside = {
  name: 'libraries',
  setup(bundle) {
    bundle.onResolve({ filter: /^(?:re2js|js-yaml|marked)$/ }, ({ path }) => ({ path: `./${separate[path]}`, external: true }))
  },
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  metafile: true,
  // import() of CommonJS has Node read the whole file for its exports first, which takes longer than to run it.
  supported: { 'dynamic-import': false },
}

/** The prose of every check, by id, for `explain` and the help in SARIF. */
function pages() {
  const folder = join(root, 'checks')
  const names = readdirSync(folder).filter((name) => name.endsWith('.md')).sort()
  return Object.fromEntries(names.map((name) => [name.slice(0, -3), readFileSync(join(folder, name), 'utf8')]))
}

/** The licences of every package that a bundle holds, as they ask for. */
function licences(bundles) {
  const packages = new Set()
  for (const { metafile } of bundles) {
    for (const input of Object.keys(metafile.inputs)) {
      const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)
      if (found) packages.add(found[1])
    }
  }
  return [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate))
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`
    return `${name} ${version} (${license})\n\n${text}\n`
  })
}

async function main() {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  const everything = await build({ ...shared, entryPoints: { main: 'src/main.ts' }, outdir: dist, outExtension: { '.js': '.cjs' }, plugins: [refereeAside, librariesAside] })
  const libraries = await Promise.all(
    Object.entries(separate).map(([name, file]) => build({ ...shared, entryPoints: [require.resolve(name)], outfile: join(dist, file) })),
  )
  const entries = await build({
    ...shared,
    entryPoints: { iamgate: 'src/cli/entry.ts', action: 'src/action/entry.ts', cdk: 'src/cdk/validator.ts' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    plugins: [
      {
        name: 'main-is-a-file-of-its-own',
        setup(bundle) {
          bundle.onResolve({ filter: /^\.\.\/main$/ }, () => ({ path: './main.cjs', external: true }))
        },
      },
    ],
  })
  chmodSync(join(dist, 'iamgate.cjs'), 0o755)

  // The types of `iamgate/cdk`; that file stands alone.
  const tsc = require.resolve('typescript/bin/tsc')
  const flags = ['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--skipLibCheck', '--target', 'es2022', '--module', 'preserve', '--moduleResolution', 'bundler', '--types', 'node']
  const types = join(dist, 'types')
  execFileSync(process.execPath, [tsc, join(root, 'src', 'cdk', 'validator.ts'), ...flags, '--rootDir', root, '--outDir', types], { stdio: 'inherit' })
  cpSync(join(types, 'src', 'cdk', 'validator.d.ts'), join(dist, 'cdk.d.ts'))
  rmSync(types, { recursive: true, force: true })

  const hcl2json = dirname(require.resolve('@cdktf/hcl2json/package.json'))
  // It asks for a package `performance` where there is no global of that name, which Node has.
  const referee = await build({ ...shared, external: ['performance'], entryPoints: [join(hcl2json, 'lib', 'index.js')], outfile: join(dist, 'hcl2json', 'lib', 'index.cjs') })
  cpSync(join(hcl2json, 'main.wasm.gz'), join(dist, 'hcl2json', 'main.wasm.gz'))
  cpSync(join(root, 'src', 'iam', 'data'), join(dist, 'data'), { recursive: true, filter: (name) => !name.endsWith('.ts') })
  writeFileSync(join(dist, 'LICENSES.txt'), licences([everything, ...libraries, entries, referee]).join(`\n${'-'.repeat(80)}\n\n`))
  writeFileSync(join(dist, 'pages.json'), `${JSON.stringify(pages(), null, 1)}\n`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
