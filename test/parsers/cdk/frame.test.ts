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
    ['<module> (/app/app.py:6)', { file: '/app/app.py', line: 6, column: 1 }],
    ['com.shop.ShopStack.<init> (ShopStack.java:42)', { file: 'com/shop/ShopStack.java', line: 42, column: 1 }],
    ['com.shop.AppKt.main (App.kt:5)', { file: 'com/shop/App.kt', line: 5, column: 1 }],
    ['com.shop.Shop$Inner.lambda$new$0 (Shop.java:7)', { file: 'com/shop/Shop.java', line: 7, column: 1 }],
    ['App.main (App.java:3)', { file: 'App.java', line: 3, column: 1 }],
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
    'Kernel._wrapSandboxCode (/tmp/jsii-java-runtime12/jsii-runtime.js:1:95277)',
    'software.amazon.awscdk.services.iam.User$Builder.build (User.java:901)',
    'software.constructs.Construct.<init> (Construct.java:21)',
    'java.util.ArrayList.forEach (ArrayList.java:1511)',
    'bam!Error',
    '',
  ])('is passed over: %s', (line) => {
    expect(readFrame(line)).toBeUndefined()
  })

  test('keeps the order, innermost first', () => {
    const lines = ['...new Role in aws-cdk-lib...', 'new A (/a.ts:1:2)', '...node internals...', 'b (/b.ts:3:4)']
    expect(readFrames(lines).map((frame) => frame.file)).toEqual(['/a.ts', '/b.ts'])
  })

  test('leaves out the kernel of jsii, which has frames without a name, too', () => {
    const kernel = [
      '/tmp/tmpo8c09c31/lib/program.js:1:556 (/tmp/tmpo8c09c31/lib/program.js:1:5565)',
      'Kernel._Kernel_ensureSync (/tmp/tmpo8c09c31/lib/program.js:1:71277)',
      'KernelHost.run (/tmp/tmpo8c09c31/lib/program.js:1:227008)',
      'Immediate._onImmediate (/tmp/tmpo8c09c31/lib/program.js:1:227052)',
    ]
    expect(readFrames([...kernel, '__init__ (/app/shop.py:12)'])).toEqual([
      { file: '/app/shop.py', line: 12, column: 1 },
    ])
  })

  test('keeps a class of the app that is called Kernel, and its program.js', () => {
    const own = ['Kernel.boot (/app/lib/kernel.js:3:4)', 'Object.<anonymous> (/app/lib/program.js:5:6)']
    expect(readFrames(own).map((frame) => frame.file)).toEqual(['/app/lib/kernel.js', '/app/lib/program.js'])
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
