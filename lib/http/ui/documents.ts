import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { SNIFF_BYTES } from '../../core/formats.js'
import type { ByteSource } from '../../core/byte-source.js'
import { PrivateFile } from '../../core/private-file.js'
import { tooLarge } from '../body.js'
import type { DocumentLimits } from '../context.js'
import { HttpError } from '../errors.js'
import type { FileReview } from './file-review.js'
import type { ServerFile } from './server-files.js'
import type { ReviewPage } from './wire.js'

/**
 * The files under review, in private files. They are bounded in number and in bytes, dropped when nobody asks for them, and gone after
 * close() or when the process ends, however it does.
 */
export class Documents {
  readonly limits: Readonly<DocumentLimits>
  readonly #all = new Map<string, Document>()
  #bytes = 0

  constructor(limits: DocumentLimits) { this.limits = limits }

  /** @throws HttpError 507 when there are as many as there may be */
  create(): Document {
    if (this.#all.size >= this.limits.documents) throw full()
    const document: Document = new Document({
      take: bytes => this.#take(bytes),
      idleMs: this.limits.idleMinutes * 60_000,
      expire: () => void this.remove(document.id).catch(() => {}),
    })
    this.#all.set(document.id, document)
    return document
  }

  /** @throws HttpError 404 */
  get(id: string): Document {
    const document = this.#all.get(id)
    if (!document) throw gone()
    return document
  }

  /** Ends what is done with the document, and leaves nothing of it. */
  async remove(id: string): Promise<void> {
    const document = this.#all.get(id)
    this.#all.delete(id)
    await document?.remove()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all.keys()].map(id => this.remove(id)))
  }

  #take(bytes: number): void {
    if (this.#bytes + bytes > this.limits.bytes) throw full()
    this.#bytes += bytes
  }
}

/** Pieces of a document's file, or of one of its own, that lie wherever there was room. */
interface Part { file: PrivateFile, pieces: { offset: number, length: number }[], size: number, apart: boolean }

interface Home {
  /** Counts bytes to be stored, or given back when negative. */
  take: (bytes: number) => void
  idleMs: number
  expire: () => void
}

/** One file under review: its bytes, the pictures of its pages, and the plan that was made for it. */
export class Document {
  readonly id = randomBytes(18).toString('base64url')
  /** Its pages as far as they are done, as somebody left them. */
  readonly pages: ReviewPage[] = []
  /** When all of them are. */
  review: FileReview | undefined
  /** Where it came from, if it is a file of the server's. */
  source: ServerFile | undefined
  readonly #home: Home
  readonly #removed = new AbortController()
  /** What is being done with the files. They are not removed before it has settled. */
  readonly #uses = new Set<Promise<unknown>>()
  /** For all that stays as long as the document does: a page has no descriptor of its own. */
  #file: Promise<PrivateFile> | undefined
  #end = 0
  readonly #parts = new Map<string, Part>()
  #idle: NodeJS.Timeout | undefined
  #before: Promise<unknown> = Promise.resolve()

  constructor(home: Home) { this.#home = home }

  /** Aborted when the document is removed. */
  get signal(): AbortSignal { return this.#removed.signal }

  /**
   * Keeps the document while the work lasts.
   *
   * @throws HttpError 404 when the document was removed meanwhile
   */
  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.signal.aborted) throw gone()
    clearTimeout(this.#idle)
    const use = work()
    this.#uses.add(use)
    try {
      return await use
    } catch (error) {
      throw this.signal.aborted ? gone() : error
    } finally {
      this.#uses.delete(use)
      if (this.#uses.size === 0 && !this.signal.aborted) this.#idle = setTimeout(this.#home.expire, this.#home.idleMs).unref()
    }
  }

  /** Does one such work after the other: what a work leaves behind is gone before the next begins. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#before.then(work)
    this.#before = turn.catch(() => {})
    return await turn
  }

  /**
   * Writes a part of the document: the file itself, the picture of a page, a redacted file.
   *
   * @param options.apart the part is dropped before the document is
   * @throws HttpError 413 beyond the limit, 507 when the server's place is used up
   */
  async put(name: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, { limit = Infinity, apart = false } = {}): Promise<void> {
    await this.use(async () => {
      const part: Part = { file: await (apart ? PrivateFile.create() : this.#file ??= PrivateFile.create()), pieces: [], size: 0, apart }
      this.#parts.set(name, part)
      for await (const some of bytes) {
        if (part.size + some.length > limit) throw tooLarge(limit)
        this.#home.take(some.length)
        const offset = apart ? part.size : this.#end
        if (!apart) this.#end += some.length
        part.size += some.length
        part.pieces.push({ offset, length: some.length })
        await part.file.write(offset, some)
      }
    })
  }

  has(name: string): boolean { return this.#parts.has(name) }

  /** Bytes of a part; 0 where there is none. */
  size(name: string): number { return this.#parts.get(name)?.size ?? 0 }

  /** A part from its beginning. */
  read(name: string): Readable { return Readable.from(this.#bytes(name), { objectMode: false }) }

  /** What a part begins with, as long as formats are told by. */
  async head(name: string): Promise<Uint8Array> {
    let head = new Uint8Array(0)
    for await (const some of this.#bytes(name)) {
      head = Buffer.concat([head, some])
      if (head.length >= SNIFF_BYTES) break
    }
    return head
  }

  /** A part for who wants to read here and there. */
  sourceOf(name: string): ByteSource {
    const { file, pieces, size } = this.#parts.get(name) ?? missing()
    const starts = [0]
    for (const { length } of pieces) starts.push(starts[starts.length - 1]! + length)
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const into = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
      for (let done = 0, at = starts.findLastIndex(start => start <= offset); done < into.length; at++) {
        const from = offset + done - starts[at]!
        const part = into.subarray(done, done + pieces[at]!.length - from)
        await file.read(pieces[at]!.offset + from, part)
        done += part.length
      }
      return into
    }
    return { read, size: async () => size, release: () => {} }
  }

  async * #bytes(name: string): AsyncGenerator<Uint8Array> {
    const part = this.#parts.get(name)
    if (!part) throw gone()
    for (const { offset, length } of part.pieces) yield await part.file.read(offset, new Uint8Array(length))
  }

  /** Removes a part of the document, if it is there. */
  async drop(name: string): Promise<void> {
    const part = this.#parts.get(name)
    this.#parts.delete(name)
    this.#home.take(-(part?.size ?? 0))
    if (part?.apart) await part.file.close()
  }

  async remove(): Promise<void> {
    clearTimeout(this.#idle)
    this.#removed.abort()
    while (this.#uses.size > 0) await Promise.allSettled(this.#uses)
    for (const name of [...this.#parts.keys()]) await this.drop(name)
    await (await this.#file?.catch(() => undefined))?.close()
  }
}

const missing = (): never => { throw gone() }

const gone = (): HttpError => new HttpError(404, 'The server no longer holds this file; open it again', {}, 'ERR_NO_DOCUMENT')

const full = (): HttpError =>
  new HttpError(507, 'The server holds as many files as it may; close one, or wait until one is dropped', { 'retry-after': '60', connection: 'close' }, 'ERR_LIMIT_EXCEEDED')
