import { appendFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { main } from '../cli/main'
import type { Terminal } from '../cli/terminal'
import { commandData } from '../report/escape'
import { argumentsOf, categoryOf, type Files } from './arguments'
import { baseOf } from './base'
import { keepComment, type Said } from './comment'
import { cutMarkdown } from './cut'
import { ActionInputError, type Environment, input, inputFlag } from './inputs'
import { pathFrom, workingDirectory } from './paths'
import { accessOutputsOf, changesAccess, outputsOf, writeOutputs } from './outputs'

/** GitHub drops a summary of more than 1 MiB as a whole. */
const largestSummary = 900 * 1024
const cutNote = '_Cut here: the summary is larger than GitHub takes. The SARIF file has everything._'

/**
 * Runs one job step: reads the inputs, scans, writes the SARIF file, the summary and the outputs, and only then gives the
 * exit code. Runs no shell and needs nothing but `contents: read`; opens no connection unless a comment is asked for.
 */
export async function runAction(
  environment: Environment,
  write = (text: string) => void process.stdout.write(text),
): Promise<number> {
  const temporary = mkdtempSync(join(environment.RUNNER_TEMP ?? tmpdir(), 'iamgate-'))
  try {
    return await run(environment, temporary, write)
  } catch (error) {
    if (!(error instanceof ActionInputError)) throw error
    write(`::error title=iamgate::${commandData(error.message)}\n`)
    writeOutputs(environment, { 'exit-code': '2' })
    return 2
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

async function run(environment: Environment, temporary: string, write: (text: string) => void): Promise<number> {
  const workspace = realpathSync.native(environment.GITHUB_WORKSPACE ?? process.cwd())
  const directory = workingDirectory(workspace, input(environment, 'working-directory'))
  const files: Files = {
    sarif: resolve(directory, input(environment, 'sarif-file') ?? 'iamgate.sarif'),
    json: join(temporary, 'result.json'),
    markdown: join(temporary, 'summary.md'),
    github: join(temporary, 'annotations.txt'),
    comment: join(temporary, 'comment.md'),
    accessJson: join(temporary, 'access.json'),
    accessMarkdown: join(temporary, 'access.md'),
    userJson: input(environment, 'json-file') && resolve(directory, input(environment, 'json-file') as string),
  }
  const base = baseOf(environment, directory)
  if (base.note) write(`::warning title=iamgate::${commandData(base.note)}\n`)
  const terminal: Terminal = {
    workingDirectory: directory,
    environment: withoutInputs(environment),
    isInteractive: { stdout: false, stderr: false },
    stdout: write,
    stderr: write,
  }
  const code = await main(argumentsOf(environment, files, base.ref), terminal)
  if (inputFlag(environment, 'annotations', true)) write(contentOf(files.github))
  if (inputFlag(environment, 'summary', true)) summarise(environment, summaryOf(files))
  const outputs = { ...outputsOf(contentOf(files.json)), ...accessOutputsOf(contentOf(files.accessJson)) }
  await keepComment(environment, categoryOf(environment), saidOf(files, outputs), (message) =>
    write(`::notice title=iamgate::${commandData(message)}\n`),
  )
  const sarif = existsSync(files.sarif) ? pathFrom(workspace, files.sarif) : ''
  const json = files.userJson && existsSync(files.userJson) ? pathFrom(workspace, files.userJson) : ''
  writeOutputs(environment, {
    'sarif-file': sarif,
    'json-file': json,
    ...outputs,
    'exit-code': String(code),
  })
  return code
}

/** A token is an input: what scans has no use for it. */
function withoutInputs(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('INPUT_')))
}

/** What a comment says; undefined where nothing could be scanned. */
function saidOf(files: Files, outputs: Readonly<Record<string, string>>): Said | undefined {
  const text = [contentOf(files.accessMarkdown), contentOf(files.comment)].filter((part) => part !== '').join('\n')
  if (text === '') return undefined
  return { text, isNews: outputs['new-findings'] !== '0' || changesAccess(contentOf(files.accessJson)) }
}

/** What access changes comes first: it is what a reviewer has to decide about. */
const summaryOf = (files: Files): string =>
  [contentOf(files.accessMarkdown), contentOf(files.markdown)].filter((text) => text !== '').join('\n')

const contentOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

function summarise(environment: Environment, text: string): void {
  if (!environment.GITHUB_STEP_SUMMARY || text === '') return
  const kept = cutMarkdown(text, largestSummary, cutNote, (part) => Buffer.byteLength(part))
  appendFileSync(environment.GITHUB_STEP_SUMMARY, kept)
}
