#!/usr/bin/env node
import { version } from './version'

const words = process.argv.slice(2)

// Nothing else is loaded for this one.
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`${version}\n`)
} else {
  import('../main')
    .then(({ main }) => main(words))
    .then(
      (code) => {
        process.exitCode = code
      },
      (error: unknown) => {
        console.error(error)
        process.exitCode = 3
      },
    )
}
