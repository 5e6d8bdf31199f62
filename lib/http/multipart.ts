import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { limitExceeded } from '../core/errors.js'
import { HttpError } from './errors.js'

const OPTION_BYTES = 1 << 16

/** A form with one file, as far as it has come. */
export interface Form {
  /** The part `options`, which stands before the file. */
  options: string | undefined
  /** Fails with what is wrong with the form. */
  file: AsyncIterable<Buffer>
  /** Resolves when all of the form is there and nothing in it was refused. Until then the file may not be what was to be done. */
  whole: Promise<void>
}

/**
 * Reads a form up to its file. What it says beyond `options` and one file would not be done, and is refused.
 *
 * @param limit bytes of the file
 * @throws HttpError 400, 413; EffaceError ERR_LIMIT_EXCEEDED
 */
export async function readForm(headers: IncomingHttpHeaders, body: AsyncIterable<Buffer>, limit: number): Promise<Form> {
  const parser = parserOf(headers, limit)
  let refusal: Error | undefined
  const refuse = (error: Error): void => {
    refusal ??= error
    // The parser hands the error on to the file that it is in the middle of.
    parser.destroy(refusal)
  }
  for (const event of ['filesLimit', 'partsLimit', 'fieldsLimit'] as const) parser.on(event, () => refuse(bad('The form has too many parts')))

  const reasonOf = (error: unknown): unknown => refusal ?? (isMalformed(error) ? bad('The multipart body is malformed, or ends before its closing boundary') : error)
  const bytesOf = async function * (part: Readable): AsyncGenerator<Buffer> {
    try {
      yield * part as AsyncIterable<Buffer>
    } catch (error) {
      throw reasonOf(error)
    }
  }

  let options: Promise<string> | undefined
  let file: Readable | undefined
  const takeOptions = (text: Promise<string>): void => {
    text.catch(refuse)
    if (file) refuse(bad('The part options must come before the file'))
    else if (options) refuse(bad('The form has more than one part named options'))
    else options = text
  }
  return await new Promise<Form>((resolve, reject) => {
    // A part need not have a name.
    parser.on('field', (name: string | undefined, value, { valueTruncated }) => {
      if (name !== 'options') refuse(bad(`The form takes a part named options and one file, and has another ${name === undefined ? 'without a name' : `named ${JSON.stringify(name.slice(0, 60))}`}`))
      else takeOptions(valueTruncated ? Promise.reject(optionsTooLarge()) : Promise.resolve(value))
    })
    parser.on('file', (name, part) => {
      // Whoever reads it hears of its errors besides; a part that nobody reads must not end the process with them.
      part.on('error', () => {})
      // The parser goes on to the end of the chunk in which something was refused.
      if (refusal) part.resume()
      else if (name === 'options') takeOptions(textOf(part))
      else if (file) refuse(bad('One file a request'))
      else {
        file = part
        // A file over the limit ends as if it were complete: it must not be taken for one.
        part.on('limit', () => refuse(limitExceeded('inputBytes', limit, limit + 1, { stage: 'decode' })))
        Promise.resolve(options).then(text => resolve({ options: text, file: bytesOf(part), whole }), reject)
      }
    })
    const whole = pipeline(body, parser).catch((error: unknown) => { throw reasonOf(error) })
    whole.then(() => reject(bad('No file part')), reject)
  })
}

function parserOf(headers: IncomingHttpHeaders, limit: number): busboy.Busboy {
  try {
    // More files than there may be, so that they are refused here; the part options may come as one, too.
    const limits = { files: 3, fields: 4, parts: 8, fieldSize: OPTION_BYTES, fieldNameSize: 100, headerPairs: 50, fileSize: limit }
    return busboy({ headers, limits })
  } catch (cause) {
    throw bad((cause as Error).message)
  }
}

/** What the parser itself finds wrong bears no code; other errors are the connection's or our own. */
const isMalformed = (error: unknown): boolean =>
  error instanceof Error && error.constructor === Error && !('code' in error) && error.name === 'Error'

const bad = (detail: string): HttpError => new HttpError(400, detail)
const optionsTooLarge = (): HttpError => new HttpError(413, 'The part options is too large')

async function textOf(part: Readable): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  part.on('data', (piece: Buffer) => {
    size += piece.length
    if (size <= OPTION_BYTES) parts.push(piece)
  })
  await new Promise((resolve, reject) => part.once('end', resolve).once('error', reject))
  if (size > OPTION_BYTES) throw optionsTooLarge()
  return Buffer.concat(parts).toString('utf8')
}
