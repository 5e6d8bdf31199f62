import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Limits } from '../../core/limits.js'
import { writePrivate } from '../../storage/output-file.js'
import { fromKept, reviewedPages, toKept, type FileReview } from './file-review.js'

/** How far the review of a file is: a line of the journal. */
export interface Mark {
  /** Of the file's bytes. */
  sha256: string
  pages: number
  /** How many of them somebody has said are right. */
  reviewed: number
  /** Of a file of the server's: where it is, and its size and time of change when it was read. */
  path?: string
  size?: number
  mtime?: number
}

interface Head { journal: 'efface review', version: 1 }

const HEAD: Head = { journal: 'efface review', version: 1 }
/** Reviews that are held in memory where none is kept on disk. */
const HELD = 500

/**
 * What somebody has said about files: a journal of marks, and the plan of each file under its hash. With a folder they outlive the
 * process. They hold boxes, labels and scores: no picture, no text that was read, and of names only those of files that lie on the server.
 */
export class Marks {
  readonly #folder: string | undefined
  readonly #marks = new Map<string, Mark>()
  readonly #paths = new Map<string, Mark>()
  readonly #held = new Map<string, FileReview>()
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(folder: string | undefined) { this.#folder = folder }

  /** @throws the file system's own error when the folder cannot be made or read */
  static async open(folder?: string): Promise<Marks> {
    const marks = new Marks(folder)
    if (folder === undefined) return marks
    await mkdir(join(folder, 'plans'), { recursive: true, mode: 0o700 })
    const text = await readFile(marks.#journal, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    // Of a line that a crash cut short nothing counts, and the next must not stand behind it.
    for (const line of text?.split('\n') ?? []) marks.#take(parsed(line))
    if (text === undefined) await marks.#append(HEAD)
    else if (!text.endsWith('\n')) await appendFile(marks.#journal, '\n')
    return marks
  }

  /** Whether they outlive the process. */
  get kept(): boolean { return this.#folder !== undefined }

  /** The mark of a file of the server's, unless it was changed since. */
  ofPath(path: string, size: number, mtime: number): Mark | undefined {
    const mark = this.#paths.get(path)
    return mark?.size === size && mark.mtime === mtime ? this.#marks.get(mark.sha256) : undefined
  }

  /** The review of a file of these bytes, if there was one. A plan that cannot be read is none. */
  async review(sha256: string, limits: Limits): Promise<FileReview | undefined> {
    if (this.#folder === undefined) return this.#held.get(sha256)
    try {
      return fromKept(JSON.parse(await readFile(this.#plan(sha256), 'utf8')), limits)
    } catch {
      return undefined
    }
  }

  /** Keeps a review as it is now. One after the other, so that the last one stays. */
  async save(review: FileReview, place: Pick<Mark, 'path' | 'size' | 'mtime'> = {}): Promise<void> {
    // Written down now: it may go on changing while those before it are written.
    const text = JSON.stringify(toKept(review))
    const { input: { sha256 }, pages } = review
    const mark: Mark = { sha256, pages: pages.length, reviewed: reviewedPages(review), ...place }
    const turn = this.#turn.then(async () => {
      if (this.#folder === undefined) this.#hold(sha256, JSON.parse(text) as unknown as FileReview & { review: FileReview['pages'] })
      else await writeOver(this.#plan(sha256), text)
      this.#take(mark)
      if (this.#folder !== undefined) await this.#append(mark)
    })
    this.#turn = turn.catch(() => {})
    await turn
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> { await this.#turn }

  get #journal(): string { return join(this.#folder!, 'journal.ndjson') }
  #plan(sha256: string): string { return join(this.#folder!, 'plans', `${sha256}.plan.json`) }

  #hold(sha256: string, { review, ...head }: FileReview & { review: FileReview['pages'] }): void {
    this.#held.delete(sha256)
    this.#held.set(sha256, { ...head, pages: head.pages.map((page, i) => ({ ...page, ...review[i] })) })
    for (const old of [...this.#held.keys()].slice(0, -HELD)) this.#held.delete(old)
  }

  #take(mark: Mark | undefined): void {
    if (!mark) return
    this.#marks.set(mark.sha256, mark)
    if (mark.path !== undefined) this.#paths.set(mark.path, mark)
  }

  async #append(line: Mark | Head): Promise<void> {
    const file = await open(this.#journal, 'a', 0o600)
    try {
      await file.appendFile(`${JSON.stringify(line)}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
  }
}

/** A plan is there as it was or as it is to be. */
async function writeOver(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await writePrivate(partial, text)
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}

function parsed(line: string): Mark | undefined {
  try {
    const { sha256, pages, reviewed, path, size, mtime } = JSON.parse(line) as Partial<Mark>
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256) || !Number.isInteger(pages) || !Number.isInteger(reviewed)) return undefined
    return { sha256, pages: pages!, reviewed: reviewed!, ...typeof path === 'string' && { path, size, mtime } }
  } catch {
    return undefined
  }
}
