import { changedLines } from '../../src/scan/changed-lines'
import { Workspace } from './workspace'

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
  workspace.git('init', '-q', '-b', 'main')
})
afterEach(() => workspace.remove())

const lines = (...changed: readonly number[]): string =>
  Array.from(
    { length: 12 },
    (_, index) => `${changed.includes(index + 1) ? '++ changed' : 'line'} ${index + 1}\n`,
  ).join('')

function changedIn(file: string, directory = ''): number[] {
  const isChanged = changedLines(workspace.path(directory), 'main')
  return Array.from({ length: 14 }, (_, index) => index + 1).filter((line) => isChanged?.(file, line))
}

test('lines that were changed, added and moved, of files in any directory', () => {
  workspace.write({ 'a b/ü.tf': lines(), 'gone.tf': lines(), 'cut.tf': lines() }).commit('base')
  workspace.git('switch', '-q', '-c', 'feature')
  workspace.write({
    'a b/ü.tf': `${lines(2, 3, 7)}more\n`,
    'new.tf': 'x\ny\n',
    'cut.tf': lines().replace('line 5\n', ''),
  })
  workspace.git('rm', '-q', 'gone.tf')
  workspace.commit('head')
  expect(changedIn('a b/ü.tf')).toEqual([2, 3, 7, 13])
  expect(changedIn('a b/ü.tf', 'a b')).toEqual([2, 3, 7, 13])
  expect(changedIn('new.tf')).toEqual([1, 2])
  expect([changedIn('cut.tf'), changedIn('gone.tf'), changedIn('other.tf')]).toEqual([[], [], []])
})

test('content that looks like a header is content', () => {
  workspace.write({ 'a.tf': 'x\n', 'b.tf': 'x\n' }).commit('base')
  workspace.git('switch', '-q', '-c', 'feature')
  workspace.write({ 'a.tf': 'x\n++ b/b.tf\n@@ -1 +1,9 @@\n-- a/x\n' }).commit('head')
  expect([changedIn('a.tf'), changedIn('b.tf')]).toEqual([[2, 3, 4], []])
})

test('nothing of the repository runs', () => {
  workspace.write({ '.gitattributes': '*.tf diff=evil\n', 'a.tf': 'x\n' }).commit('base')
  workspace.git('config', 'diff.evil.textconv', 'touch ran; cat')
  workspace.git('config', 'diff.evil.command', 'touch ran')
  workspace.git('switch', '-q', '-c', 'feature')
  workspace.write({ 'a.tf': 'y\n' }).commit('head')
  expect(changedIn('a.tf')).toEqual([1])
  expect(() => workspace.read('ran')).toThrow()
})

test('a base that is not there tells nothing', () => {
  workspace.write({ 'a.tf': 'x\n' }).commit('base')
  expect(changedLines(workspace.root, 'no-such')).toBeUndefined()
  expect(changedLines(workspace.root, '--output=x')).toBeUndefined()
})
