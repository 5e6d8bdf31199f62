import type { Box, Orientation } from '../core/types.js'
import { toStored, toUpright } from '../core/view.js'
import { drawLines, LINE, textWidth } from './font.js'

/** Pixels an em: below the least, letters cannot be read; above the most, they need not be larger. */
const LEAST = 11
const MOST = 128
/** What is lower than that has no room for letters of any size. */
const LOWEST = 7
/** Free on the left and on the right, of an em. */
const MARGIN = 0.12

/** Ink in a part of a box: 0..255 for each pixel of `place`, row by row. */
export interface Ink { place: Box, ink: Uint8Array }

/** `whole`: nothing of the text is left out but its brackets. */
interface Fit { lines: string[], size: number, whole: boolean }

/**
 * The marker as large as it fits into the middle of a place in a box, upright whatever way the raster lies. In a tall place it takes several
 * lines, or stands on its side; what would be too small to be read loses its brackets, then its number, then its end.
 *
 * @param place of the stored raster
 */
export function drawMarker(text: string, place: Box, orientation: Orientation = 1): Ink | undefined {
  const { w, h } = toUpright(place, orientation, place.w, place.h)
  const [lying, standing] = [fit(text, w, h), fit(text, h, w)]
  // On its side it reads upward: as if the page had been turned clockwise before it was written on.
  if (standing?.whole && (!lying?.whole || standing.size > 2 * lying.size)) return turned(put(standing, h, w), place, orientation, true)
  return lying && turned(put(lying, w, h), place, orientation, false)
}

/** The largest size at which a text fits whole, or else what of it can be read. */
function fit(text: string, width: number, height: number): Fit | undefined {
  if (text.length === 0 || height < LOWEST || width < LOWEST) return undefined
  const least = Math.min(LEAST, height / LINE)
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  for (const form of [text, bare, bare.replace(/_\d+$/, '')]) {
    const [best] = layouts(form).map(lines => sized(lines, width, height)).filter(({ size }) => size >= least).sort((a, b) => merit(b) - merit(a))
    if (best) return { ...best, whole: form === text || form === bare }
  }
  const letters = [...bare]
  let kept = letters.length - 1
  while (kept > 0 && fullWidth(`${letters.slice(0, kept).join('')}…`) * least > width) kept--
  return kept > 0 ? { lines: [`${letters.slice(0, kept).join('')}…`], size: least, whole: false } : undefined
}

/** With its margins, in em. */
const fullWidth = (line: string): number => textWidth(line, 1) + 2 * MARGIN

/** A further line is worth a size that is larger by a fifth. */
const merit = ({ lines, size }: { lines: string[], size: number }): number => size / (1 + 0.2 * (lines.length - 1))

/** A text in one line, or broken behind spaces and underscores into lines of much the same length. */
function layouts(text: string): string[][] {
  const parts = text.match(/[^\s_]+[\s_]*|[\s_]+/g) ?? [text]
  const ways = [[text]]
  for (let count = 2; count <= Math.min(4, parts.length); count++) {
    const lines: string[] = []
    let line = ''
    for (const part of parts) {
      if (line !== '' && line.length + part.length / 2 > text.length / count && lines.length < count - 1) {
        lines.push(line)
        line = ''
      }
      line += part
    }
    if ([...lines, line].every(({ length }) => length > 2)) ways.push([...lines, line])
  }
  return ways
}

function sized(lines: string[], width: number, height: number): { lines: string[], size: number } {
  return { lines, size: Math.min(MOST, height / LINE / lines.length, ...lines.map(line => width / fullWidth(line))) }
}

/** The ink of lines in the middle of `width` × `height` pixels. */
function put({ lines, size }: Pick<Fit, 'lines' | 'size'>, width: number, height: number): Ink {
  const inkWidth = Math.min(width, Math.ceil(Math.max(...lines.map(line => textWidth(line, size)))) + 2)
  const drawn = drawLines(lines, size, inkWidth)
  const h = Math.min(height, drawn.height)
  return { place: { x: (width - inkWidth) >> 1, y: (height - h) >> 1, w: inkWidth, h }, ink: drawn.ink.subarray(0, inkWidth * h) }
}

/** From the upright place, and from its side, to the stored raster. */
function turned({ place: { x, y, w, h }, ink }: Ink, box: Box, orientation: Orientation, onSide: boolean): Ink {
  const upright = toUpright({ x: 0, y: 0, w: box.w, h: box.h }, orientation, box.w, box.h)
  const stored = (at: Box): Box => toStored(onSide ? toUpright(at, 8, upright.h, upright.w) : at, orientation, box.w, box.h)
  const place = stored({ x, y, w, h })
  const out = new Uint8Array(ink.length)
  for (let row = 0; row < h; row++) {
    for (let column = 0; column < w; column++) {
      const at = stored({ x: x + column, y: y + row, w: 1, h: 1 })
      out[(at.y - place.y) * place.w + at.x - place.x] = ink[row * w + column]
    }
  }
  return { place: { ...place, x: box.x + place.x, y: box.y + place.y }, ink: out }
}
