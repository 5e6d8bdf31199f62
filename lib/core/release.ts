import { MessageChannel } from 'node:worker_threads'

/** Nobody is at the other end, and this one is shut: what is moved into a message is gone with it. */
const nowhere = new MessageChannel().port1
nowhere.close()

/**
 * Gives the memory of large arrays back at once: the garbage collector hardly feels their weight, and would let those of several pages lie.
 * The arrays are empty from then on. Memory that threads or other arrays have a share in stays.
 *
 * @example
 * const pixels = new Float32Array(1_000_000)
 * release(pixels) // pixels.length === 0
 */
export function release(...arrays: readonly (Uint8Array | Float32Array)[]): void {
  const buffers = new Set<ArrayBuffer>()
  for (const { buffer, byteLength } of arrays) if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength) buffers.add(buffer)
  if (buffers.size > 0) nowhere.postMessage(undefined, [...buffers])
}
