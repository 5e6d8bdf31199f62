import type { IncomingMessage } from 'node:http'
import { HttpError } from './errors.js'

/** The whole body as JSON. @throws HttpError 413 beyond the limit, 422 when it is no JSON */
export async function readJson(req: IncomingMessage, limit: number): Promise<unknown> {
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > limit) throw tooLarge(limit)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req as AsyncIterable<Buffer>) {
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

export const tooLarge = (limit: number): HttpError => new HttpError(413, `The body is larger than ${limit} bytes`, { connection: 'close' }, 'ERR_LIMIT_EXCEEDED')
