import { release } from '../core/release.js'
import { Cache } from './cache.js'
import { loadModel } from './manifest.js'
import { currentProviders } from './providers.js'
import { createSession, sessionOptions, type InferenceSession } from './onnxruntime.js'

const sessions = new Cache()

/**
 * The session of a weight file of models/, made once per thread, thread count and choice of providers. `run()` computes on the calling thread.
 *
 * @param file path below models/weights/, named in models/manifest.json
 * @param threads that one run may use, from 1
 * @param arena see {@link sessionOptions}
 */
export function openSession(file: string, threads: number, arena = false): Promise<InferenceSession> {
  return sessions.get(`${currentProviders().join()} ${threads} ${file}`, async () => {
    const weights = await loadModel(file)
    const session = await createSession(weights, sessionOptions(threads, arena))
    release(weights)
    return session
  })
}
