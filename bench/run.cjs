// How long iamgate takes: `npm run bench`. Runs the built bundle in dist/ in processes of its own, as people do. Prints the
// best wall time of some runs, the processor time and the largest memory of that run, and the share of each phase.
const { spawnSync } = require('node:child_process')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { cpus, tmpdir } = require('node:os')
const { join } = require('node:path')
const { buildSync } = require('esbuild')
const { writeEstate, writeInstances, writeTemplate } = require('./estate.cjs')

const root = join(__dirname, '..')
const iamgate = join(root, 'dist', 'iamgate.cjs')
// Loaded before the program: says at its end what the process took.
const meter = `process.on('exit',()=>{const u=process.resourceUsage();require('fs').writeSync(2,'\\n#'+JSON.stringify([u.userCPUTime+u.systemCPUTime,u.maxRSS])+'\\n')})`

/** Runs Node so many times and gives the best run. */
function best(words, runs) {
  let found
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    const { stderr, stdout, status } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, NODE_OPTIONS: `--require ${meterFile}` },
    })
    const wall = performance.now() - started
    const [micros, kilobytes] = JSON.parse(/\n#(\[.*\])\n/.exec(stderr)?.[1] ?? '[0,0]')
    if (!found || wall < found.wall) found = { wall, cpu: micros / 1000, megabytes: kilobytes / 1024, stderr, stdout, status }
  }
  return found
}

const folder = mkdtempSync(join(tmpdir(), 'iamgate-bench-'))
const meterFile = join(folder, 'meter.cjs')

function show(title, { wall, cpu, megabytes, stderr }, bare) {
  const times = bare ? `${(wall / bare).toFixed(1)} x bare` : ''
  const row = [title.padEnd(46), `${Math.round(wall)} ms`.padStart(9), `${Math.round(cpu)} ms`.padStart(9), `${Math.round(megabytes)} MB`.padStart(7)]
  console.log(`${row.join('  ')}  ${times}`.trimEnd())
  const phases = [...stderr.matchAll(/^(\S+) +([\d.]+) ms$/gm)].map(([, name, time]) => [name, Number(time)])
  const total = phases.find(([name]) => name === 'total')?.[1] ?? 0
  const shares = phases.filter(([name, time]) => name !== 'total' && time >= total / 100)
  if (total > 0) console.log(`    ${shares.map(([name, time]) => `${name} ${Math.round((100 * time) / total)} %`).join(', ')}`)
}

function main() {
  writeFileSync(meterFile, meter)
  const scan = (path) => [iamgate, 'scan', path, '--format', 'json', '--timings']
  console.log(`Node ${process.version}, ${cpus().length} processors, ${cpus()[0]?.model.trim()}\n`)
  console.log(`${''.padEnd(46)}  ${'wall'.padStart(9)}  ${'processor'.padStart(9)}  ${'memory'.padStart(7)}`)
  const bare = best(['-e', '0'], 10)
  show('node -e 0', bare)
  show('iamgate --version', best([iamgate, '--version'], 10), bare.wall)
  show('scan fixtures/demo (five languages)', best(scan('fixtures/demo'), 10), bare.wall)

  const estate = join(folder, 'estate')
  const bytes = writeEstate(estate)
  show(`scan 4,000 files of Terraform (${(bytes / 1e6).toFixed(1)} MB)`, best(scan(estate), 2))
  writeInstances(join(folder, 'instances'))
  show('scan 10,000 instances of a role and a policy', best(scan(join(folder, 'instances')), 2))
  const size = writeTemplate(join(folder, 'template'))
  show(`scan a template of ${(size / 1e6).toFixed(1)} MB (500 roles)`, best(scan(join(folder, 'template')), 3))

  // The engine alone; its tables have to lie beside it.
  const engine = join(root, 'dist', 'bench-iam.cjs')
  try {
    buildSync({ entryPoints: [join(__dirname, 'iam.ts')], bundle: true, platform: 'node', outfile: engine, logLevel: 'warning' })
    const questions = best([engine], 1)
    show('questions about 10,000 principals', questions)
    console.log(questions.stdout.replace(/^/gm, '    ').trimEnd())
  } finally {
    rmSync(engine, { force: true })
  }
}

try {
  main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
