import type { Frame } from '../../../parsers/cdk/frame'
import { UserSource } from '../../../parsers/cdk/user-source'
import { memoryTree } from '../memory-tree'

const app = "import { App } from 'aws-cdk-lib'\n\nconst app = new App()\n  new Shop(app)  \n"
const frame = (file: string, line = 4, column = 3): Frame => ({ file, line, column })

async function place(
  frames: Frame[],
  directory: string,
  texts: Record<string, string>,
): Promise<(string | undefined)[]> {
  const source = await UserSource.open(
    frames,
    directory,
    memoryTree({ [`${directory}/manifest.json`]: '{}', ...texts }),
  )
  return frames.map((one) => {
    const span = source.spanOf(one)
    return (
      span &&
      `${span.source.path}:${span.source.positionAt(span.start).line} ${span.source.text.slice(span.start, span.end)}`
    )
  })
}

describe('frames of another machine', () => {
  test('a repository at another path', async () => {
    const frames = [frame('/home/ci/work/shop/infra/bin/app.ts'), frame('/home/ci/work/shop/infra/lib/shop.ts', 1, 1)]
    const texts = { 'infra/bin/app.ts': app, 'infra/lib/shop.ts': 'class Shop {}\n' }
    expect(await place(frames, 'infra/cdk.out', texts)).toEqual([
      'infra/bin/app.ts:4 new Shop(app)',
      'infra/lib/shop.ts:1 class Shop {}',
    ])
  })

  test('only the app was there, in a container', async () => {
    const frames = [frame('/app/bin/app.ts')]
    expect(await place(frames, 'infra/cdk.out', { 'infra/bin/app.ts': app })).toEqual([
      'infra/bin/app.ts:4 new Shop(app)',
    ])
  })

  test('the way that finds most files counts', async () => {
    const frames = [frame('/ws/a/lib/x.ts'), frame('/ws/b/lib/x.ts'), frame('/ws/a/lib/y.ts')]
    const texts = { 'a/lib/x.ts': app, 'b/lib/x.ts': app, 'a/lib/y.ts': app, 'lib/x.ts': app }
    expect((await place(frames, 'a/cdk.out', texts)).map((at) => at?.split(':')[0])).toEqual([
      'a/lib/x.ts',
      'b/lib/x.ts',
      'a/lib/y.ts',
    ])
  })

  test('the assembly lies outside of the app', async () => {
    expect(await place([frame('/home/me/app.ts')], '../../tmp/cdk.out', { 'app.ts': app })).toEqual([
      'app.ts:4 new Shop(app)',
    ])
  })

  test('Java, whose frames know the package alone', async () => {
    const frames = [frame('com/shop/ShopStack.java', 1, 1), frame('com/shop/App.java', 1, 1)]
    const maven = { 'src/main/java/com/shop/ShopStack.java': 'new User()', 'src/main/java/com/shop/App.java': 'main()' }
    expect(await place(frames, 'cdk.out', maven)).toEqual([
      'src/main/java/com/shop/ShopStack.java:1 new User()',
      'src/main/java/com/shop/App.java:1 main()',
    ])
    const module = { 'infra/src/main/java/com/shop/ShopStack.java': 'new User()', 'App.java': 'another()' }
    expect(await place(frames, 'cdk.out', module)).toEqual([
      'infra/src/main/java/com/shop/ShopStack.java:1 new User()',
      undefined,
    ])
  })

  test('Windows', async () => {
    expect(await place([frame('C:/work/shop/app.ts')], 'cdk.out', { 'app.ts': app })).toEqual([
      'app.ts:4 new Shop(app)',
    ])
  })

  test('a file that is not here, or has no such line, has no place', async () => {
    const frames = [frame('/ws/app.ts'), frame('/ws/other.ts'), frame('/elsewhere/app.ts'), frame('/ws/app.ts', 40)]
    expect(await place(frames, 'cdk.out', { 'app.ts': app })).toEqual([
      'app.ts:4 new Shop(app)',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('no frame and no source map leads into a file that is no source code', async () => {
    const map = JSON.stringify({ version: 3, sources: ['.env'], names: [], mappings: 'AAAA' })
    const frames = [frame('/ws/.env', 1, 1), frame('/ws/app.js', 1, 1), frame('/ws/secrets.json', 1, 1)]
    const texts = { '.env': 'TOKEN=1\n', 'secrets.json': '{}\n', 'app.js': 'new Shop()\n', 'app.js.map': map }
    expect(await place(frames, 'cdk.out', texts)).toEqual([undefined, 'app.js:1 new Shop()', undefined])
  })

  test('a frame without a column stands for its line', async () => {
    expect(
      await place([frame('/app/shop.py', 2, 1)], 'cdk.out', { 'shop.py': 'def f():\n    Bucket(self)\n' }),
    ).toEqual(['shop.py:2 Bucket(self)'])
  })
})

describe('compiled code', () => {
  // "AAAA;;AAGE": the first line comes from line 1, the third from line 4, column 3.
  const map = JSON.stringify({ version: 3, sources: ['../app.ts'], names: [], mappings: 'AAAA;;AAGE' })
  const compiled = '"use strict";\nconst x = 1;\nnew Shop(app);\n'
  const frames = [frame('/ws/build/app.js', 3, 1)]

  test('leads to its source through the map beside it', async () => {
    const texts = { 'app.ts': app, 'build/app.js': compiled, 'build/app.js.map': map }
    expect(await place(frames, 'cdk.out', texts)).toEqual(['app.ts:4 new Shop(app)'])
  })

  test('through a map that a comment names, or holds', async () => {
    const named = {
      'app.ts': app,
      'build/app.js': `${compiled}//# sourceMappingURL=maps/a.map\n`,
      'build/maps/a.map': map,
    }
    expect(await place(frames, 'cdk.out', { ...named, 'build/maps/a.map': map.replace('../', '../../') })).toEqual([
      'app.ts:4 new Shop(app)',
    ])
    const url = `data:application/json;base64,${Buffer.from(map).toString('base64')}`
    const inline = { 'app.ts': app, 'build/app.js': `${compiled}//# sourceMappingURL=${url}\n` }
    expect(await place(frames, 'cdk.out', inline)).toEqual(['app.ts:4 new Shop(app)'])
  })

  test.each(['{', '{"version": 3, "sources": ["../app.ts"], "mappings": "!"}', 'null', '[]'])(
    'stays on its own line when the map is broken: %s',
    async (broken) => {
      const texts = { 'app.ts': app, 'build/app.js': compiled, 'build/app.js.map': broken }
      expect(await place(frames, 'cdk.out', texts)).toEqual(['build/app.js:3 new Shop(app);'])
    },
  )
})
