import type { Frame } from '../lib/core/types.js'

/** Results of the last few frames that are remembered for frames that look the same. */
const REMEMBERED = 16

/** Does the work once for frames that look the same (equal `digest`) and are near one another; others are not remembered. */
export function memoizeByDigest<T>(work: (frame: Frame, signal: AbortSignal) => Promise<T>): (frame: Frame, signal: AbortSignal) => Promise<T> {
  const known: { digest: string, result: Promise<T> }[] = []
  return (frame, signal) => {
    const { digest } = frame
    if (digest === undefined) return work(frame, signal)
    const before = known.find(one => one.digest === digest)
    if (before) return before.result.then(result => structuredClone(result))
    const result = work(frame, signal)
    known.push({ digest, result })
    if (known.length > REMEMBERED) known.shift()
    return result
  }
}
