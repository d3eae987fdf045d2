/** Policy text with spans: the one place where any parser turns what it holds into a `PolicyDocument`. */
export { parsePolicy, type PolicyOptions } from './policy/document'
export { encodedFrom, rememberEncoded, type Encoded } from './policy/encoded'
export { encodeJson } from './policy/encode'
export { parseJsonText, type ParsedJson } from './policy/json-text'
export { resolutionOf } from '../src/model/resolution'
