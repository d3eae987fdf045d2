import type { Finding } from '../../src/model/finding'
import { baseCommit, scanBase } from '../../src/scan/base'
import { DiskTree } from '../../src/scan/files'
import { GitTree } from '../../src/scan/git-tree'
import type { ScanOptions } from '../../src/scan/options'
import { inlineUserPolicy, onlyCheck, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
  workspace.git('init', '-q', '-b', 'main')
})

afterEach(() => workspace.remove())

test('is the commit, whatever the checkout has become', async () => {
  const commit = workspace.write({ 'a/main.tf': 'one', 'a/b.tf': Buffer.from('﻿é'), 'x y/é.tf': 'two' }).commit('first')
  workspace.write({ 'a/main.tf': 'changed', 'a/new.tf': '' })
  const tree = new GitTree(workspace.root, '', commit)
  expect(tree.read('a/main.tf')).toBe('one')
  expect(tree.read('a/b.tf')).toBe('é')
  expect(tree.read('x y/é.tf')).toBe('two')
  expect(tree.read('a/new.tf')).toBeUndefined()
  expect(tree.sizeOf('a/main.tf')).toBe(3)
  expect(tree.list('.')).toEqual(['a', 'x y'])
  expect(tree.list('a')).toEqual(['b.tf', 'main.tf'])
  expect([tree.kindOf('.'), tree.kindOf('a'), tree.kindOf('a/main.tf'), tree.kindOf('b')]).toEqual([
    'directory',
    'directory',
    'file',
    undefined,
  ])
  expect((await tree.find('.', ['/x y'])).files).toEqual(['a/b.tf', 'a/main.tf'])
})

test('finds the same files as the disk, also from a directory below the root', async () => {
  const commit = workspace
    .write({ 'main.tf': '', 'infra/main.tf': '', 'infra/m/x.tf': '', 'infra/node_modules/x.tf': '', 'z.tf': '' })
    .commit('first')
  for (const directory of ['', 'infra']) {
    const git = new GitTree(workspace.root, directory, commit)
    const disk = new DiskTree(workspace.path(directory))
    for (const path of ['.', 'm', '../infra']) {
      expect((await git.find(path, ['m'])).files).toEqual((await disk.find(path, ['m'])).files)
    }
    expect(git.read('../z.tf')).toBe(directory === '' ? undefined : '')
  }
})

test('follows links that stay inside, and no others', () => {
  const commit = workspace
    .write({ 'a/main.tf': 'one' })
    .link('a', 'b')
    .link('../a/main.tf', 'c/linked.tf')
    .link('/etc', 'etc')
    .link('../../x', 'up')
    .link('loop', 'loop')
    .commit('first')
  const tree = new GitTree(workspace.root, '', commit)
  expect(tree.read('b/main.tf')).toBe('one')
  expect(tree.read('c/linked.tf')).toBe('one')
  expect([tree.read('etc/passwd'), tree.read('up'), tree.read('loop')]).toEqual([undefined, undefined, undefined])
})

test('the base is where HEAD left the reference', () => {
  const first = workspace.write({ 'main.tf': '' }).commit('first')
  workspace.git('switch', '-q', '-c', 'feature')
  workspace.write({ 'feature.tf': '' }).commit('feature')
  workspace.git('switch', '-q', 'main')
  workspace.write({ 'others.tf': '' }).commit('others')
  workspace.git('switch', '-q', 'feature')
  expect(baseCommit(workspace.root, 'main')).toEqual({ id: first })
})

test('a reference that is not there is a sentence that says what to do', () => {
  workspace.write({ 'main.tf': '' }).commit('first')
  for (const reference of ['origin/missing', '--upload-pack=x', 'a b', '']) {
    const commit = baseCommit(workspace.root, reference)
    expect(commit.problem).toContain(reference.startsWith('-') ? 'no git reference' : 'fetch-depth: 0')
  }
})

test('a shallow clone without the merge base says so', () => {
  workspace.write({ 'main.tf': '' }).commit('first')
  workspace.git('switch', '-q', '-c', 'feature')
  workspace.write({ 'feature.tf': '' }).commit('feature')
  workspace.git('switch', '-q', 'main')
  workspace.write({ 'others.tf': '' }).commit('others')
  const clone = new Workspace()
  clone.git('clone', '-q', '--depth=1', '--no-single-branch', '--branch=feature', `file://${workspace.root}`, 'copy')
  expect(baseCommit(clone.path('copy'), 'origin/main').problem).toContain('fetch-depth: 0')
  clone.remove()
})

async function findingsAt(reference: string, options: ScanOptions): Promise<readonly Finding[]> {
  const base = await scanBase(options, reference, workspace.root)
  if (typeof base === 'string') throw new Error(base)
  return base.result.findings
}

test('findings of the base are those of its files', async () => {
  workspace.write({ 'main.tf': inlineUserPolicy }).commit('first')
  workspace.write({ 'main.tf': '' }).commit('second')
  const options = workspace.options({ selection: onlyCheck('inline-user-policy') })
  expect(await findingsAt('HEAD~1', options)).toMatchObject([{ check: 'inline-user-policy' }])
  expect(await findingsAt('HEAD', options)).toEqual([])
})

test('a base that has nothing to scan has no findings', async () => {
  workspace.write({ 'README.md': '' }).commit('first')
  workspace.write({ 'main.tf': inlineUserPolicy }).commit('second')
  expect(await findingsAt('HEAD~1', workspace.options())).toEqual([])
})
