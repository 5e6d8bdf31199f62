import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { efface } from '../../api/efface.js'
import { sniff, SNIFF_BYTES, typeOf } from '../../core/formats.js'
import { formatOf } from '../../formats/detect.js'
import { fillOptions } from '../../core/options.js'
import type { FilledOptions } from '../../core/option-types.js'
import { defaultLimits } from '../../core/limits.js'
import { object, text as string } from '../../core/schema.js'
import type { Report } from '../../api/report.js'
import { toAnswer } from '../answer.js'
import { bodyOf, letGo, notJson, send, utf8, withHead } from '../body.js'
import { atWork, requestOptions, type Exchange } from '../context.js'
import { HttpError } from '../errors.js'
import { optionsSchema, readOptions, type LiminaRequest } from '../limina.js'
import { readForm } from '../multipart.js'
import type { Reports } from '../reports.js'
import { apiRoute, readStrictly } from './route.js'

const binary = string({ contentEncoding: 'binary' })

/** Trailers are bounded by clients: curl takes 4 KiB in all, Node 16. */
const TRAILER_BYTES = 2048
/** So much of an upload, or all of it, must be there before it takes a place among those at work. */
const HEAD_BYTES = 1 << 16
/** So much of an answer waits for the end of a form, which may still turn out to ask for something else. */
const HELD_BYTES = 1 << 20

/**
 * POST /process/files: the bytes of one file, raw or as multipart, in; the redacted bytes out, while the upload still runs.
 * The report comes in the trailer x-efface-report, or as a second part with `accept: multipart/mixed`; for some minutes it is also at the
 * place that the header x-efface-report-url names.
 */
export const files = apiRoute({
  name: 'files', method: 'POST', paths: ['/process/files'],
  info: {
    summary: 'One file, streamed: raw bytes or one multipart file part (an `options` JSON part may come before it)',
    body: { 'image/*': binary, 'multipart/form-data': object({ options: optionsSchema, file: binary }) },
    answer: {
      description: 'The redacted bytes; the report at x-efface-report-url, in the trailer x-efface-report, or as second part with accept: multipart/mixed',
      content: { 'image/*': binary, 'multipart/mixed': binary },
    },
  },
}, async exchange => {
  const { req, context } = exchange
  if (req.url!.includes('?')) throw new HttpError(400, 'The route takes no query: options stand in the header x-efface-options, or in a part of the form')
  const header = req.headers['x-efface-options']
  const multipart = /^multipart\/form-data/i.test(req.headers['content-type'] ?? '')
  if (multipart && header !== undefined) throw new HttpError(400, 'The options of a form stand in its part options, not in the header x-efface-options')
  const request = multipart ? undefined : optionsOf(header === undefined ? undefined : fromHeader(String(header)), context.defaults.own)
  context.gate.checkRoom()
  const reading = new AbortController()
  const upload = bodyOf(exchange, reading.signal)
  try {
    const body = await withHead(upload, HEAD_BYTES)
    await atWork(exchange, async () => {
      if (request) await redact(exchange, body, request, reading)
      else await fromForm(exchange, body, reading)
    })
  } finally {
    letGo(upload, reading)
  }
})

/** A header's bytes, which Node takes for Latin-1, are UTF-8 like any JSON. */
function fromHeader(text: string): string {
  try {
    return utf8.decode(Buffer.from(text, 'latin1'))
  } catch {
    throw notJson(['options'])
  }
}

/** Options in Limina's form; what is not said is the server's default. A key that is not known would be an option that is not followed. */
function optionsOf(json: string | undefined, under: FilledOptions): LiminaRequest {
  if (json === undefined) return { options: {}, returnEntity: false }
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw notJson(['options'])
  }
  const request = readOptions(readStrictly(optionsSchema, value, 'options'), under)
  fillOptions(request.options, under)
  return request
}

/**
 * @param reading aborted when no more of the upload is wanted
 * @param whole nothing is sent before this resolves, unless that would take too much memory
 */
