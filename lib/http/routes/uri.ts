import { mkdir, open, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { effaceFile } from '../../efface.js'
import { SNIFF_BYTES } from '../../formats/detect.js'
import { toAnswer } from '../answer.js'
import { readJson } from '../body.js'
import { requestOptions, sendJson, type Route } from '../context.js'
import { HttpError } from '../errors.js'
import { readOptions } from '../limina.js'
import { Reader } from '../schema.js'
import { matchType } from './base64.js'

/** POST /process/files/uri: a file below `root`; the result is written as name.redacted.ext. */
export const uri: Route = async exchange => {
  const { res, signal, context } = exchange
  const { root, outputDir } = context.options
  if (root === undefined) throw new HttpError(403, 'This server reads no files: it was started without a root folder')
  await context.gate.run(async () => {
    const body = new Reader(await readJson(exchange))
    const name = body.string('uri', { required: true })
    const type = body.string('content_type')
    const { options, returnEntity } = readOptions(body, context.defaults.limina)
    body.check()
    const base = await realpath(root)
    const path = await below(base, name!)
    if (type !== undefined) await checkType(path, type)
    const folder = outputDir === undefined ? dirname(path) : resolve(outputDir, relative(base, dirname(path)))
    await mkdir(folder, { recursive: true })
    const extension = extname(path)
    const output = join(folder, `${basename(path, extension)}.redacted${extension}`)
    const report = await effaceFile(path, output, requestOptions(exchange, options, context.defaults.limina))
    context.metrics.report(report)
    sendJson(res, 200, { result_uri: output, ...toAnswer(report, returnEntity) })
  }, signal)
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

async function checkType(path: string, type: string): Promise<void> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
    matchType(buffer.subarray(0, bytesRead), type)
  } finally {
    await file.close()
  }
}
