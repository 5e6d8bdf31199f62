import type { Exchange } from './context.js'
import { HttpError } from './errors.js'

/**
 * The bytes of a body. Whoever reads them may fail without the connection, and the answer with it, being destroyed; a client
 * that keeps its reader waiting for too long loses the connection. The time in which nobody reads is not the client's.
 */
export async function * bodyOf({ req, context }: Exchange): AsyncGenerator<Buffer> {
  const started = (): NodeJS.Timeout => setTimeout(() => req.destroy(), context.idleMs)
  let waiting = started()
  try {
    for await (const part of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      clearTimeout(waiting)
      yield part
      waiting = started()
    }
  } finally {
    clearTimeout(waiting)
  }
}

/** The whole body as JSON. @throws HttpError 413 beyond the limit, 422 when it is no JSON */
export async function readJson(exchange: Exchange): Promise<unknown> {
  const { req, context: { maxJson: limit } } = exchange
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > limit) throw tooLarge(limit)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of bodyOf(exchange)) {
    size += part.length
    if (size > limit) throw tooLarge(limit)
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new HttpError(422, [{ loc: ['body'], msg: 'Invalid JSON', type: 'value_error.jsondecode' }])
  }
}

export const tooLarge = (limit: number): HttpError => new HttpError(413, `The body is larger than ${limit} bytes`, {}, 'ERR_LIMIT_EXCEEDED')
