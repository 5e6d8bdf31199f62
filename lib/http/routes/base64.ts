import { formatsByType, sniff, SNIFF_BYTES } from '../../core/formats.js'
import { effaceBuffer } from '../../api/efface.js'
import { readJson } from '../body.js'
import { atWork, ignoredHeader, requestOptions, sendJson, type Route } from '../context.js'
import { HttpError } from '../errors.js'
import { readOptions } from '../limina.js'
import { toAnswer } from '../answer.js'
import { Reader } from '../schema.js'

/** POST /process/files/base64: JSON in, JSON out. */
export const base64: Route = async exchange => {
  const { res, context } = exchange
  const body = new Reader(await readJson(exchange))
  const file = body.object('file', { required: true })
  const data = file?.string('data', { required: true })
  const type = file?.string('content_type', { required: true })
  const { options, returnEntity } = readOptions(body, context.defaults.limina)
  body.check()
  await atWork(exchange, async () => {
    const bytes = decodeBase64(data!)
    matchType(bytes, type!)
    const { data: redacted, report } = await effaceBuffer(bytes, requestOptions(exchange, options, context.defaults.limina))
    context.metrics.bytes('in', bytes.length)
    context.metrics.bytes('out', redacted.length)
    context.metrics.report(report)
    sendJson(res, 200, { processed_file: redacted.toString('base64'), ...toAnswer(report, returnEntity) }, ignoredHeader(body.ignored()))
  })
}

/** Node ignores what is not base64; clients that send it must hear of it. */
function decodeBase64(text: string): Buffer {
  const bare = text.replace(/\s+/g, '')
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) throw new HttpError(400, 'file.data is not base64')
  return Buffer.from(bare, 'base64')
}

/** The bytes decide what the file is; a declared type that says otherwise is refused. */
export function matchType(bytes: Uint8Array, type: string): void {
  const declared = formatsByType[type.toLowerCase().split(';', 1)[0]!.trim()]
  if (declared === undefined) throw new HttpError(400, `content_type must be one of ${Object.keys(formatsByType).join(', ')}`)
  const actual = sniff(bytes.subarray(0, SNIFF_BYTES))
  if (actual !== undefined && actual !== declared) throw new HttpError(400, `content_type says ${declared}, but the file is ${actual}`)
}
