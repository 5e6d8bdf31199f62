import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EffaceError } from '../core/errors.js'
import type { ModelUse } from '../core/types.js'
import { NETS, type NetInfo, type NetName, type WeightFile } from './nets.js'

/** One weight file, as models/manifest.json names it. */
export interface ModelEntry {
  /** Path below models/weights/, with '/' between the parts. */
  file: string
  /** What it is for: 'face-detector', 'ocr-recognizer', … */
  kind: string
  source: string
  licence: string
  sha256: string
  /** The measured quality, as a sentence. */
  measured: string
  /** The script that made the file, from the package root. */
  madeBy: string
}

const cache = new Map<string, Promise<Uint8Array>>()
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
 * The bytes of a weight file, checked against its sha256 in models/manifest.json. Each file is read and checked once
 * per thread; treat the bytes as read-only.
 *
 * @param file path below models/weights/, of a net in nets.ts
 * @throws EffaceError ERR_MODEL_INTEGRITY when the file is unknown, missing or has other bytes
 * @example
 * const session = await createSession(await loadModel('detector.int8.onnx'), sessionOptions(1))
 */
export function loadModel(file: WeightFile): Promise<Uint8Array> {
  let bytes = cache.get(file)
  if (!bytes) {
    bytes = readChecked(file)
    cache.set(file, bytes)
    bytes.catch(() => cache.delete(file))
  }
  return bytes
}

/** The weight files that were loaded in this thread. */
export const loadedModels = (): string[] => [...cache.keys()]

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

const infos: readonly NetInfo[] = Object.values(NETS)

/** The weight files of nets, as a report names them. */
export async function netModels(...names: readonly NetName[]): Promise<ModelUse[]> {
  return await usesOf(names.flatMap((name): readonly string[] => NETS[name].files))
}

/** The weight files of the nets that look for these objects. */
export async function objectModels(objects: readonly string[]): Promise<ModelUse[]> {
  return await usesOf(infos.filter(({ finds }) => finds.some(label => objects.includes(label))).flatMap(({ files }) => files))
}

async function usesOf(files: readonly string[]): Promise<ModelUse[]> {
  return (await listModels()).filter(({ file }) => files.includes(file)).map(({ file, sha256 }) => ({ file, sha256 }))
}
