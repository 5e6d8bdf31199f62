import { UsedEntries, usedOnly } from '../palette.js'
import type { Drawn } from './repaint.js'
import { Scratch } from './scratch.js'
import type { Screen } from './types.js'

/** What of the screen's palette stands in the output: it goes out before the first frame, with the colours of that. */
export interface SharedPalette { palette?: Uint8Array, kept: Uint8Array }

/** A frame as it is written. `own`: it brings its palette along. */
export interface Written extends Drawn { own: boolean }

/** The entries whose colour a frame shows. */
function coloursOf({ indices, transparent }: Drawn): Uint8Array {
  const used = new UsedEntries({ width: indices.length, height: 1, model: 'palette', channels: 1, bits: 8, sample: 'uint' })
  used.see(indices)
  return Uint8Array.from({ length: 256 }, (_, i) => used.has(i) && i !== transparent ? 1 : 0)
}

const only = (palette: Uint8Array, colours: Uint8Array): Uint8Array => usedOnly(palette, 3, { has: entry => colours[entry] === 1 })

/** The screen's palette as the first frame needs it; none where that has its own. */
export function sharedPalette(screen: Screen, first: Drawn): SharedPalette {
  if (!screen.palette || first.palette !== screen.palette) return { kept: new Uint8Array(256) }
  const kept = coloursOf(first)
  return { palette: only(screen.palette, kept), kept }
}

/** The frame without colours that it does not show. Where the screen's palette lacks some that it does, it gets a small one of its own. */
export function withItsColours(screen: Screen, drawn: Drawn, { palette, kept }: SharedPalette): Written {
  const colours = coloursOf(drawn)
  if (drawn.palette !== screen.palette) return { ...drawn, palette: only(drawn.palette, colours), own: true }
  if (palette && colours.every((used, i) => !used || kept[i])) return { ...drawn, palette, own: false }
  return gathered(drawn, colours)
}

const scratch = new Scratch()

/** The frame with a palette of nothing but its colours. */
function gathered({ rect, indices, palette, transparent }: Drawn, colours: Uint8Array): Written {
  const place = new Uint8Array(256)
  const found: number[] = []
  colours.forEach((used, i) => { if (used) place[i] = found.push(i) - 1 })
  if (transparent !== undefined) place[transparent] = found.length
  const entries = found.length + (transparent === undefined ? 0 : 1)
  const own = new Uint8Array(3 * Math.max(2, 2 ** Math.ceil(Math.log2(entries))))
  found.forEach((entry, i) => own.set(palette.subarray(entry * 3, entry * 3 + 3), i * 3))
  const moved = new Uint8Array(scratch.take(indices.length), 0, indices.length)
  for (let i = 0; i < moved.length; i++) moved[i] = place[indices[i]]
  return { rect, indices: moved, palette: own, own: true, ...transparent !== undefined && { transparent: found.length } }
}
