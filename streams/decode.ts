import { Duplex } from 'node:stream'
import type { EncodedPage } from '../lib/core/types.js'
import { fillOptions } from '../lib/core/options.js'
import type { AnyOptions, EffaceOptions } from '../lib/core/option-types.js'
import { pages } from '../lib/formats/index.js'
import { Spool } from '../lib/core/spool.js'
import { endOutput } from './chain.js'
import { toStageError } from './stage-error.js'

/**
 * Bytes in, {@link EncodedPage}s out: tells the format, validates and walks the container while the bytes arrive. Pages
 * come out as soon as their own bytes are there, and no more bytes are taken than the pages that were asked for need. Emits
 * 'pages' with their number when the last one has been found.
 *
 * @example
 * createReadStream('scan.tif').pipe(decode()).on('data', page => console.log(page.index, page.layout.width))
 */
export function decode<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  return new Decode(options)
}

class Decode extends Duplex {
  readonly #spool: Spool
  readonly #pages: AsyncGenerator<EncodedPage>
  #pulling = false
  #count = 0

  constructor(options?: AnyOptions) {
    const { limits } = fillOptions(options)
    super({ readableObjectMode: true, readableHighWaterMark: 1 })
    this.#spool = new Spool({ limit: limits.inputBytes })
    this.#pages = pages(this.#spool, { limits })
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#spool.write(chunk).then(() => callback(), callback)
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#spool.end()
    callback()
  }

  override _read(): void {
    if (this.#pulling) return
    this.#pulling = true
    // The file that a large page's bytes lie in must not go before the page is decoded; nor need more be read meanwhile.
    this.#spool.settled().then(() => this.#pages.next()).then(({ done, value }) => {
      this.#pulling = false
      if (this.destroyed) return
      if (!done) {
        this.#count++
        this.push(value)
      } else {
        this.emit('pages', this.#count)
        // What follows the last page is not looked at, but its sender must be able to finish.
        this.#spool.drain()
        endOutput(this)
      }
    }, (error: Error) => this.destroy(toStageError(error, 'decode')))
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#spool.destroy().then(() => callback(error), () => callback(error))
  }
}
