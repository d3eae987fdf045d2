import { progressLine } from '../../src/cli/progress'
import type { Terminal } from '../../src/cli/terminal'

let now = 0

beforeEach(() => {
  now = 0
  jest.spyOn(performance, 'now').mockImplementation(() => now)
})

afterEach(() => jest.restoreAllMocks())

function told(isTerminal: boolean, silent: boolean): string {
  let text = ''
  const terminal: Terminal = {
    workingDirectory: '/',
    environment: {},
    isInteractive: { stdout: false, stderr: isTerminal },
    stdout: () => undefined,
    stderr: (some) => {
      text += some
    },
  }
  const progress = progressLine(terminal, silent)
  progress.phase('discover')
  now = 1500
  progress.phase('parse a\x1b[2Jb')
  progress.clear()
  progress.clear()
  return text
}

test('a line shows on a terminal after a second, and goes away', () => {
  expect(told(true, false)).toBe('\r\x1b[Kparse a\\u{1b}[2Jb ...\r\x1b[K')
})

test('nothing shows in a pipe, or when it is to be quiet', () => {
  expect([told(false, false), told(true, true)]).toEqual(['', ''])
})
