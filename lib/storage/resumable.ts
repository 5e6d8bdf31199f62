import { addAbortSignal, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** So many breaks in a row, without a byte in between, are the end. */
const BREAKS = 4

export interface ResumableOptions {
  /** Bytes in all; fewer are a break. Absent: the end is where the first stream ends. */
  size?: number
  /** The same content from a byte on. Absent: a break is the end. */
  from?: (at: number) => Promise<Readable>
  /** What a break is called in the end. */
  failed: (error: unknown) => unknown
  signal?: AbortSignal
}

/** A stream over a network that goes on where a broken connection ended. Destroyed, it lets go of the connection at once. */
export function resumable(first: Readable, { size, from, failed, signal }: ResumableOptions): Readable {
  let body = first
  async function * chunks(): AsyncGenerator<Uint8Array> {
    let at = 0
    for (let breaks = 0; ;) {
      try {
        for await (const chunk of body as AsyncIterable<Uint8Array>) {
          at += chunk.length
          breaks = 0
          yield chunk
        }
        if (size === undefined || at === size) return
        throw new Error(`${at} of ${size} bytes came`)
      } catch (error) {
        if (stream.destroyed || !from || size === undefined || at > size || ++breaks > BREAKS) throw failed(error)
      }
      await sleep(100 * 2 ** breaks)
      if (stream.destroyed) return
      body = await from(at)
    }
  }
  const iterator = chunks()
  const stream = new Readable({
    read() {
      iterator.next().then(({ done, value }) => { this.push(done ? null : value) }, (error: unknown) => { this.destroy(error as Error) })
    },
    destroy(error, callback) {
      body.destroy()
      callback(error)
    },
  })
  return signal ? addAbortSignal(signal, stream) : stream
}
