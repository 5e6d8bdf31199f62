import type { Report } from '../api/report.js'

/** So many skipped files are named; --dry-run names all. */
const NAMED = 10

/** `1 page`, `2 pages`. */
export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** What a batch did, and a table of what was found where there was anything. */
export class Summary {
  readonly #all: number
  readonly #finds: Record<string, number> = {}
  readonly #skipped: Skipped
  #failed = 0
  #before = 0

  constructor(files: number, skipped = new Skipped()) {
    this.#all = files
    this.#skipped = skipped
  }

  get failed(): number { return this.#failed }

  add({ entities, objects }: Pick<Report, 'entities' | 'objects'>): void {
    for (const label of [...entities.map(entity => entity.best_label), ...objects.map(({ type }) => type)]) this.#finds[label] = (this.#finds[label] ?? 0) + 1
  }

  fail(): void { this.#failed++ }
  /** A file that an earlier run did. */
  skip(): void { this.#before++ }

  /** @param output of a single file: where it lies */
  text(pages: number, output: string | undefined): string {
    const rows = Object.entries(this.#finds).sort((a, b) => b[1] - a[1])
    const width = Math.max(0, ...rows.map(([label]) => label.length))
    const parts = [
      `${this.#all - this.#failed} of ${counted(this.#all, 'file')} redacted`, ...this.#before > 0 ? [`${this.#before} of them before`] : [], counted(pages, 'page'),
      ...this.#failed > 0 ? [`${this.#failed} failed`] : [], ...this.#skipped.count > 0 ? [`${this.#skipped.count} skipped`] : [],
    ]
    const lines = [parts.join(', '), ...rows.map(([label, n]) => `  ${label.padEnd(width)}  ${n}`), ...output !== undefined && this.#failed === 0 ? [output] : []]
    return lines.map(line => `${line}\n`).join('') + this.#skipped.text()
  }
}

/** Files that were left out although nobody asked for it. */
export class Skipped {
  readonly #files: { path: string, why: string }[] = []
  #count = 0

  get count(): number { return this.#count }

  add(path: string, why: string): void {
    this.#count++
    if (this.#files.length < NAMED) this.#files.push({ path, why })
  }

  /** They are named, the first of them. */
  text(): string {
    if (this.#count === 0) return ''
    const more = this.#count > NAMED ? [`  and ${this.#count - NAMED} more: --dry-run names all`] : []
    return [`skipped, ${this.#count} in all:`, ...this.#files.map(({ path, why }) => `  ${path} (${why})`), ...more].map(line => `${line}\n`).join('')
  }
}
