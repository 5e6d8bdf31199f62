import { Duplex } from 'node:stream'
import type { ReadableStream, WritableStream } from 'node:stream/web'
import { efface } from './efface.js'
import type { EffaceOptions } from './options.js'
import type { Report } from './report.js'

/** Made by {@link effaceWeb}. */
export interface WebEfface {
  /** The redacted file. Errors when the redaction fails. */
  readable: ReadableStream<Uint8Array>
  /** Takes the file to be redacted. */
  writable: WritableStream<Uint8Array>
  /** Settles after the last byte: with the report, or with the error that ended the stream. */
  report: Promise<Report>
}

/**
 * The pipeline as a pair of Web Streams, for `pipeThrough`, `fetch` and `Response`.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * const { body } = await fetch('https://example.org/scan.tif')
 * const response = new Response(body?.pipeThrough(effaceWeb({ ocr: 'paddle' })))
 */
export function effaceWeb(options?: EffaceOptions): WebEfface {
  const stream = efface(options)
  const { readable, writable } = Duplex.toWeb(stream) as { readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }
  return { readable, writable, report: stream.report }
}
