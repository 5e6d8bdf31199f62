import { once } from 'node:events'
import type { Exchange } from './context.js'
import { HttpError } from './errors.js'

/** Pieces in which an answer is handed to the connection, so that a client that takes it slowly can be told from one that does not. */
const PIECE = 1 << 16

/**
 * The bytes of a body. Whoever reads them may fail without the connection, and the answer with it, being destroyed; while the client
 * keeps it waiting, the request has no place among those at work.
 *
 * @param stop ends the waiting for more
 * @throws HttpError 408 for a client that is too slow, 503 for one whose upload a server that closes would have to wait for
 */
export async function * bodyOf(exchange: Exchange, stop: AbortSignal): AsyncGenerator<Buffer> {
  const { req, context } = exchange
  const client = context.patience.client()
  const chunks = (req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let ending = (): void => {}
  const stopped = new Promise<never>((_resolve, reject) => { ending = () => reject(stop.reason as Error) })
  stopped.catch(() => {})
  stop.addEventListener('abort', ending, { once: true })
  try {
    for (;;) {
      stop.throwIfAborted()
      const came = client.wait(Promise.race([chunks.next(), stopped]))
      const { done, value } = await (exchange.turn?.without(came) ?? came)
      if (done) return
      client.got((value as Buffer).length)
      yield value as Buffer
    }
  } finally {
    stop.removeEventListener('abort', ending)
    // Not awaited: it lets go of the request when the next chunk is there.
    void chunks.return?.()?.catch(() => {})
  }
}

/** No more of the body is wanted: others may read, and throw away, what is left of it. */
export function letGo(body: AsyncGenerator<Buffer>, reading: AbortController): void {
  reading.abort()
  body.return(undefined).catch(() => {})
}

/** The first bytes of a body, as far as it has so many, and then the rest: until those are there, there is nothing to work on. */
export async function withHead(body: AsyncGenerator<Buffer>, bytes: number): Promise<AsyncGenerator<Buffer>> {
  const head: Buffer[] = []
  let size = 0
  while (size < bytes) {
    const { done, value } = await body.next()
    if (done) break
    head.push(value)
    size += value.length
  }
  return (async function * () {
    yield * head
    yield * body
  })()
}

/** Sends part of an answer; while the client keeps it waiting, the request has no place among those at work. */
export async function send({ res, signal, turn, context }: Exchange, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (res.write(bytes.subarray(at, at + PIECE))) continue
    const client = context.patience.client()
    const taken = client.wait(once(res, 'drain', { signal }))
    await (turn?.without(taken) ?? taken)
  }
}

/**
 * The whole body as JSON, read before the request has a place among those at work.
 *
 * @throws HttpError 413 beyond the limit, 422 when it is no JSON, 429 when the bodies of all requests together take too much
 */
export async function readJson(exchange: Exchange): Promise<unknown> {
  const { req, context: { maxJson: limit, gate, bodies } } = exchange
  gate.checkRoom()
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > limit) throw tooLarge(limit)
  const parts: Buffer[] = []
  let size = 0
  const reading = new AbortController()
  const body = bodyOf(exchange, reading.signal)
  try {
    for await (const part of body) {
      size += part.length
      bodies.take(part.length)
      if (size > limit) throw tooLarge(limit)
      parts.push(part)
    }
    return JSON.parse(utf8.decode(Buffer.concat(parts)))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw notJson(['body'])
    throw error
  } finally {
    letGo(body, reading)
    bodies.take(-size)
  }
}

/** What is not UTF-8 would be read as something else than was said. */
export const utf8 = new TextDecoder('utf-8', { fatal: true })

export const notJson = (loc: string[]): HttpError => new HttpError(422, [{ loc, msg: 'Invalid JSON', type: 'value_error.jsondecode' }])

export const tooLarge = (limit: number): HttpError => new HttpError(413, `The body is larger than ${limit} bytes`, {}, 'ERR_LIMIT_EXCEEDED')
