import { DiskTree } from '../../src/scan/files'
import { Workspace } from './workspace'

let outside: Workspace
let inside: Workspace

beforeEach(() => {
  outside = new Workspace().write({ 'secret.txt': 'secret' })
  inside = new Workspace().write({ 'a/main.tf': '# a', '.git/config': 'token', 'a/b/.git/config': 'token' })
})

afterEach(() => {
  outside.remove()
  inside.remove()
})

test('reads what is in the root, and nothing else', () => {
  inside.link(outside.path('secret.txt'), 'stolen.txt').link(outside.root, 'elsewhere')
  const tree = new DiskTree(inside.root)
  expect(tree.read('a/main.tf')).toBe('# a')
  expect(tree.kindOf('a')).toBe('directory')
  for (const path of [
    'stolen.txt',
    'elsewhere/secret.txt',
    '../secret.txt',
    outside.path('secret.txt'),
    '/etc/passwd',
  ]) {
    expect([path, tree.read(path), tree.kindOf(path), tree.sizeOf(path), tree.head(path, 9)]).toEqual([
      path,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  }
  expect(tree.list('elsewhere')).toEqual([])
})

test('never reads a .git directory, by whatever way', () => {
  inside.link('.git', 'innocent').link('.git/config', 'config.txt')
  const tree = new DiskTree(inside.root)
  for (const path of ['.git/config', 'innocent/config', 'config.txt', 'a/b/.git/config', 'a/../.git/config']) {
    expect([path, tree.read(path)]).toEqual([path, undefined])
  }
})

test('follows links inside the root, and survives loops', () => {
  inside.link('a', 'same').link('loop', 'loop').link('.', 'self')
  const tree = new DiskTree(inside.root)
  expect(tree.read('same/main.tf')).toBe('# a')
  expect(tree.read('loop')).toBeUndefined()
  expect(tree.read('self/self/self/a/main.tf')).toBe('# a')
})

test('a path that a person named may be read, with the directory around it', () => {
  const tree = new DiskTree(inside.root)
  const path = tree.pathOf(outside.path('secret.txt'))
  expect(tree.read(path)).toBeUndefined()
  tree.admit(outside.path('secret.txt'))
  expect(tree.read(path)).toBe('secret')
})

test('the root is the repository around the working directory', () => {
  const tree = new DiskTree(inside.path('a'))
  inside.write({ 'modules/x/main.tf': '# x' })
  expect(tree.read('../modules/x/main.tf')).toBe('# x')
})

test.each([
  ['UTF-8', Buffer.from('﻿é', 'utf8')],
  ['UTF-16 little endian', Buffer.from([0xff, 0xfe, 0xe9, 0x00])],
  ['UTF-16 big endian', Buffer.from([0xfe, 0xff, 0x00, 0xe9])],
])('takes the byte order mark of %s', (_, bytes) => {
  inside.write({ 'x.tf': bytes })
  expect(new DiskTree(inside.root).read('x.tf')).toBe('é')
})
