import { createHash } from 'node:crypto'
import { listModels } from '../inference/manifest.js'
import type { QueuedDocument } from './documents.js'

/** Options and plans are often the same object for many documents. */
const known = new WeakMap<object, string>()

function digestOf(value: object | undefined): string {
  if (value === undefined) return ''
  let digest = known.get(value)
  if (digest === undefined) known.set(value, digest = hash(JSON.stringify(value)))
  return digest
}

let models: Promise<string> | undefined

/** Of all weights that this version has. */
export const modelsDigest = (): Promise<string> => models ??= listModels().then(list => hash(JSON.stringify(list.map(({ file, sha256 }) => [file, sha256]))))

/**
 * The id of a document's job: another one when the source's content, the target, the options, the plan or the models are others. An id of
 * digits alone, or with a colon in it, is refused by the queue.
 */
export function jobId({ source, target, version, options, plan }: QueuedDocument, models: string): string {
  return `d-${hash(JSON.stringify([source, target, version, digestOf(options), digestOf(plan), models]))}`
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 27)
