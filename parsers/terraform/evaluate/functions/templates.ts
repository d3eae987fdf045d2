import { SourceFile } from '../../../../src/model/source'
import type { TerraformFunction } from '../function'
import { dynamicType, stringType } from '../type'
import type { MappingValue, Value } from '../value'
import { isMapping, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { filesystemFunctions } from './filesystem'
import { stringParameter } from './numeric'
import { rawParts, textOf } from './text'

/** https://developer.hashicorp.com/terraform/language/functions/templatefile and templatestring */

const variableName = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u

/** The variables of a template; undefined when nobody knows them. */
function readVariables(value: Value | undefined, call: Call): MappingValue | undefined {
  if (value?.kind === 'unknown') return undefined
  if (!value || !isMapping(value)) return call.failArgument(1, 'invalid vars value: must be a map')
  for (const name of value.entries.keys())
    if (!variableName.test(name))
      call.failArgument(
        1,
        `invalid template variable name ${JSON.stringify(name)}: must start with a letter, followed by zero or more letters, digits, and underscores`,
      )
  return value
}

const readText = filesystemFunctions.find(({ name }) => name === 'file') as TerraformFunction

const templatefile: Definition = {
  name: 'templatefile',
  parameters: [stringParameter('path'), { name: 'vars' }],
  run([path, given], call) {
    const variables = readVariables(given, call)
    if (textOf(path) === undefined) return call.unknown(dynamicType, path as Value)
    // Reads it first, so that a missing file is what is complained about.
    const text = readText.call([path as Value], call.context)
    if (text.kind === 'unknown') return text
    const answer = call.context.readFile(textOf(path) ?? '')
    if (answer.kind !== 'file') return unknownValue({ ...outside, span: call.context.span }, dynamicType)
    if (!variables) return call.unknown(dynamicType, given as Value)
    return call.context.template(answer.source, variables)
  },
}

const outside = { kind: 'hole', expression: 'templatefile', why: 'outside-root' } as const

const templatestring: Definition = {
  name: 'templatestring',
  parameters: [{ name: 'template' }, { name: 'vars' }],
  run([template, given], call) {
    const variables = readVariables(given, call)
    if (template?.kind !== 'string') {
      if (template?.kind === 'unknown') return call.unknown(stringType, template)
      return call.failArgument(0, 'invalid template value: a string is required')
    }
    const text = textOf(template)
    if (text === undefined) return call.unknown(stringType, template)
    if (!variables) return call.unknown(stringType, given as Value)
    const [only] = rawParts(template)
    const isWhole = only?.kind === 'chunk' && only.exact && only.span.start === 0
    // The template was made by an expression: its text is its own source, whose place is where that expression stands.
    const source = isWhole && only.span.source.text === text ? only.span.source : new SourceFile(at(call), text)
    return relocated(call.context.template(source, variables), call)
  },
}

function at(call: Call): string {
  return call.context.span.source.path
}

/** What a template string gives, pointing at the call: offsets into the made-up source would mislead. */
function relocated(value: Value, call: Call): Value {
  if (value.kind === 'string') {
    const parts = value.parts.map((part) =>
      part.span.source.path === at(call) && part.span.source !== call.context.span.source
        ? { ...part, span: call.at, ...(part.kind === 'chunk' && { exact: false }) }
        : part,
    )
    return { ...value, parts, span: call.at }
  }
  return { ...value, span: call.at }
}

export const templateFunctions: readonly TerraformFunction[] = [templatefile, templatestring].map(define)
