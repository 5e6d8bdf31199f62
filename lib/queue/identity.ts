import { hash } from 'node:crypto'
import { listModels } from '../inference/manifest.js'
import type { QueuedDocument } from './documents.js'

/** Options and plans are often the same object for many documents. */
const known = new WeakMap<object, string>()

function digestOf(value: object | undefined): string {
  if (value === undefined) return ''
  let digest = known.get(value)
  if (digest === undefined) known.set(value, digest = short(JSON.stringify(value)))
  return digest
}

let models: Promise<string> | undefined

/** Of all weights that this version has. */
export const modelsDigest = (): Promise<string> => models ??= listModels().then(list => short(JSON.stringify(list.map(({ file, sha256 }) => [file, sha256]))))

/**
 * The id of a document's job: another one when the source's content, the target, the options, the plan or the models are others. An id of
 * digits alone, or with a colon in it, is refused by the queue.
 */
export function jobId({ source, target, version, options, plan }: QueuedDocument, models: string): string {
  // Places hold no NUL, and digests neither: what stands between them is the version, whatever it holds.
  return `d-${short(`${source}\0${target}\0${version ?? ''}\0${digestOf(options)}\0${digestOf(plan)}\0${models}`)}`
}

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 27)