async function redact(
  exchange: Exchange, source: AsyncIterable<Buffer>, { options, returnEntity }: LiminaRequest, reading: AbortController, whole?: Promise<void>,
): Promise<void> {
  const { res, context } = exchange
  const said = { ...options }
  if (!returnEntity) said.report = { ...said.report, text: false }
  if (context.options.maxBody !== undefined) said.limits = { inputBytes: context.options.maxBody }
  const stream = efface(requestOptions(exchange, said, context.defaults.own))
  // A pipeline that has failed waits for its source, and that for the client.
  finished(stream, error => { if (error) reading.abort() })
  const mixed = /multipart\/mixed/i.test(String(res.req.headers.accept ?? ''))
  const out = mixed ? new MixedBody(res) : new PlainBody(res, context.reports)
  const held: Buffer[] = []
  let heldBytes = 0
  let holding = whole !== undefined
  whole?.then(() => { holding = false }, () => {})
  // The answer is no part of the pipeline, which would destroy it when it fails: as long as nothing was sent, the client is told why.
  const pass = async (chunk: Buffer): Promise<void> => {
    held.push(chunk)
    heldBytes += chunk.length
    if (holding && heldBytes <= HELD_BYTES) return
    holding = false
    for (const chunk of held.splice(0)) await sendAll(out.bytes(chunk))
  }
  const sendAll = async (parts: Iterable<Buffer>): Promise<void> => {
    for (const part of parts) {
      context.metrics.bytes('out', part.length)
      await send(exchange, part)
    }
  }
  await pipeline(recognised(source), stream, async (bytes: AsyncIterable<Buffer>) => {
    for await (const chunk of bytes) await pass(chunk)
    const report = await stream.report
    await whole
    for (const chunk of held.splice(0)) await sendAll(out.bytes(chunk))
    context.metrics.report(report)
    await sendAll(out.end(toAnswer(report, returnEntity), report))
  })
  res.end()
}

/** The bytes of a file, if their first ones are those of a format that is read: of others no more is taken. */
async function * recognised(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head && head.length + chunk.length < SNIFF_BYTES) {
      head = Buffer.concat([head, chunk])
      continue
    }
    const known: Buffer = head ? Buffer.concat([head, chunk]) : chunk
    if (head) formatOf(known)
    head = undefined
    yield known
  }
  if (!head) return
  formatOf(head)
  yield head
}

async function fromForm(exchange: Exchange, body: AsyncIterable<Buffer>, reading: AbortController): Promise<void> {
  const { req, context } = exchange
  const limit = context.options.maxBody ?? context.options.defaults?.limits?.inputBytes ?? defaultLimits.inputBytes
  const { options, file, whole } = await readForm(req.headers, body, limit)
  await redact(exchange, file, optionsOf(options, context.defaults.own), reading, whole)
}

/** Where the report of a request will be: beside the route, whatever prefix stands before it. */
function reportUrl(req: IncomingMessage, id: string): string {
  const path = ((req as { originalUrl?: string }).originalUrl ?? req.url!).split('?', 1)[0]!
  return path.replace(/\/process\/files$/, `/reports/${id}`)
}

/** The file alone; the report goes into the trailer, without its lists where they are too long for one, and is kept for a while. */
class PlainBody {
  #started = false
  readonly #id: string
  constructor(private readonly res: ServerResponse, private readonly reports: Reports) { this.#id = reports.reserve() }

  * bytes(chunk: Buffer): Generator<Buffer> {
    if (!this.#started) {
      this.#started = true
      this.res.writeHead(200, {
        'content-type': typeOf(sniff(chunk)), trailer: 'x-efface-report', 'x-efface-report-url': reportUrl(this.res.req, this.#id),
      })
    }
    yield chunk
  }

  * end(answer: Record<string, unknown>, report: Report): Generator<Buffer> {
    this.reports.keep(this.#id, answer)
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
      this.res.writeHead(200, { 'content-type': `multipart/mixed; boundary=${this.#boundary}` })
      yield Buffer.from(`--${this.#boundary}\r\ncontent-type: ${typeOf(sniff(chunk))}\r\n\r\n`)
    }
    yield chunk
  }

  * end(answer: Record<string, unknown>): Generator<Buffer> {
    yield Buffer.from(`\r\n--${this.#boundary}\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(answer)}\r\n--${this.#boundary}--\r\n`)
  }
}

/** JSON that may stand in a header. */
const ascii = (value: unknown): string => JSON.stringify(value).replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
