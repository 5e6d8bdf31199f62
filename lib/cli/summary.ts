import type { Report } from '../api/report.js'

/** What a batch did, and a table of what was found where there was anything. */
export class Summary {
  readonly #all: number
  readonly #finds: Record<string, number> = {}
  #failed = 0
  #skipped = 0

  constructor(files: number) { this.#all = files }

  get failed(): number { return this.#failed }

  add({ entities, objects }: Pick<Report, 'entities' | 'objects'>): void {
    for (const label of [...entities.map(entity => entity.best_label), ...objects.map(({ type }) => type)]) this.#finds[label] = (this.#finds[label] ?? 0) + 1
  }

  fail(): void { this.#failed++ }
  /** A file that an earlier run did. */
  skip(): void { this.#skipped++ }

  /** @param output of a single file: where it lies */
  text(pages: number, output: string | undefined): string {
    const rows = Object.entries(this.#finds).sort((a, b) => b[1] - a[1])
    const width = Math.max(0, ...rows.map(([label]) => label.length))
    const parts = [
      `${this.#all - this.#failed} of ${this.#all} files redacted`, ...this.#skipped > 0 ? [`${this.#skipped} of them before`] : [], `${pages} pages`,
      ...this.#failed > 0 ? [`${this.#failed} failed`] : [],
    ]
    const lines = [parts.join(', '), ...rows.map(([label, n]) => `  ${label.padEnd(width)}  ${n}`), ...output !== undefined && this.#failed === 0 ? [output] : []]
    return lines.map(line => `${line}\n`).join('')
  }
}
