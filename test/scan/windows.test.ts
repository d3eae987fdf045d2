/** Paths as they are on Windows, wherever this runs: what is loaded from here on has them. */
jest.mock('node:path', () => jest.requireActual<typeof import('node:path')>('node:path').win32)
const { pathFrom } = require('../../src/action/paths') as typeof import('../../src/action/paths')
const { isWithin } = require('../../src/scan/files') as typeof import('../../src/scan/files')
const { excludedBy } = require('../../src/scan/git-ignore') as typeof import('../../src/scan/git-ignore')

test('outputs of the action have forward slashes', () => {
  expect(pathFrom('D:\\a\\infra\\infra', 'D:\\a\\infra\\infra\\prod\\iamgate.sarif')).toBe('prod/iamgate.sarif')
})

test('what lies in a directory', () => {
  expect(isWithin('D:\\work', 'd:\\Work\\a')).toBe(true)
  expect(isWithin('D:\\work', 'D:\\work')).toBe(true)
  expect(isWithin('D:\\work', 'D:\\work\\..a')).toBe(true)
  for (const outside of ['D:\\workshop', 'D:\\', 'C:\\work\\a', '\\\\server\\work'])
    expect([outside, isWithin('D:\\work', outside)]).toEqual([outside, false])
})

test('patterns rule out files on disk and in a commit, from the root of it as well', () => {
  const onDisk = excludedBy('D:\\work', ['cdk.out', '.\\infra\\legacy', 'app/*.yaml'])
  expect(onDisk('D:\\work\\app\\cdk.out', true)).toBe(true)
  expect(onDisk('D:\\work\\infra\\legacy', true)).toBe(true)
  expect(onDisk('D:\\work\\app\\a.yaml', false)).toBe(true)
  expect(onDisk('D:\\work\\app\\main.tf', false)).toBe(false)
  const inCommit = excludedBy('/', ['infra/legacy'])
  expect(inCommit('/infra/legacy/main.tf', false)).toBe(true)
  expect(inCommit('/infra/main.tf', false)).toBe(false)
  expect(excludedBy('/app', ['/legacy'])('/app/legacy/main.tf', false)).toBe(true)
})
