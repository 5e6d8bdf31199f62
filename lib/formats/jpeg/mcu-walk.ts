import type { Plane, Sampling } from './planes.js'

type VisitBlock = (coefficients: Int16Array, offset: number, index: number) => void

/**
 * Visits the blocks of a scan in their order in the file: MCU by MCU where several components are interleaved, row by
 * row and only where there is picture where one stands alone. Planes may hold all of their rows, or those of one row of MCUs.
 */
export class McuWalk {
  readonly across: number
  readonly down: number
  /** Of an MCU. */
  readonly blocks: number
  readonly #planes: readonly Plane[]
  readonly #interval: number
  #count = 0

  constructor(planes: readonly Plane[], { mcusAcross, mcusDown }: Sampling, interval: number) {
    const alone = planes.length === 1
    this.#planes = planes
    this.#interval = interval
    this.across = alone ? planes[0].columns : mcusAcross
    this.down = alone ? planes[0].rows : mcusDown
    this.blocks = alone ? 1 : planes.reduce((sum, { component: { h, v } }) => sum + h * v, 0)
  }

  /** Passes over so many MCUs. */
  skip(mcus: number): void { this.#count += mcus }

  /** One row of MCUs, or those `from` one up to another of it; to be called from the first to the last. */
  row(y: number, block: VisitBlock, restart: (number: number) => void, mcuDone: () => void, from = 0, to = this.across): void {
    const planes = this.#planes
    const alone = planes.length === 1
    for (let x = from; x < to; x++) {
      if (this.#interval > 0 && this.#count > 0 && this.#count % this.#interval === 0) restart(this.#count / this.#interval - 1)
      this.#count++
      for (let i = 0; i < planes.length; i++) {
        const { coefficients, stride, component: { h, v } } = planes[i]
        const held = coefficients.length / 64 / stride
        if (alone) block(coefficients, (y % held * stride + x) * 64, 0)
        else for (let dy = 0; dy < v; dy++) for (let dx = 0; dx < h; dx++) block(coefficients, ((y * v + dy) % held * stride + x * h + dx) * 64, i)
      }
      mcuDone()
    }
  }
}
