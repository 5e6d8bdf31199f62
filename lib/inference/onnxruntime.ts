/**
 * The one door to onnxruntime. Left to itself the library keeps telemetry: files below the user's cache folder and the temporary
 * one, and uploads. It looks for ORT_DISABLE_TELEMETRY in the environment of the process when the first session is made, so nobody
 * makes one but here.
 */
import { createRequire } from 'node:module'
import type * as Ort from 'onnxruntime-node'
import { providerNames } from '../core/providers.js'
import { onFirst } from './providers.js'
import { silenceTelemetry } from './telemetry.js'

const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof Ort

export const Tensor = ort.Tensor
export type Tensor = Ort.Tensor
export type InferenceSession = Ort.InferenceSession

/**
 * How every session is made here: one run at a time, on that many threads, its memory given back after each run. (An arena would keep the most that any run
 * took, for every session of every thread: a quarter of all memory, for no time that could be measured.)
 */
export function sessionOptions(threads: number): Ort.InferenceSession.SessionOptions {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  }
}

/**
 * A session on the first of the current providers that can be started, see providers.ts.
 *
 * @param model a path, or the bytes
 */
export async function createSession(model: string | Uint8Array, options: Ort.InferenceSession.SessionOptions): Promise<InferenceSession> {
  await silenceTelemetry()
  return await onFirst(async provider => {
    // DirectML takes no memory pattern; the processor is what there is without a word.
    const more = provider === 'cpu' ? {} : { executionProviders: [provider], ...provider === 'dml' && { enableMemPattern: false } }
    const all: Ort.InferenceSession.SessionOptions = { ...options, ...more }
    return await (typeof model === 'string' ? ort.InferenceSession.create(model, all) : ort.InferenceSession.create(model, all))
  })
}

/** The execution providers that may be asked for and that onnxruntime-node brings here; `cuda` needs its GPU files besides. */
export const listProviders = (): string[] => ort.listSupportedBackends()
  .filter(({ name }) => (providerNames as readonly string[]).includes(name)).map(({ name, bundled }) => bundled ? name : `${name} (not installed)`)
