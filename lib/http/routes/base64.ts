import { formatsByType, sniff, SNIFF_BYTES } from '../../core/formats.js'
import { named, object, text } from '../../core/schema.js'
import { effaceBuffer } from '../../api/efface.js'
import { answerFields, toAnswer } from '../answer.js'
import { atWork, requestOptions } from '../context.js'
import { HttpError } from '../errors.js'
import { optionFields, readOptions } from '../limina.js'
import { jsonRoute } from './route.js'

/** POST /process/files/base64: JSON in, JSON out. */
export const base64 = jsonRoute({
  name: 'base64', paths: ['/process/files/base64'], summary: 'One file, JSON in and out',
  body: named('Base64Request', object({
    ...optionFields,
    file: object({ data: text({ contentEncoding: 'base64' }), content_type: text({ description: `One of ${Object.keys(formatsByType).join(', ')}` }) }, ['data', 'content_type']),
  }, ['file'])),
  answer: named('Base64Answer', object({ processed_file: text({ contentEncoding: 'base64' }), ...answerFields })),
  async run(exchange, body, answer) {
    const { context } = exchange
    const { options, returnEntity } = readOptions(body, context.defaults.limina)
    await atWork(exchange, async () => {
      const bytes = decodeBase64(body.file.data)
      matchType(bytes, body.file.content_type)
      const { data: redacted, report } = await effaceBuffer(bytes, requestOptions(exchange, options, context.defaults.limina))
      context.metrics.bytes('in', bytes.length)
      context.metrics.bytes('out', redacted.length)
      context.metrics.report(report)
      answer({ processed_file: redacted.toString('base64'), ...toAnswer(report, returnEntity) })
    })
  },
})

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
