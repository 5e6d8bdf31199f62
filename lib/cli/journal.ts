import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Offsets } from './offsets.js'

/** What became of one input: a line of the journal. */
export interface Outcome {
  input: string
  /** Of the input when it was read: bytes, milliseconds since 1970, and the hash of what was read. What its storage does not tell is absent. */
  size?: number
  mtime?: number
  sha256: string
  /** What its storage calls this content, where it does. */
  version?: string
  /** Of what was written; absent where the input failed. */
  output?: { path: string, size: number, sha256: string }
  /** Why it failed, and whether it may do better another time. */
  failed?: { code: string, message: string, passing: boolean }
  /** Bytes of the report once it tells of this input. */
  report: number
}

interface Head { journal: 1, settings: string }

/**
 * What a batch has done so far, one line an input, on disk before the next is begun. Of a line that a crash cut short nothing counts. Only where lines
 * lie is held in memory.
 */
export class Journal {
  readonly #offsets = new Offsets()
  readonly #file: FileHandle
  #end = 0
  #reported = 0
  /** How many outcomes went because they were of other settings. */
  discarded = 0

  private constructor(file: FileHandle) { this.#file = file }

  /** @param settings whatever makes outputs differ: with others than those of the journal it begins anew */
  static async open(path: string, settings: string): Promise<Journal> {
    const journal = new Journal(await open(path, 'a+', 0o600))
    const head = await journal.#read(path)
    if (head?.settings !== settings) {
      await journal.#file.close()
      return await Journal.#begin(path, settings, journal.size)
    }
    await journal.#file.truncate(journal.#end)
    return journal
  }

  /** To look into: nothing is written. @returns undefined where there is none, or one of other settings */
  static async peek(path: string, settings: string): Promise<Journal | undefined> {
    const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    if (!file) return undefined
    const journal = new Journal(file)
    if ((await journal.#read(path))?.settings === settings) return journal
    await journal.close()
    return undefined
  }

  static async #begin(path: string, settings: string, discarded: number): Promise<Journal> {
    const journal = new Journal(await open(path, 'w+', 0o600))
    journal.discarded = discarded
    await journal.#append(JSON.stringify({ journal: 1, settings } satisfies Head))
    return journal
  }

  get size(): number { return this.#offsets.size }
  /** Bytes of the report that belong to what the journal tells of. */
  get reported(): number { return this.#reported }

  /** What became of an input; undefined where the journal does not tell. */
  async get(input: string): Promise<Outcome | undefined> {
    const at = this.#offsets.get(input)
    if (at === undefined) return undefined
    let line = Buffer.alloc(0)
    for (let length = 4096; line.indexOf(10) < 0; length *= 4) {
      line = Buffer.alloc(length)
      const { bytesRead } = await this.#file.read(line, 0, length, at)
      if (bytesRead < length && line.subarray(0, bytesRead).indexOf(10) < 0) return undefined
    }
    const outcome = JSON.parse(line.toString('utf8', 0, line.indexOf(10))) as Outcome
    return outcome.input === input ? outcome : undefined
  }

  /** Call it for one input at a time, in the order of the report. */
  async add(outcome: Outcome): Promise<void> {
    this.#offsets.set(outcome.input, this.#end)
    this.#reported = outcome.report
    await this.#append(JSON.stringify(outcome))
  }

  async close(): Promise<void> { await this.#file.close() }

  async #append(line: string): Promise<void> {
    const bytes = Buffer.from(`${line}\n`)
    await this.#file.write(bytes, 0, bytes.length, this.#end)
    await this.#file.datasync()
    this.#end += bytes.length
  }

  async #read(path: string): Promise<Head | undefined> {
    let head: Head | undefined
    const { size } = await this.#file.stat()
    for await (const line of createInterface({ input: createReadStream(path, { end: Math.max(0, size - 1) }), crlfDelay: Infinity })) {
      const next = this.#end + Buffer.byteLength(line) + 1
      const value = next <= size ? parsed(line) : undefined
      if (value === undefined) break
      if (head === undefined) {
        if (value.journal !== 1) return undefined
        head = value as unknown as Head
      } else {
        const { input, report } = value as unknown as Outcome
        this.#offsets.set(input, this.#end)
        this.#reported = report
      }
      this.#end = next
    }
    return head
  }
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
