import { luma } from '../core/colour.js'
import { methodOf, type GridMethod, type Method } from '../core/methods.js'
import type { Box, PaintBox } from '../core/types.js'
import type { Grid } from './grid.js'
import { drawMarker } from './marker.js'

/**
 * What a box is to look like, as a function of nothing but the box and, for blur and mosaic, its grid: writes the RGBA of the
 * pixels [start, end) of row `y` (raster coordinates). Painting and proving both go by it.
 */
export type Pattern = (y: number, start: number, end: number, rgba: Uint8Array) => void

/**
 * The colours that a method gives a box.
 *
 * @param room where in the box its marker may stand, see {@link roomIn}
 */
export function patternOf(box: PaintBox, grid: Grid | undefined, room?: Box): Pattern {
  const { made } = methodOf(box)
  if ((made === 'grid') !== (grid !== undefined)) throw new TypeError(`A box of method ${box.method} has ${grid ? 'a' : 'no'} grid`)
  return (patterns[box.method] as (box: PaintBox, grid?: Grid | Box) => Pattern)(box, grid ?? room)
}

/** How each method looks: those that derive from what lies below are made of their grid. A method without its pattern does not compile. */
const patterns: { readonly [M in Method]: (box: PaintBox, ...more: M extends GridMethod ? [grid: Grid] : [room?: Box]) => Pattern } = {
  blackbox: () => solid(),
  blur: smooth,
  mosaic,
  solid: ({ color }) => solid(color),
  label,
}

function solid(color: PaintBox['color'] = [0, 0, 0]): Pattern {
  return (_y, start, end, rgba) => {
    for (let i = 0, n = (end - start) * 4; i < n; i += 4) put(rgba, i, color[0], color[1], color[2])
  }
}

function label(box: PaintBox, room: Box = { x: 0, y: 0, w: box.w, h: box.h }): Pattern {
  const back = box.color ?? [0, 0, 0]
  const fore = luma(...back) > 127 ? 0 : 255
  const fill = solid(back)
  const marker = drawMarker(box.text ?? '', { ...room, x: box.x + room.x, y: box.y + room.y }, box.orientation)
  if (!marker) return fill
  const { place, ink } = marker
  return (y, start, end, rgba) => {
    fill(y, start, end, rgba)
    if (y < place.y || y >= place.y + place.h) return
    const row = (y - place.y) * place.w - place.x
    for (let x = Math.max(start, place.x); x < Math.min(end, place.x + place.w); x++) {
      const [share, i] = [ink[row + x] / 255, (x - start) * 4]
      for (let c = 0; c < 3; c++) rgba[i + c] = Math.round(back[c] + (fore - back[c]) * share)
    }
  }
}

function mosaic(box: PaintBox, { columns, rows, colours }: Grid): Pattern {
  return (y, start, end, rgba) => {
    const first = Math.floor((y - box.y) * rows / box.h) * columns
    for (let x = start, i = 0; x < end; x++, i += 4) {
      const cell = (first + Math.floor((x - box.x) * columns / box.w)) * 3
      put(rgba, i, colours[cell], colours[cell + 1], colours[cell + 2])
    }
  }
}

/** Linear between the middles of the cells, flat beyond the outermost. */
function smooth(box: PaintBox, { columns, rows, colours }: Grid): Pattern {
  const line = new Float64Array(columns * 3)
  return (y, start, end, rgba) => {
    const [above, below, down] = between((y - box.y + 0.5) * rows / box.h - 0.5, rows)
    for (let i = 0; i < columns * 3; i++) {
      line[i] = colours[above * columns * 3 + i] * (1 - down) + colours[below * columns * 3 + i] * down
    }
    for (let x = start, i = 0; x < end; x++, i += 4) {
      const at = (x - box.x + 0.5) * columns / box.w - 0.5
      const left = at < 0 ? 0 : Math.min(columns - 1, Math.floor(at))
      const right = Math.min(columns - 1, left + 1)
      const across = at < 0 ? 0 : at - left
      for (let c = 0; c < 3; c++) rgba[i + c] = Math.round(line[left * 3 + c] * (1 - across) + line[right * 3 + c] * across)
      rgba[i + 3] = 255
    }
  }
}

function between(at: number, cells: number): [lower: number, upper: number, share: number] {
  const lower = at < 0 ? 0 : Math.min(cells - 1, Math.floor(at))
  return [lower, Math.min(cells - 1, lower + 1), at < 0 ? 0 : at - lower]
}

function put(rgba: Uint8Array, i: number, r: number, g: number, b: number): void {
  rgba[i] = r
  rgba[i + 1] = g
  rgba[i + 2] = b
  rgba[i + 3] = 255
}
