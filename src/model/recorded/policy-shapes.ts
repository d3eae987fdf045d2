import type {
  Condition,
  MatchElement,
  PolicyDocument,
  PolicyProblem,
  PrincipalElement,
  Statement,
  TextList,
} from '../policy'
import type { PrincipalEntry } from '../policy'
import type { Data } from '../value'
import { boolean, list, oneOf, optional, type Shape, some, string, struct } from './shape'
import { guardShape, holeShape, spanShape, textShape } from './value-shapes'

const textList = struct<TextList>({ items: list(textShape), unknown: some(holeShape), span: spanShape })

const matchElement = struct<MatchElement>({
  negated: boolean,
  items: list(textShape),
  unknown: some(holeShape),
  span: spanShape,
  keySpan: spanShape,
})

const principalElement = struct<PrincipalElement>({
  negated: boolean,
  entries: list(struct<PrincipalEntry>({ type: string, value: textShape })),
  unknown: some(holeShape),
  span: spanShape,
  keySpan: spanShape,
})

const condition = struct<Condition>({ operator: textShape, key: textShape, values: textList, span: spanShape })

const wholeStatement = struct<Omit<Statement, 'data'>>({
  sid: optional(textShape),
  effect: oneOf('Allow', 'Deny', 'unknown'),
  effectSpan: spanShape,
  principals: optional(principalElement),
  actions: optional(matchElement),
  resources: optional(matchElement),
  conditions: some(condition),
  unknownConditions: some(holeShape),
  guards: some(guardShape),
  span: spanShape,
})

const problem = struct<PolicyProblem>({ kind: oneOf('json', 'grammar'), message: string, span: spanShape })

const wholeDocument = struct<Omit<PolicyDocument, 'data'>>({
  version: optional(textShape),
  id: optional(textShape),
  statements: list(withoutData(wholeStatement)),
  unknown: some(holeShape),
  problems: some(problem),
  span: spanShape,
  definedIn: optional(string),
})

/** A policy document by its statements. The same as data, for checks of its grammar, is not kept. */
export const documentShape: Shape<PolicyDocument> = withoutData(wholeDocument)

function withoutData<T extends Pick<Statement, 'span'>>(shape: Shape<T>): Shape<T & { readonly data: Data }> {
  return {
    write: (value, to) => shape.write(value, to),
    read(json, from) {
      const value = shape.read(json, from)
      return { ...value, data: { kind: 'null', span: value.span } }
    },
  }
}
