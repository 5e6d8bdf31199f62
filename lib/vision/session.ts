import { InferenceSession } from 'onnxruntime-node'
import { loadModel } from '../models.js'

const sessions = new Map<string, Promise<InferenceSession>>()

/**
 * The session of a weight file of models/, made once per thread and thread count. `run()` computes on the calling thread.
 *
 * @param file path below models/weights/
 * @param threads that one run may use, from 1
 */
export function openSession(file: string, threads: number): Promise<InferenceSession> {
  const key = `${threads} ${file}`
  let session = sessions.get(key)
  if (!session) {
    session = loadModel(file).then(bytes => InferenceSession.create(bytes, sessionOptions(threads)))
    sessions.set(key, session)
    session.catch(() => sessions.delete(key))
  }
  return session
}

/** How every session is made here: one run at a time, on that many threads. */
export function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  }
}
