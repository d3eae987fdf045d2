import type { FunctionLibrary, TerraformFunction } from '../function'
import { csvFunctions } from './csv'
import { filesystemFunctions } from './filesystem'
import { formatFunctions } from './format'
import { hashFunctions } from './hash'
import { joinAndSplitFunctions } from './join-split'
import { jsonDecodeFunctions } from './json-decode'
import { jsonEncodeFunctions } from './json-encode'
import { listContentFunctions } from './list-content'
import { mappingFunctions } from './mapping'
import { networkFunctions } from './network'
import { numericFunctions } from './numeric'
import { providerFunctions } from './provider'
import { regexFunctions } from './regex'
import { replaceFunctions } from './replace'
import { sequenceFunctions } from './sequence'
import { setFunctions } from './set'
import { stringFunctions } from './string'
import { templateFunctions } from './templates'
import { textEncodingFunctions } from './text-encoding'
import { timeFunctions } from './time'
import { trimFunctions } from './trim'
import { typeFunctions } from './type-conversion'
import { yamlDecodeFunctions } from './yaml-decode'
import { yamlEncodeFunctions } from './yaml-encode'

/**
 * Every function of Terraform's language but `try` and `can`, which the evaluator has: they see their arguments
 * unevaluated. Provider functions that iamgate knows are here by their full name.
 * https://developer.hashicorp.com/terraform/language/functions
 */
export const functionLibrary: FunctionLibrary = new Map(
  [
    csvFunctions,
    filesystemFunctions,
    formatFunctions,
    hashFunctions,
    joinAndSplitFunctions,
    jsonDecodeFunctions,
    jsonEncodeFunctions,
    listContentFunctions,
    mappingFunctions,
    networkFunctions,
    numericFunctions,
    providerFunctions,
    regexFunctions,
    replaceFunctions,
    sequenceFunctions,
    setFunctions,
    stringFunctions,
    templateFunctions,
    textEncodingFunctions,
    timeFunctions,
    trimFunctions,
    typeFunctions,
    yamlDecodeFunctions,
    yamlEncodeFunctions,
  ]
    .flat()
    .map((each: TerraformFunction) => [each.name, each] as const),
)
