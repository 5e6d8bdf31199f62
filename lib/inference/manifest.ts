import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EffaceError } from '../core/errors.js'
import type { ModelUse } from '../core/types.js'

/** One weight file, as models/manifest.json names it. */
export interface ModelEntry {
  /** Path below models/weights/, with '/' between the parts. */
  file: string
  /** What it is for: 'face-detector', 'ocr-recognizer', … */
  kind: string
  /** The net whose weights they are: 'paddle'. It may have several files. */
  net: string
  /** Labels of the objects that it helps to find. What a report says was at work goes by this. */
  finds: readonly string[]
  source: string
  licence: string
  sha256: string
  /** The measured quality, as a sentence. */
  measured: string
  /** The script that made the file, from the package root. */
  madeBy: string
}

const loaded = new Set<string>()
let manifest: Promise<readonly ModelEntry[]> | undefined

/** The folder that holds package.json: this file lies below it both as source (lib/) and built (dist/lib/). */
export function packageRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir
    if (dirname(dir) === dir) throw new EffaceError('ERR_MODEL_INTEGRITY', 'The package root with models/ was not found')
  }
}

/** The weight files that this version knows. */
export function listModels(): Promise<readonly ModelEntry[]> {
  manifest ??= readFile(join(packageRoot(), 'models', 'manifest.json'), 'utf8').then(
    text => JSON.parse(text) as ModelEntry[],
    cause => { throw new EffaceError('ERR_MODEL_INTEGRITY', 'models/manifest.json cannot be read', { cause }) },
  )
  return manifest
}

/**
 * The bytes of a weight file, checked against its sha256 in models/manifest.json. They are not kept: a session has its own copy, and is.
 *
 * @param file path below models/weights/, named in models/manifest.json: no other can be opened
 * @throws EffaceError ERR_MODEL_INTEGRITY when the file is unknown, missing or has other bytes
 * @example
 * const session = await createSession(await loadModel('detector.int8.onnx'), sessionOptions(1))
 */
export async function loadModel(file: string): Promise<Uint8Array> {
  const bytes = await readChecked(file)
  loaded.add(file)
  return bytes
}

/** The weight files that were loaded in this thread. */
export const loadedModels = (): string[] => [...loaded]

async function readChecked(file: string): Promise<Uint8Array> {
  const entry = (await listModels()).find(entry => entry.file === file)
  if (!entry) throw new EffaceError('ERR_MODEL_INTEGRITY', `Model ${file} is not in models/manifest.json`)
  const bytes = await readFile(join(packageRoot(), 'models', 'weights', ...file.split('/'))).catch(cause => {
    throw new EffaceError('ERR_MODEL_INTEGRITY', `Model ${file} cannot be read`, { cause })
  })
  verifyModel(file, bytes, entry.sha256)
  return bytes
}

/** @throws EffaceError ERR_MODEL_INTEGRITY unless the bytes have that sha256 (hex). */
export function verifyModel(file: string, bytes: Uint8Array, sha256: string): void {
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual !== sha256) throw new EffaceError('ERR_MODEL_INTEGRITY', `Model ${file} has sha256 ${actual}, expected ${sha256}`)
}

/** The weight files of nets, as a report names them. */
export async function netModels(...names: readonly string[]): Promise<ModelUse[]> {
  return await uses(({ net }) => names.includes(net))
}

/** The weight files of the nets that look for these objects. */
export async function objectModels(objects: readonly string[]): Promise<ModelUse[]> {
  return await uses(({ finds }) => finds.some(label => objects.includes(label)))
}

async function uses(wanted: (entry: ModelEntry) => boolean): Promise<ModelUse[]> {
  return (await listModels()).filter(wanted).map(({ file, sha256 }) => ({ file, sha256 }))
}
