// Makes every generated file again and fails when one of them differs from what is committed.
const { execFileSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
const generated = ['docs', 'README.md', 'dist']
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })

execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['run', '--silent', 'generate'], { cwd: root, stdio: 'inherit' })
const stale = git('status', '--porcelain', '--', ...generated).trim()
if (stale !== '') {
  console.error(`These generated files are stale; run npm run generate and commit them:\n${stale}`)
  process.exit(1)
}
