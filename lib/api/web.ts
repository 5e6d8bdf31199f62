import { Duplex } from 'node:stream'
import { efface } from './efface.js'
import type { EffaceOptions } from '../core/option-types.js'
import type { Report } from './report.js'

/**
 * Made by {@link effaceWeb}. The streams are the global ones, which are the DOM's where a project has its types, and Node's elsewhere; a chunk
 * lies on an ArrayBuffer, as the body of a Response wants it.
 */
export interface WebEfface {
  /** The redacted file. Errors when the redaction fails. */
  readable: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Takes the file to be redacted. */
  writable: WritableStream<Uint8Array<ArrayBuffer>>
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
export function effaceWeb<Own extends string = never>(options?: EffaceOptions<Own>): WebEfface {
  const stream = efface(options)
  const { readable, writable } = Duplex.toWeb(stream) as Pick<WebEfface, 'readable' | 'writable'>
  return { readable, writable, report: stream.report }
}
