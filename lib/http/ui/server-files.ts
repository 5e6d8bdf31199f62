import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fsPath } from '../../core/fs-path.js'
import { list, shape, text } from '../../core/check.js'
import type { ReviewFile } from '../context.js'
import { HttpError } from '../errors.js'
import type { Mark, Marks } from './marks.js'
import type { QueuedFile } from './wire.js'

/** A file of the server's as it was when it was read: of one that is written to meanwhile nothing is said. */
export interface ServerFile extends ReviewFile { at: Required<Pick<Mark, 'path' | 'size' | 'mtime'>> }

const check = list(shape<ReviewFile>({ path: text, name: text, output: text }, ['path']), 'an array of {path, name, output}')

/** The files that were named at the start. A request names one by its number: no path comes from outside. */
export class ServerFiles {
  readonly #files: readonly ReviewFile[]

  /** @throws EffaceError ERR_INVALID_OPTION */
  constructor(files: unknown) { this.#files = check(files, 'ui.files') }

  /** Whether any is written when it is reviewed. */
  get written(): boolean { return this.#files.some(({ output }) => output !== undefined) }

  /** Those that are still there, in order; one that is not keeps its number. */
  async list(marks: Marks): Promise<QueuedFile[]> {
    return await Promise.all(this.#files.map(async ({ path, name = path }) => {
      const info = await stat(fsPath(path)).catch(() => undefined)
      const mark = info && marks.ofPath(path, info.size, info.mtimeMs)
      return { name, bytes: info?.size ?? 0, ...mark && { pages: mark.pages, reviewed: mark.reviewed } }
    }))
  }

  /** @throws HttpError 404 for what there is not, or no longer */
  async open(index: number): Promise<{ source: ServerFile, bytes: AsyncIterable<Uint8Array> }> {
    const file = this.#files[index]
    const info = file && await stat(fsPath(file.path)).catch(() => undefined)
    if (!file || !info?.isFile()) throw new HttpError(404, 'This file is not there any more')
    return { source: { ...file, at: { path: file.path, size: info.size, mtime: info.mtimeMs } }, bytes: createReadStream(fsPath(file.path)) }
  }
}
