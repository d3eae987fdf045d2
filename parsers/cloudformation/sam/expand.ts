import type { Evaluation } from '../evaluate/state'
import type { RawResource, Template } from '../template'

/** The resources of a template with those of SAM written out; all as they are without the SAM transform. */
export function expandServerless(
  template: Template,
  resources: ReadonlyMap<string, RawResource>,
  _evaluation: Evaluation,
): ReadonlyMap<string, RawResource> {
  if (!template.transforms.includes('AWS::Serverless-2016-10-31')) return resources
  return resources
}
