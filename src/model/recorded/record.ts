import type { Diagnostic } from '../diagnostic'
import { emptyModel, type IamModel } from '../iam'
import { nodeShapes } from './iam-shapes'
import { RecordedFile } from './recorded-file'
import { list, Reading, type Shape, string, struct, Writing } from './shape'
import { holeTable } from './value-shapes'

/** Something of the code that could not be read, so that the model may lack what it says. */
export type Unread = Pick<Diagnostic, 'kind' | 'message' | 'file'>

/** A model as it is kept, and what of the code is not in it. */
export interface RecordedModel {
  readonly model: IamModel
  readonly unread: readonly Unread[]
}

const version = 1
const lists = Object.keys(nodeShapes) as (keyof IamModel)[]
const header: Shape<{ version: unknown }> = struct({ version: { write: (value) => value, read: (json) => json } })
const unreadShape = list(struct<Unread>({ kind: string, message: string, file: string }))

/**
 * A model as JSON values from which `readRecord` makes it again: every principal, policy and resource with its unknowns,
 * its references and the places of it all. Arguments of resources, secrets, durations and what checks alone look at are
 * not kept. `model` is linked.
 */
export function recordOf(model: IamModel, unread: readonly Unread[] = []): Readonly<Record<string, unknown>> {
  const protectedTypes = model.policies.flatMap(({ protects }) => protects?.type ?? [])
  const to = new Writing(new Set([...protectedTypes, 'AWS::S3::Bucket', 'AWS::IAM::ManagedPolicy']))
  for (const name of lists) to.admit(model[name])
  const nodes = Object.fromEntries(lists.map((name) => [name, written(model, name, to)]))
  return { version, unread: unreadShape.write(unread, to), files: to.files, unknowns: to.holes, ...nodes }
}

function written<Key extends keyof IamModel>(model: IamModel, name: Key, to: Writing): unknown {
  const nodes: readonly IamModel[Key][number][] = model[name]
  return list(nodeShapes[name]).write(nodes, to)
}

/** The model of a record. Throws `BadRecord` for what `recordOf` does not write. */
export function readRecord(json: unknown): RecordedModel {
  const from = new Reading()
  const top = header.read(json, from)
  if (top.version !== version) {
    return from.fail(`is of version ${String(top.version)}; this iamgate reads version ${version}`)
  }
  const member = <T>(name: string, shape: Shape<T>): T =>
    from.within(name, () => shape.read((json as Readonly<Record<string, unknown>>)[name], from))
  from.files = member('files', list(string)).map((path) => new RecordedFile(path))
  from.holes = member('unknowns', list(holeTable))
  const model = emptyModel()
  for (const name of lists) {
    const nodes = member<readonly unknown[]>(name, list(nodeShapes[name] as Shape<unknown>))
    from.nodes.set(name, nodes as readonly object[])
    Object.assign(model, { [name]: nodes })
  }
  from.finish()
  return { model, unread: member('unread', unreadShape) }
}
