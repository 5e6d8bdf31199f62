import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { efface } from '../../efface.js'
import { limitExceeded } from '../../errors.js'
import { sniff, SNIFF_BYTES } from '../../formats/detect.js'
import type { FilledOptions } from '../../options.js'
import { defaultLimits } from '../../limits.js'
import type { Report } from '../../report.js'
import type { Format } from '../../types.js'
import { toAnswer } from '../answer.js'
import { bodyOf } from '../body.js'
import { requestOptions, type Exchange, type Route } from '../context.js'
import { HttpError } from '../errors.js'
import { readOptions, type LiminaRequest } from '../limina.js'
import { Reader } from '../schema.js'

export const TYPE: Readonly<Record<Format, string>> = { jpeg: 'image/jpeg', png: 'image/png', bmp: 'image/bmp', gif: 'image/gif', tiff: 'image/tiff', webp: 'image/webp' }
/** Trailers count against the header limit of clients (Node: 16 KiB in all). */
const TRAILER_BYTES = 8192
const OPTION_BYTES = 1 << 16

/**
 * POST /process/files: the bytes of one file, raw or as multipart, in; the redacted bytes out, while the upload still runs.
 * The report comes in the trailer x-efface-report, or as a second part with `accept: multipart/mixed`.
 */
export const files: Route = async exchange => {
  await exchange.context.gate.run(async () => {
    const multipart = /^multipart\/form-data/i.test(exchange.req.headers['content-type'] ?? '')
    if (multipart) await fromMultipart(exchange)
    else await redact(exchange, bodyOf(exchange), optionsOf(exchange.req.headers['x-efface-options'], exchange.context.defaults.own))
  }, exchange.signal)
}

/** Options in Limina's form; what is not said is the server's default. */
function optionsOf(json: string | string[] | undefined, under: FilledOptions): LiminaRequest {
  if (json === undefined) return { options: {}, returnEntity: false }
  let value: unknown
  try {
    value = JSON.parse(String(json))
  } catch {
    throw new HttpError(422, [{ loc: ['options'], msg: 'Invalid JSON', type: 'value_error.jsondecode' }])
  }
  const reader = new Reader(value, ['options'])
  const request = readOptions(reader, under)
  reader.check()
  return request
}

async function redact(exchange: Exchange, source: AsyncIterable<Buffer>, { options, returnEntity }: LiminaRequest): Promise<void> {
  const { res, signal, context } = exchange
  const said = { ...options }
  if (!returnEntity) said.report = { ...said.report, text: false }
  if (context.options.maxBody !== undefined) said.limits = { inputBytes: context.options.maxBody }
  const stream = efface(requestOptions(exchange, said, context.defaults.own))
  const mixed = /multipart\/mixed/i.test(String(res.req.headers.accept ?? ''))
  const out = mixed ? new MixedBody(res) : new PlainBody(res)
  // The answer is no part of the pipeline, which would destroy it when it fails: as long as nothing was sent, the client is told why.
  const send = async (parts: Iterable<Buffer>): Promise<void> => {
    for (const part of parts) {
      context.metrics.bytes('out', part.length)
      if (!res.write(part)) await once(res, 'drain', { signal })
    }
  }
  await pipeline(source, stream, async (bytes: AsyncIterable<Buffer>) => {
    for await (const chunk of bytes) await send(out.bytes(chunk))
    const report = await stream.report
    context.metrics.report(report)
    await send(out.end(toAnswer(report, returnEntity), report))
  })
  res.end()
}

/** The file alone; the report goes into the trailer, without its lists where they are too long for one. */
class PlainBody {
  #started = false
  constructor(private readonly res: ServerResponse) {}

  * bytes(chunk: Buffer): Generator<Buffer> {
    if (!this.#started) {
      this.#started = true
      const format = sniff(chunk.subarray(0, SNIFF_BYTES))
      this.res.writeHead(200, { 'content-type': format ? TYPE[format] : 'application/octet-stream', trailer: 'x-efface-report' })
    }
    yield chunk
  }

  * end(answer: Record<string, unknown>, report: Report): Generator<Buffer> {
    let text = ascii(answer)
    if (text.length > TRAILER_BYTES) {
      const { entities_present, objects_present, page_count } = report
      text = ascii({ entities_present, objects_present, page_count, entities: report.entities.length, objects: report.objects.length, truncated: true })
    }
    this.res.addTrailers({ 'x-efface-report': text })
  }
}

/** The file and, behind it, the report as a part of its own. */
class MixedBody {
  readonly #boundary = `efface-${randomBytes(12).toString('hex')}`
  #started = false
  constructor(private readonly res: ServerResponse) {}

  * bytes(chunk: Buffer): Generator<Buffer> {
    if (!this.#started) {
      this.#started = true
      const format = sniff(chunk.subarray(0, SNIFF_BYTES))
      this.res.writeHead(200, { 'content-type': `multipart/mixed; boundary=${this.#boundary}` })
      yield Buffer.from(`--${this.#boundary}\r\ncontent-type: ${format ? TYPE[format] : 'application/octet-stream'}\r\n\r\n`)
    }
    yield chunk
  }

  * end(answer: Record<string, unknown>): Generator<Buffer> {
    yield Buffer.from(`\r\n--${this.#boundary}\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(answer)}\r\n--${this.#boundary}--\r\n`)
  }
}

/** JSON that may stand in a header. */
const ascii = (value: unknown): string => JSON.stringify(value).replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

async function fromMultipart(exchange: Exchange): Promise<void> {
  const { req, context } = exchange
  const limit = context.options.maxBody ?? context.options.defaults?.limits?.inputBytes ?? defaultLimits.inputBytes
  let parser: busboy.Busboy
  try {
    const limits = { files: 1, fields: 4, parts: 8, fieldSize: OPTION_BYTES, fieldNameSize: 100, headerPairs: 50, fileSize: limit }
    parser = busboy({ headers: req.headers, limits })
  } catch (cause) {
    throw new HttpError(400, (cause as Error).message)
  }
  let options: string | undefined
  let work: Promise<void> | undefined
  let refused: HttpError | undefined
  parser.on('field', (name, value, { valueTruncated }) => {
    if (name !== 'options') return
    if (work) refused = new HttpError(400, 'The part options must come before the file')
    else if (valueTruncated) refused = new HttpError(413, 'The part options is too large')
    else options = value
  })
  parser.on('file', (_name, file) => {
    if (refused || work) return void file.resume()
    // A file over the limit ends as if it were complete: it must not be taken for one.
    file.on('limit', () => file.destroy(limitExceeded('inputBytes', limit, limit + 1, { stage: 'decode' })))
    try {
      work = redact(exchange, file, optionsOf(options, context.defaults.own))
    } catch (error) {
      work = Promise.reject(error as Error)
      file.resume()
    }
    work.catch(error => { if (!parser.destroyed) parser.destroy(error as Error) })
  })
  for (const event of ['filesLimit', 'partsLimit', 'fieldsLimit'] as const) {
    parser.on(event, () => { refused ??= new HttpError(400, event === 'filesLimit' ? 'One file a request' : 'Too many parts') })
  }
  try {
    await pipeline(bodyOf(exchange), parser)
  } catch (error) {
    await work // its own error says more
    throw exchange.signal.aborted ? error : new HttpError(400, 'The multipart body is malformed')
  }
  if (refused && !work) throw refused
  if (!work) throw new HttpError(400, 'No file part')
  await work
}
