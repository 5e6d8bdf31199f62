import { writeFile } from 'node:fs/promises'
import type { Report } from '../api/report.js'
import { writePrivate } from '../api/output-file.js'

/** Writes `--report`: one JSON object for one file, one object a line for several. */
export class ReportWriter {
  readonly #target: string | undefined
  readonly #single: boolean
  readonly #private: boolean
  readonly #lines: string[] = []

  /** @param options.text reports hold what was read */
  constructor(target: string | undefined, files: number, { text }: { text: boolean }) {
    this.#target = target
    this.#single = files === 1
    this.#private = text
  }

  add(file: string, report: Report): void {
    if (this.#target === undefined) return
    this.#lines.push(this.#single ? JSON.stringify(report, null, 2) : JSON.stringify({ file, ...report }))
  }

  async finish(): Promise<void> {
    if (this.#target === undefined) return
    const text = this.#lines.map(line => `${line}\n`).join('')
    if (this.#target === '-') process.stdout.write(text)
    else if (this.#private) await writePrivate(this.#target, text)
    else await writeFile(this.#target, text)
  }
}
