import fc from 'fast-check'
import { readFrame, readFrames } from '../../../parsers/cdk/frame'

describe('a line of a stack trace', () => {
  test.each([
    ['new Shop (/app/lib/shop.ts:12:17)', { file: '/app/lib/shop.ts', line: 12, column: 17 }],
    ['<anonymous> (/app/app.ts:7:16)', { file: '/app/app.ts', line: 7, column: 16 }],
    ['Object.<anonymous> (/app (old)/bin.js:3:1)', { file: '/app (old)/bin.js', line: 3, column: 1 }],
    ['    at /app/bin.js:3:1', { file: '/app/bin.js', line: 3, column: 1 }],
    ['new Shop (C:\\work\\shop\\lib\\shop.ts:12:17)', { file: 'C:/work/shop/lib/shop.ts', line: 12, column: 17 }],
    ['<anonymous> (file:///app/my%20bin.mjs:3:1)', { file: '/app/my bin.mjs', line: 3, column: 1 }],
    ['<anonymous> (file:///C:/app/bin.mjs:3:1)', { file: 'C:/app/bin.mjs', line: 3, column: 1 }],
    ['__init__ (/app/shop/shop_stack.py:31)', { file: '/app/shop/shop_stack.py', line: 31, column: 1 }],
    ['new Tags (/app/lib/constructs/tags.ts:4:5)', { file: '/app/lib/constructs/tags.ts', line: 4, column: 5 }],
  ])('%s', (line, expected) => {
    expect(readFrame(line)).toEqual(expected)
  })

  test.each([
    '...new User2 in aws-cdk-lib...',
    '...node internals, tsx...',
    '...aws-cdk-lib...',
    '(no user code in 10 frames, use --stack-trace-limit to capture more)',
    '!!DESTRUCTIVE_CHANGES: WILL_DESTROY',
    'Module._compile (node:internal/modules/cjs/loader:1103:14)',
    'node:internal/main/run_main_module:17:47',
    'new Role (/app/node_modules/aws-cdk-lib/aws-iam/lib/role.js:1:2055)',
    'Kernel._create (/tmp/jsii-kernel-Yd1k/node_modules/@aws-cdk/core/lib/app.js:1:22)',
    'Kernel.create (/usr/lib/python3/site-packages/jsii/_embedded/jsii/bin/jsii-runtime.js:1:22)',
    'bam!Error',
    '',
  ])('is passed over: %s', (line) => {
    expect(readFrame(line)).toBeUndefined()
  })

  test('keeps the order, innermost first', () => {
    const lines = ['...new Role in aws-cdk-lib...', 'new A (/a.ts:1:2)', '...node internals...', 'b (/b.ts:3:4)']
    expect(readFrames(lines).map((frame) => frame.file)).toEqual(['/a.ts', '/b.ts'])
  })

  test('never throws, and gives places that exist in files', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const frame = readFrame(line)
        if (frame) expect(frame.line >= 1 && frame.column >= 1 && frame.file !== '').toBe(true)
      }),
    )
  })
})
