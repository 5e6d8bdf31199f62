import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plan } from '../../plan.js'
import { tooLarge } from '../body.js'
import { HttpError } from '../errors.js'

export interface DocumentLimits {
  /** Documents held at a time. */
  documents: number
  /** Bytes of all documents, the pictures of their pages, and the redacted files while they are sent. */
  bytes: number
  /** Minutes after which a document that nobody asks for is dropped. */
  idleMinutes: number
}

/**
 * The files under review, each in a folder of its own below one private temporary folder. They are bounded in number and in bytes,
 * dropped when nobody asks for them, and gone after close() or when the process exits.
 */
export class Documents {
  readonly limits: Readonly<DocumentLimits>
  readonly #all = new Map<string, Document>()
  #folder: Promise<string> | undefined
  #removeOnExit: (() => void) | undefined
  #bytes = 0

  constructor(limits: DocumentLimits) { this.limits = limits }

  /** @throws HttpError 507 when there are as many as there may be */
  async create(): Promise<Document> {
    if (this.#all.size >= this.limits.documents) throw full()
    const document: Document = new Document({
      take: bytes => this.#take(bytes),
      idleMs: this.limits.idleMinutes * 60_000,
      expire: () => void this.remove(document.id).catch(() => {}),
    })
    this.#all.set(document.id, document)
    try {
      await document.open(await (this.#folder ??= this.#makeFolder()))
    } catch (error) {
      this.#all.delete(document.id)
      if (this.#removeOnExit === undefined) this.#folder = undefined // to be tried again
      throw error
    }
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
    const folder = await this.#folder?.catch(() => undefined)
    this.#folder = undefined
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    if (this.#removeOnExit) process.off('exit', this.#removeOnExit)
  }

  #take(bytes: number): void {
    if (this.#bytes + bytes > this.limits.bytes) throw full()
    this.#bytes += bytes
  }

  async #makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'efface-ui-')) // 0700
    this.#removeOnExit = () => rmSync(folder, { recursive: true, force: true })
    process.once('exit', this.#removeOnExit)
    return folder
  }
}

interface Home {
  /** Counts bytes to be stored, or given back when negative. */
  take: (bytes: number) => void
  idleMs: number
  expire: () => void
}

/** One file under review: its bytes, the pictures of its pages, and the plan that was made for it. */
export class Document {
  readonly id = randomBytes(18).toString('base64url')
  plan: Plan | undefined
  readonly #home: Home
  readonly #removed = new AbortController()
  /** What is being done with the files. They are not removed before it has settled. */
  readonly #uses = new Set<Promise<unknown>>()
  #folder = ''
  readonly #sizes = new Map<string, number>()
  #idle: NodeJS.Timeout | undefined
  #before: Promise<unknown> = Promise.resolve()

  constructor(home: Home) { this.#home = home }

  /** Aborted when the document is removed. */
  get signal(): AbortSignal { return this.#removed.signal }

  path(name: string): string { return join(this.#folder, name) }

  async open(root: string): Promise<void> {
    await this.use(async () => {
      this.#folder = join(root, this.id)
      await mkdir(this.#folder, { mode: 0o700 })
    })
  }

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
   * Writes a file of the document.
   *
   * @throws HttpError 413 beyond the limit, 507 when the server's place is used up
   */
  async put(name: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limit = Infinity): Promise<void> {
    await this.use(async () => {
      const file = await open(this.path(name), 'wx', 0o600)
      let size = 0
      try {
        for await (const part of parts) {
          size += part.length
          if (size > limit) throw tooLarge(limit)
          this.#home.take(part.length)
          this.#sizes.set(name, size)
          await file.writeFile(part)
        }
      } finally {
        await file.close()
      }
    })
  }

  /** Removes a file of the document, if it is there. */
  async drop(name: string): Promise<void> {
    await rm(this.path(name), { force: true })
    this.#giveBack(name)
  }

  #giveBack(name: string): void {
    this.#home.take(-(this.#sizes.get(name) ?? 0))
    this.#sizes.delete(name)
  }

  async remove(): Promise<void> {
    clearTimeout(this.#idle)
    this.#removed.abort()
    while (this.#uses.size > 0) await Promise.allSettled(this.#uses)
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
    for (const name of [...this.#sizes.keys()]) this.#giveBack(name)
  }
}

const gone = (): HttpError => new HttpError(404, 'The server no longer holds this file; open it again', {}, 'ERR_NO_DOCUMENT')

const full = (): HttpError =>
  new HttpError(507, 'The server holds as many files as it may; close one, or wait until one is dropped', { 'retry-after': '60', connection: 'close' }, 'ERR_LIMIT_EXCEEDED')
