import type { Data } from '../../src/model/value'
import { entry, literal } from '../../src/model/value'
import { stringOf, transformNames } from './template'

const resourceType = /^(?:AWS|Custom|Alexa|[A-Za-z0-9]{2,64})::[A-Za-z0-9]/

/**
 * True for a CloudFormation template, told by its content: `Resources` of which one has a CloudFormation type, or the
 * format version or a transform beside a `Resources` section. A conformance pack has AWS Config rules alone and is one
 * to CloudFormation as well, but no template that a person deploys: it is left out, as are Guard's tests (a list with
 * `input`), Kubernetes objects and workflows.
 */
export function recogniseTemplate(data: Data): boolean {
  if (data.kind !== 'object') return false
  const resources = entry(data, 'Resources')
  const declared =
    entry(data, 'AWSTemplateFormatVersion') !== undefined || transformNames(entry(data, 'Transform')).length > 0
  if (resources?.kind !== 'object')
    return declared && (entry(data, 'Conditions') ?? entry(data, 'Outputs')) !== undefined
  if (entry(data, 'apiVersion') && entry(data, 'kind')) return false
  const types = resources.entries.map((one) => stringOf(one.value, 'Type')).filter((type) => type !== undefined)
  if (isConformancePack(data, types)) return false
  if (types.some((type) => resourceType.test(type))) return true
  return declared || resources.entries.some((one) => literal(one.key)?.startsWith('Fn::'))
}

/** https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html */
function isConformancePack(data: Data, types: readonly string[]): boolean {
  if (types.length === 0 || entry(data, 'AWSTemplateFormatVersion')) return false
  return types.every((type) => type === 'AWS::Config::ConfigRule' || type === 'AWS::Config::RemediationConfiguration')
}

/**
 * What a text is that is not a template yet: one that cookiecutter or Jinja writes a template from. Undefined for
 * anything else. Asked for when a file could not be read as YAML or JSON.
 */
export function templateOfTemplates(text: string): string | undefined {
  const found = /\{%-?|\{\{(?!resolve:|\s*resolve:)-?/.exec(text)
  if (!found) return undefined
  return `This is a template of templates (${found[0].slice(0, 2)} in line ${text.slice(0, found.index).split('\n').length}): scan what cookiecutter or Jinja makes of it`
}
