// Synthesises the applications of fixtures/cdk and fixtures/cdktf with the libraries of this package, as `cdk synth`
// and `cdktf synth` do. `node synthesise.cjs [application...]` renews the output that is committed beside each application, with the
// paths of this machine replaced: the ordinary tests read that output as one that was made elsewhere.
const { execFileSync } = require('node:child_process')
const { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const modules = join(__dirname, 'node_modules')
const fixtures = join(__dirname, '../../fixtures')

/** Every application: its folder, how it is run, and where its output goes. `compiled` is run as esbuild compiled it. */
const applications = {
  typescript: { folder: 'cdk/typescript', run: 'app.ts', output: 'cdk.out' },
  javascript: { folder: 'cdk/javascript', run: 'app.js', output: 'cdk.out', environment: { CDK_DEBUG: '1' } },
  compiled: { folder: 'cdk/compiled', run: 'build/app.js', compile: 'app.ts', output: 'cdk.out' },
  // Through jsii, with the lines of its own language recorded.
  python: { folder: 'cdk/python', run: 'app.py', output: 'cdk.out', environment: { JSII_HOST_STACK_TRACES: '1' } },
  // Its plugin is put in place by the test, which runs it: here it is only copied.
  validated: { folder: 'cdk/validated' },
  terrain: { folder: 'cdktf/terrain', run: 'app.ts', output: 'cdktf.out' },
  cdktf: { folder: 'cdktf/cdktf', run: 'app.js', output: 'cdktf.out' },
}

// The cases that fixtures/same holds in several languages.
for (const name of readdirSync(join(fixtures, 'same'))) {
  const folder = `same/${name}`
  applications[`same-${name}`] = { folder, run: 'app.ts', output: 'cdk.out' }
  if (!existsSync(join(fixtures, folder, 'terrain.ts'))) continue
  applications[`same-${name}-terrain`] = { folder, run: 'terrain.ts', output: 'cdktf.out' }
}

/** Copies an application to a directory and synthesises it there, into `cdk.out` or `cdktf.out`. */
function synthesise(name, directory, environment = {}) {
  const { folder, run, compile, output, environment: own } = applications[name]
  const only = (path) => !/[\\/](?:cdk\.out|cdktf\.out|build|__pycache__)$/.test(path)
  cpSync(join(fixtures, folder), directory, { recursive: true, filter: only })
  if (!run) return directory
  if (compile) compileInto(directory, compile)
  const [command, ...argv] = commandOf(run)
  execFileSync(command, argv, {
    cwd: directory,
    env: {
      ...process.env,
      NODE_PATH: modules,
      CDK_OUTDIR: output,
      CDKTF_OUTDIR: output,
      // The CDK's own validation has nothing to do with what is tested.
      CDK_VALIDATION: 'false',
      JSII_MODULES: modules,
      PYTHONPATH: join(__dirname, 'python'),
      PYTHONDONTWRITEBYTECODE: '1',
      ...own,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return join(directory, output)
}

/** How an application is started: JavaScript by Node, TypeScript through tsx, and Python by the machine's own. */
function commandOf(run) {
  if (run.endsWith('.py')) return ['python3', run]
  return run.endsWith('.ts') ? [process.execPath, join(modules, 'tsx/dist/cli.mjs'), run] : [process.execPath, run]
}

function compileInto(directory, file) {
  const esbuild = require(join(modules, 'esbuild'))
  const options = { outdir: join(directory, 'build'), sourcemap: true, platform: 'node', format: 'cjs' }
  esbuild.buildSync({ entryPoints: [join(directory, file)], ...options, logLevel: 'error' })
}

/** Files of an output that nothing reads and that would be large: the tree of all constructs, the CDK's own report. */
const unread = /^(?:tree\.json|validation-report\.json|cdk\.out)$/

function renew(name) {
  const { folder, output, compile } = applications[name]
  const directory = mkdtempSync(join(tmpdir(), `synth-${name}-`))
  synthesise(name, directory)
  for (const made of compile ? [output, 'build'] : [output]) {
    const target = join(fixtures, folder, made)
    rmSync(target, { recursive: true, force: true })
    cpSync(join(directory, made), target, { recursive: true, filter: (path) => !unread.test(path.split(/[\\/]/).pop()) || path === join(directory, made) })
    relocate(target, directory, `/home/dev/${name}`)
  }
  rmSync(directory, { recursive: true, force: true })
}

function relocate(target, from, to) {
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath ?? entry.path, entry.name)
    const text = readFileSync(path, 'utf8').replaceAll(from, to).replaceAll(modules, `${to}/node_modules`)
    writeFileSync(path, entry.name === 'manifest.json' ? withoutFlags(text) : text)
  }
}

/** A manifest without its list of all feature flags, nine tenths of it. */
function withoutFlags(text) {
  const manifest = JSON.parse(text)
  if (manifest.artifacts) delete manifest.artifacts['aws-cdk-lib/feature-flag-report']
  return `${JSON.stringify(manifest, null, 2)}\n`
}

module.exports = { applications, fixtures, modules, synthesise }

if (require.main === module) {
  const named = process.argv.slice(2)
  for (const [name, { run }] of Object.entries(applications)) {
    if (run && (named.length === 0 || named.includes(name))) renew(name)
  }
}
