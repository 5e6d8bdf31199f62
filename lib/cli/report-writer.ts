import { open, stat, writeFile, type FileHandle } from 'node:fs/promises'
import type { Report } from '../api/report.js'
import { fsPath } from '../core/fs-path.js'
import { writePrivate } from '../storage/output-file.js'

export interface ReportWriterOptions {
  /** One file: one JSON object, indented, when it is done. Several: one object a line, as they are done. */
  single: boolean
  /** Reports hold what was read: for the user alone. */
  text: boolean
  /** Bytes of a report that is gone on with. Absent: it begins anew. */
  after?: number
}

/** What became of a file that failed. */
export interface FailureReport { error: { code: string, message: string } }

/** Writes `--report`. */
export class ReportWriter {
  readonly #target: string | undefined
  readonly #options: ReportWriterOptions
  #file: FileHandle | undefined
  /** Where the next line goes; null where the target has no places (a pipe). */
  #place: number | null = null
  #end = 0

  private constructor(target: string | undefined, options: ReportWriterOptions) {
    this.#target = target
    this.#options = options
  }

  /** @param target a path, or '-' for standard output */
  static async open(target: string | undefined, options: ReportWriterOptions): Promise<ReportWriter> {
    const writer = new ReportWriter(target, options)
    if (target !== undefined && target !== '-' && !options.single) await writer.#begin(target, options)
    return writer
  }

  async #begin(target: string, { text, after = 0 }: ReportWriterOptions): Promise<void> {
    const known = after > 0 ? await stat(fsPath(target)).catch(() => undefined) : undefined
    const goesOn = known !== undefined && known.size >= after
    this.#file = await open(fsPath(target), goesOn ? 'r+' : 'w', text ? 0o600 : 0o666)
    if (!(await this.#file.stat()).isFile()) return
    if (text) await this.#file.chmod(0o600)
    this.#end = this.#place = goesOn ? after : 0
    await this.#file.truncate(this.#end)
  }

  /** Call it for one file at a time. @returns bytes of the report up to and with this file */
  async add(file: string, report: Report | FailureReport): Promise<number> {
    if (this.#target === undefined) return 0
    const { single, text } = this.#options
    const line = Buffer.from(`${single ? JSON.stringify(report, null, 2) : JSON.stringify({ file, ...report })}\n`)
    if (this.#file) await this.#file.write(line, 0, line.length, this.#place)
    else if (this.#target === '-') await new Promise<void>(resolve => process.stdout.write(line, () => resolve()))
    else if (text) await writePrivate(this.#target, line)
    else await writeFile(fsPath(this.#target), line)
    this.#end += line.length
    if (this.#place !== null) this.#place = this.#end
    return this.#end
  }

  async close(): Promise<void> { await this.#file?.close() }
}
