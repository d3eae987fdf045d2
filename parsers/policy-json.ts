/** Policy text with spans: the one place where any parser turns what it holds into a `PolicyDocument`. */
export { parsePolicy } from './policy/document'
export { encodedFrom, rememberEncoded } from './policy/encoded'
export { encodeJson } from './policy/encode'
export { parseJsonText } from './policy/json-text'
export { resolutionOf } from '../src/model/resolution'
