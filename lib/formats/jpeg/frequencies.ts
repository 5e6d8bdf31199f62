import { blankHeader } from './from-raster.js'
import type { Plane } from './planes.js'

/**
 * Which entries of their quantisation tables the coefficients of each plane make use of. An entry that stands for nothing but zeros is
 * seen by no decoder, and may hold anything.
 */
export class Frequencies {
  readonly #used: Uint8Array[]
  readonly #proposed: boolean[]

  constructor(planes: readonly Plane[]) {
    this.#used = planes.map(() => new Uint8Array(64))
    this.#proposed = planes.map(({ table }) => isProposed(table))
  }

  see(planes: readonly Plane[]): void {
    planes.forEach(({ coefficients }, i) => {
      if (this.#proposed[i]) return
      const used = this.#used[i]
      for (let at = 0; at < coefficients.length; at++) if (coefficients[at] !== 0) used[at & 63] = 1
    })
  }

  /** The same of coefficients whose frequencies are known, by plane. */
  add(used: readonly Uint8Array[]): void {
    this.#used.forEach((own, i) => { for (let k = 0; k < own.length; k++) own[k] |= used[i][k] })
  }

  /** Gives the planes tables that say nothing more: at unused entries stands what stands before them. */
  dropUnused(planes: readonly Plane[]): void {
    const cleaned = planes.map(({ table }) => {
      const sharing = this.#used.filter((_, i) => planes[i].table.join() === table.join())
      const out = Uint16Array.from(table)
      for (let k = 1; k < 64; k++) if (!sharing.some(used => used[k])) out[k] = out[k - 1]
      return out
    })
    planes.forEach((plane, i) => { if (!this.#proposed[i]) plane.table = cleaned[i] })
  }
}

let proposed: Set<string> | undefined

/** Tables that the JPEG standard proposes, at any of libjpeg's qualities: they are known, and hold nothing. */
function isProposed(table: Uint16Array): boolean {
  const layout = { width: 8, height: 8, channels: 3, model: 'rgb', bits: 8, sample: 'uint' } as const
  proposed ??= new Set(Array.from({ length: 100 }, (_, i) => blankHeader(layout, i + 1).tables.map(own => own!.join())).flat())
  return proposed.has(table.join())
}
