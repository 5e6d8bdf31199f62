import { MultiBar, Presets, type SingleBar } from 'cli-progress'

const STEPS = 1000

/** A bar on a terminal that shows files and pages done, pages a second and the time left; silent elsewhere. */
export class Progress {
  readonly #bars: MultiBar | undefined
  readonly #bar: SingleBar | undefined
  readonly #start = performance.now()
  readonly #allFiles: number
  /** Files under way → share done, 0..1. */
  readonly #under = new Map<string, number>()
  #files = 0
  #pages = 0

  constructor(files: number, { quiet = false, stream = process.stderr }: { quiet?: boolean, stream?: NodeJS.WriteStream } = {}) {
    this.#allFiles = files
    if (quiet || !stream.isTTY) return
    this.#bars = new MultiBar({
      stream, hideCursor: true, clearOnComplete: true, autopadding: true,
      format: ' {bar} {files}/{allFiles} files, {pages} pages, {speed} pages/s, {left} left',
    }, Presets.shades_classic)
    this.#bar = this.#bars.create(STEPS, 0, this.#shown(0))
  }

  get pages(): number { return this.#pages }

  page(file: string, index: number, total: number | undefined): void {
    this.#pages++
    if (total !== undefined) this.#under.set(file, Math.min(1, (index + 1) / total))
    this.#update()
  }

  file(file: string): void {
    this.#under.delete(file)
    this.#files++
    this.#update()
  }

  /** A line of text above the bar. */
  line(text: string): void {
    if (this.#bars) this.#bars.log(`${text}\n`)
    else process.stderr.write(`${text}\n`)
  }

  stop(): void { this.#bars?.stop() }

  #update(): void {
    const share = ([...this.#under.values()].reduce((sum, part) => sum + part, 0) + this.#files) / this.#allFiles
    this.#bar?.update(Math.round(share * STEPS), this.#shown(share))
  }

  #shown(share: number): Record<string, string | number> {
    const seconds = (performance.now() - this.#start) / 1000
    return {
      files: this.#files, allFiles: this.#allFiles, pages: this.#pages,
      speed: (this.#pages / Math.max(seconds, 1e-3)).toFixed(1),
      left: share > 0 ? clock(seconds / share - seconds) : '-:--',
    }
  }
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
