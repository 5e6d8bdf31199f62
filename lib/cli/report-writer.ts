import { writeFile } from 'node:fs/promises'
import type { Report } from '../report.js'

/** Writes `--report`: one JSON object for one file, one object a line for several. */
export class ReportWriter {
  readonly #target: string | undefined
  readonly #single: boolean
  readonly #lines: string[] = []

  constructor(target: string | undefined, files: number) {
    this.#target = target
    this.#single = files === 1
  }

  add(file: string, report: Report): void {
    if (this.#target === undefined) return
    this.#lines.push(this.#single ? JSON.stringify(report, null, 2) : JSON.stringify({ file, ...report }))
  }

  async finish(): Promise<void> {
    if (this.#target === undefined) return
    const text = this.#lines.map(line => `${line}\n`).join('')
    if (this.#target === '-') process.stdout.write(text)
    else await writeFile(this.#target, text)
  }
}
