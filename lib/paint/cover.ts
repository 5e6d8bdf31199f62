/**
 * Which pixels have been spoken for, row by row: a row's runs are kept apart and in order. Of boxes that lie on one another each
 * pixel is looked at once, so that many boxes cost little more than the pixels they cover.
 */
export class Cover {
  /** By row: where runs begin and end, one after the other. */
  readonly #rows: (number[] | undefined)[]
  /** By row: one of its runs, the longest so far. */
  readonly #from: Int32Array
  readonly #to: Int32Array

  constructor(rows: number) {
    this.#rows = new Array(rows).fill(undefined)
    this.#from = new Int32Array(rows)
    this.#to = new Int32Array(rows)
  }

  /** Whether all of [start, end) in row `y` lies in one run that was taken: quickly told. */
  has(y: number, start: number, end: number): boolean { return start >= this.#from[y] && end <= this.#to[y] }

  /** The parts of [start, end) in row `y` that nobody had, which are now taken. */
  take(y: number, start: number, end: number): [from: number, to: number][] {
    if (end <= start || this.has(y, start, end)) return NOTHING
    const runs = this.#rows[y]
    if (!runs) {
      this.#rows[y] = [start, end]
      this.#note(y, start, end)
      return [[start, end]]
    }
    // The first run that ends at or behind `start`.
    let low = 0
    for (let high = runs.length / 2; low < high;) {
      const middle = (low + high) >> 1
      if (runs[middle * 2 + 1] < start) low = middle + 1
      else high = middle
    }
    const first = low
    const free: [number, number][] = []
    let at = start
    let [from, to] = [start, end]
    for (; low * 2 < runs.length && runs[low * 2] <= end; low++) {
      const [a, b] = [runs[low * 2], runs[low * 2 + 1]]
      if (a > at) free.push([at, a])
      at = Math.max(at, b)
      from = Math.min(from, a)
      to = Math.max(to, b)
    }
    if (at < end) free.push([at, end])
    if (free.length > 0) runs.splice(first * 2, (low - first) * 2, from, to)
    this.#note(y, from, to)
    return free
  }

  #note(y: number, from: number, to: number): void {
    if (to - from <= this.#to[y] - this.#from[y]) return
    this.#from[y] = from
    this.#to[y] = to
  }
}

const NOTHING: [number, number][] = []
