import { main } from '../../src/cli/main'
import type { Workspace } from '../scan/workspace'

export interface Session {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line in a workspace, in this process, and gives what it wrote. */
export async function run(
  workspace: Workspace,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  isInteractive = false,
): Promise<Session> {
  let stdout = ''
  let stderr = ''
  const code = await main(args, {
    workingDirectory: workspace.root,
    environment,
    isInteractive: { stdout: isInteractive, stderr: isInteractive },
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
  })
  return { code, stdout, stderr }
}
