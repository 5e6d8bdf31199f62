import { loadModel } from './manifest.js'
import { createSession, sessionOptions, type InferenceSession } from './onnxruntime.js'

const sessions = new Map<string, Promise<InferenceSession>>()

/**
 * The session of a weight file of models/, made once per thread and thread count. `run()` computes on the calling thread.
 *
 * @param file path below models/weights/, named in models/manifest.json
 * @param threads that one run may use, from 1
 */
export function openSession(file: string, threads: number): Promise<InferenceSession> {
  const key = `${threads} ${file}`
  let session = sessions.get(key)
  if (!session) {
    session = loadModel(file).then(bytes => createSession(bytes, sessionOptions(threads)))
    sessions.set(key, session)
    session.catch(() => sessions.delete(key))
  }
  return session
}
