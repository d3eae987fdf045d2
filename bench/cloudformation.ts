import { readFileSync } from 'node:fs'
import { parseCloudFormation } from '../parsers/cloudformation'
import { defaultParseSettings } from '../parsers/parser'
import type { FileTree } from '../src/model/files'

/**
 * How long templates take. Without arguments: one template of 1 MB with 500 resources in JSON, and one in YAML; with
 * arguments: those files together. Prints the best of five runs, in milliseconds.
 */
async function main(): Promise<void> {
  const named = process.argv.slice(2)
  if (named.length > 0)
    await measure(`${named.length} files`, new Map(named.map((path) => [path, readFileSync(path, 'utf8')])))
  else {
    const head = { AWSTemplateFormatVersion: '2010-09-09' }
    const json = JSON.stringify({ ...head, Resources: bigTemplate(5) }, undefined, 2)
    const { dump } = await import('js-yaml')
    await measure('1 MB of JSON', new Map([['big.json', json]]))
    // YAML needs fewer characters: this is half as much again.
    const yaml = dump({ ...head, Resources: bigTemplate(8) }, { noRefs: true })
    await measure('1 MB of YAML', new Map([['big.yaml', yaml]]))
  }
}

async function measure(title: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const files: FileTree = {
    read: (path) => texts.get(path),
    readBytes: () => undefined,
    kindOf: (path) => (texts.has(path) ? 'file' : undefined),
    list: () => [],
  }
  const times: number[] = []
  let resources = 0
  for (let run = 0; run < 5; run++) {
    const start = performance.now()
    const { model } = await parseCloudFormation(
      { kind: 'cloudformation', files: [...texts.keys()] },
      files,
      defaultParseSettings,
    )
    times.push(performance.now() - start)
    resources = model.resources.length
  }
  const bytes = [...texts.values()].reduce((sum, text) => sum + text.length, 0)
  const best = Math.round(Math.min(...times))
  console.log(
    `${title}: ${bytes} characters, ${resources} resources, first ${Math.round(times[0] ?? 0)} ms, best ${best} ms`,
  )
}

/** 500 roles with inline policies of so many statements each, in which every resource is a function. */
function bigTemplate(statements: number): Record<string, unknown> {
  const statement = (index: number) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::bucket-${index}/*` },
  })
  const document = {
    Version: '2012-10-17',
    Statement: Array.from({ length: statements }, (_, index) => statement(index)),
  }
  const trust = {
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'p', PolicyDocument: document }] },
  }
  return Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`Role${index}`, role]))
}

main()
