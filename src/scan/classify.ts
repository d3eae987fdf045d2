import { basename } from 'node:path/posix'
import { recogniseAccount } from '../../parsers/account/recognise'
import { recogniseModel } from '../../parsers/recorded/recognise'
import { isPlanArchive, recognisePlan } from '../../parsers/terraform/plan/recognise'
import { decode, isBinary } from './decode'
import type { ScanTree } from './tree'

/** What one file is. `terraform` and `cdktf-stack` go by name, everything else by content. */
export type FileKind =
  | 'terraform'
  | 'terraform-plan'
  | 'cloudformation'
  | 'cdk-manifest'
  | 'cdktf-manifest'
  | 'cdktf-stack'
  | 'account'
  | 'model'

/** Enough for the start of a plan, of an export, and for nearly every template's first resource. */
const headLength = 65_536
/** Templates have at most 1 MB (51,200 bytes when passed by value); larger files are looked at by their head alone. */
const largestTemplate = 8_000_000

const named = /\.(json|ya?ml|template|cfn|tfplan|csv)$/i
const terraform = /\.(tf|tofu)(\.json)?$/

/**
 * The kind of a file, as cheaply as can be: by name, then by patterns on its start, and never by parsing. Files whose
 * names promise nothing are looked into only when `explicit`. Undefined for what is not ours.
 */
export function classify(path: string, tree: ScanTree, explicit: boolean): FileKind | undefined {
  const name = basename(path)
  if (name === 'cdk.tf.json') return 'cdktf-stack'
  if (terraform.test(name)) return 'terraform'
  if (!explicit && !named.test(name)) return undefined
  const bytes = tree.head(path, headLength)
  if (!bytes || bytes.length === 0) return undefined
  if (isBinary(bytes)) return isPlanArchive(bytes) ? 'terraform-plan' : undefined
  const head = decode(bytes)
  // A log of a plan holds no values: worth a word only when somebody names it.
  if (!explicit && recognisePlan(head) === 'log-stream') return undefined
  // A model says what its code says: beside that code it would say everything twice.
  if (recogniseModel(head)) return explicit ? 'model' : undefined
  return kindOfText(name, head) ?? (bytes.length < headLength ? undefined : kindOfLongText(path, name, tree))
}

function kindOfLongText(path: string, name: string, tree: ScanTree): FileKind | undefined {
  if ((tree.sizeOf(path) ?? Number.POSITIVE_INFINITY) > largestTemplate) return undefined
  const bytes = tree.readBytes(path)
  return bytes && kindOfText(name, decode(bytes))
}

/** The kind that a text shows; undefined when it shows none. Exported for tests. */
export function kindOfText(name: string, text: string): FileKind | undefined {
  if (recognisePlan(text)) return 'terraform-plan'
  if (/^\s*\{/.test(text)) return kindOfJson(name, text)
  return recogniseAccount(text) ? 'account' : kindOfYaml(text)
}

function kindOfJson(name: string, text: string): FileKind | undefined {
  if (name === 'manifest.json') {
    if (/"artifacts"\s*:\s*\{/.test(text) && /"version"\s*:\s*"/.test(text)) return 'cdk-manifest'
    if (/"stacks"\s*:\s*\{/.test(text) && /"(?:synthesizedStackPath|workingDirectory)"\s*:/.test(text)) {
      return 'cdktf-manifest'
    }
  }
  if (isTemplateJson(text)) return 'cloudformation'
  return recogniseAccount(text) ? 'account' : undefined
}

function isTemplateJson(text: string): boolean {
  if (/"AWSTemplateFormatVersion"\s*:/.test(text)) return true
  return /"Resources"\s*:\s*\{/.test(text) && awsType.test(text)
}

const awsType = /["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::[A-Za-z0-9]/

function kindOfYaml(text: string): FileKind | undefined {
  if (/^["']?AWSTemplateFormatVersion["']?\s*:/m.test(text)) return 'cloudformation'
  if (/^["']?Transform["']?\s*:[^\n]*(?:\n\s*-[^\n]*)*AWS::/m.test(text)) return 'cloudformation'
  return /^["']?Resources["']?\s*:/m.test(text) && awsType.test(text) ? 'cloudformation' : undefined
}
