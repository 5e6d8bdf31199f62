import { HttpError } from './errors.js'

/** Bytes of bodies that are in memory, of all requests together. */
export class Bodies {
  readonly #limit: number
  #bytes = 0
  constructor(limit: number) { this.#limit = limit }

  /** @throws HttpError 429 */
  take(bytes: number): void {
    this.#bytes += bytes
    if (bytes > 0 && this.#bytes > this.#limit) throw new HttpError(429, 'Too many bytes are being received at a time', { 'retry-after': '2' }, 'ERR_BUSY')
  }
}
