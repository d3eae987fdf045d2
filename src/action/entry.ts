import { runAction } from '../main'

runAction(process.env).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    // One line for people; the stack is for a report of the fault and goes to the log alone.
    process.stdout.write(
      `::error title=iamgate::${error instanceof Error ? error.message.split('\n')[0] : 'unknown fault'}\n`,
    )
    console.error(error)
    process.exitCode = 3
  },
)
