/** One call of user code, as the CDK recorded it when the construct was made. */
export interface Frame {
  /** Absolute path with forward slashes, as it was on the machine that synthesised; a relative one is kept as it is. */
  readonly file: string
  /** Starts at 1. */
  readonly line: number
  /** Starts at 1; 1 when the language's frames have none (Python). */
  readonly column: number
}

/** Frames whose files nobody wrote for this app: libraries, Node itself, the runtime that other languages call. */
const foreign =
  /(?:^|\/)(?:node_modules|aws-cdk-lib|site-packages|dist-packages|jsii-runtime|@jsii)(?:\/|$)|(?:^|\/)jsii-runtime\.js$|^node:|^internal\/|^<|jsii-kernel-/

/** Packages whose classes nobody wrote for this app, as the start of a path. */
const foreignPackage = /^(?:java|javax|jdk|sun|kotlin|scala|groovy|software\/(?:amazon\/(?:awscdk|jsii)|constructs))\//

/** Files of the languages whose frames name a class and a file without its directory. */
const virtualMachineFile = /^[^/]+\.(?:java|kt|scala|groovy)$/

/**
 * A method of jsii's kernel: the process in which the library runs for apps in Python, Java, C# and Go. All of it is in
 * one file, `program.js` in a directory for temporary files. https://aws.github.io/jsii/overview/runtime-architecture/
 */
const kernelMethod = /^(?:\w+\.)?Kernel(?:Host)?\.\w+ \(/

/**
 * The frame in one line of a stack trace, such as `new Shop (/app/lib/shop.ts:12:17)`, `<anonymous> (file:///app/bin.mjs:3:1)`
 * or, through jsii, `__init__ (/app/shop.py:12)` from Python and `com.shop.ShopStack.<init> (ShopStack.java:12)` from
 * Java. Undefined for frames of libraries, for the lines that the CDK folds (`...new Bucket in aws-cdk-lib...`,
 * `...node internals...`), for its remark that there is no user code, and for markers such as
 * `!!DESTRUCTIVE_CHANGES: WILL_REPLACE`. https://github.com/aws/jsii/pull/5153, https://github.com/aws/jsii/pull/5158
 */
export function readFrame(line: string): Frame | undefined {
  if (line.length > 4096 || line.startsWith('...') || line.startsWith('!!')) return undefined
  const place = (lastParentheses(line.trimEnd()) ?? line.replace(/^\s*at\s+/, '')).trim()
  const match = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/.exec(place)
  if (!match) return undefined
  const [, written, lineText, columnText] = match as unknown as [string, string, string, string | undefined]
  const file = inPackage(cleanPath(written), line.trim())
  if (file === '' || /\s/.test(file[0] as string) || foreign.test(file) || foreignPackage.test(file)) return undefined
  return { file, line: Math.max(1, Number(lineText)), column: Math.max(1, Number(columnText ?? 1)) }
}

/** What stands in the parentheses that end a line, which may hold further pairs: directories are called `old (1)`. */
function lastParentheses(line: string): string | undefined {
  if (!line.endsWith(')')) return undefined
  let depth = 0
  for (let at = line.length - 1; at >= 0; at--) {
    if (line[at] === ')') depth++
    else if (line[at] === '(' && --depth === 0) return line.slice(at + 1, -1)
  }
  return undefined
}

/** The frames of user code among the lines of a trace, innermost first. */
export function readFrames(lines: readonly string[]): readonly Frame[] {
  const kernel = new Set(lines.flatMap((line) => (kernelMethod.test(line) ? (readFrame(line)?.file ?? []) : [])))
  const frames = lines.flatMap((line) => readFrame(line) ?? [])
  return kernel.size === 0 ? frames : frames.filter((frame) => !(kernel.has(frame.file) && isProgram(frame.file)))
}

/** True for the name that jsii gives the file of its kernel: an app may have a class that is called Kernel. */
function isProgram(file: string): boolean {
  return file.endsWith('/program.js')
}

/** True for a trace that was recorded in jsii's kernel, for an app in a language other than JavaScript. */
export function isThroughKernel(lines: readonly string[]): boolean {
  return lines.some((line) => /\bjsii runtime\b|jsii-kernel-/.test(line) || kernelMethod.test(line))
}

/**
 * A file of Java or Kotlin below the directory of its package, which the class before the file tells:
 * `com/shop/ShopStack.java`. Other files as they are.
 */
function inPackage(file: string, line: string): string {
  if (!virtualMachineFile.test(file)) return file
  const steps = /^[^\s(]+(?= \()/.exec(line)?.[0].split('.') ?? []
  return [...steps.slice(0, -2), file].join('/')
}

/** Drops the scheme of ECMAScript modules' URLs, and turns the separators of Windows around. */
function cleanPath(written: string): string {
  if (!written.startsWith('file://')) return written.replaceAll('\\', '/')
  const path = written.slice('file://'.length).replace(/^\/([A-Za-z]:)/, '$1')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
