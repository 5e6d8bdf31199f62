import { constants } from 'node:fs'
import { mkdir, open, realpath, type FileHandle } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { Efface } from '../../api/efface.js'
import { SNIFF_BYTES } from '../../core/formats.js'
import type { FilledOptions } from '../../core/option-types.js'
import type { Report } from '../../api/report.js'
import { writeWhole } from '../../storage/output-file.js'
import { named, object, text } from '../../core/schema.js'
import { answerFields, toAnswer } from '../answer.js'
import { atWork, requestOptions } from '../context.js'
import { HttpError } from '../errors.js'
import { optionFields, readOptions } from '../limina.js'
import { matchType } from './base64.js'
import { jsonRoute } from './route.js'

/** POST /process/files/uri: a file below `root`; the result is written as name.redacted.ext. */
export const uri = jsonRoute({
  name: 'uri', paths: ['/process/files/uri'], summary: 'One file below the root folder', refusals: { 403: 'No root folder, or outside it' },
  body: named('UriRequest', object({ ...optionFields, uri: text(), content_type: text() }, ['uri'])),
  answer: named('UriAnswer', object({ result_uri: text(), ...answerFields })),
  admit({ options: { root } }) {
    if (root === undefined) throw new HttpError(403, 'This server reads no files: it was started without a root folder')
  },
  async run(exchange, body, answer) {
    const { context } = exchange
    const { root, outputDir } = context.options
    const { options, returnEntity } = readOptions(body, context.defaults.limina)
    const filled = requestOptions(exchange, options, context.defaults.limina)
    const base = await realpath(root!)
    const path = await below(base, body.uri)
    const file = await openFile(path)
    try {
      if (body.content_type !== undefined) await checkType(file, body.content_type)
      const folder = outputDir === undefined ? dirname(path) : resolve(outputDir, relative(base, dirname(path)))
      const extension = extname(path)
      const output = join(folder, `${basename(path, extension)}.redacted${extension}`)
      await atWork(exchange, async () => {
        await mkdir(folder, { recursive: true })
        const report = await redact(file, output, filled)
        context.metrics.report(report)
        answer({ result_uri: output, ...toAnswer(report, returnEntity) })
      })
    } finally {
      await file.close()
    }
  },
})

async function redact(file: FileHandle, output: string, options: FilledOptions): Promise<Report> {
  const stream = new Efface(options)
  return await writeWhole(output, async sink => {
    await pipeline(file.createReadStream({ start: 0, autoClose: false }), stream, sink)
    return await stream.report
  })
}

/** The real path, links resolved, which must lie below the root. What lies outside and what is not there look the same. */
async function below(root: string, name: string): Promise<string> {
  const refused = new HttpError(403, 'The uri is not a file below the root folder')
  if (name.includes('\0')) throw refused
  let path: string
  try {
    path = await realpath(resolve(root, name.startsWith('file:') ? fileURLToPath(name) : name))
  } catch {
    throw refused
  }
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) throw refused
  return path
}

/** Opens what is a file and nothing else. To open a pipe would take until somebody writes to it, and a thread of the process as long. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR' || error.code === 'ENXIO') return undefined
    throw error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EPERM' ? new HttpError(403, 'The uri is not a file below the root folder') : error
  })
  if (file && (await file.stat()).isFile()) return file
  await file?.close()
  throw new HttpError(400, 'The uri is a folder, or something else that is not a file')
}

async function checkType(file: FileHandle, type: string): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
  matchType(buffer.subarray(0, bytesRead), type)
}
