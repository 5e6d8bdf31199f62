import { extname } from 'node:path'
import sharp from 'sharp'
import { writeWhole } from '../storage/output-file.js'
import { wholeView } from '../core/tiles.js'
import type { Frame } from '../core/types.js'
import { drawLines, textWidth } from '../paint/font.js'
import { thumbnail } from '../paint/thumbnail.js'
import { UsageError } from './usage-error.js'

/** Pixels of a cell's side, for so many pages at most: the sheet must stay one that programs open. */
const SIDES: readonly (readonly [pages: number, side: number])[] = [[100, 240], [600, 160], [Infinity, 96]]
const GAP = 8
const CAPTION = 12
const LINE = 16
/** More are not shown. */
const MOST = 5000
/** Brightness of the ground. */
const GROUND = 235

/** One picture of all redacted pages, small. Nothing but what came out is on it. */
export class ContactSheet {
  readonly #path: string
  readonly #pages: { name: string, index: number, picture: Buffer }[] = []
  #more = 0

  /** @throws UsageError for a name of neither PNG nor JPEG */
  constructor(path: string) {
    const isPicture = /^\.(png|jpe?g)$/i.test(extname(path))
    if (!isPicture) throw new UsageError(`Expected a name that ends in .png or .jpg for --contact-sheet but received ${path}`)
    this.#path = path
  }

  /** A frame that was painted. */
  async add(name: string, frame: Frame): Promise<void> {
    if (this.#pages.length >= MOST) this.#more++
    else {
      const picture = await thumbnail(wholeView(frame.raster, frame.page.orientation), SIDES[0]![1]).png().toBuffer()
      this.#pages.push({ name, index: frame.index, picture })
    }
  }

  /** Pages of one file in order, files by name. A file that failed after some of its pages is not to be there: `failed` takes it out. */
  failed(name: string): void {
    for (let i = this.#pages.length - 1; i >= 0; i--) if (this.#pages[i]!.name === name) this.#pages.splice(i, 1)
  }

  async write(): Promise<void> {
    const pages = this.#pages.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.index - b.index)
    const side = SIDES.find(([most]) => pages.length <= most)![1]
    const columns = Math.max(1, Math.ceil(Math.sqrt(pages.length * 1.3)))
    const [across, down] = [side + GAP, side + GAP + LINE]
    const rows = Math.ceil(pages.length / columns)
    const width = columns * across + GAP
    const height = Math.max(1, rows) * down + GAP
    const canvas = Buffer.alloc(width * height * 3, GROUND)
    for (const [i, { name, index, picture }] of pages.entries()) {
      const [left, top] = [GAP + i % columns * across, GAP + Math.floor(i / columns) * down]
      const small = sharp(picture).resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      const { data, info } = await small.raw().toBuffer({ resolveWithObject: true })
      const [x, y] = [left + (side - info.width >> 1), top + (side - info.height >> 1)]
      for (let row = 0; row < info.height; row++) data.copy(canvas, ((y + row) * width + x) * 3, row * info.width * 3, (row + 1) * info.width * 3)
      caption(canvas, width, shortened(`${name} · ${index + 1}`, side), { x: left, y: top + side, w: side })
    }
    const sheet = sharp(canvas, { raw: { width, height, channels: 3 } })
    const bytes = await (/png$/i.test(this.#path) ? sheet.png() : sheet.jpeg({ quality: 85 })).toBuffer()
    await writeWhole(this.#path, async sink => { sink.end(bytes) })
    if (this.#more > 0) process.stderr.write(`efface: the contact sheet shows ${MOST} pages of ${MOST + this.#more}\n`)
  }
}

/** From its end, which tells files apart. */
function shortened(text: string, width: number): string {
  const letters = [...text]
  let from = 0
  const shown = (): string => from === 0 ? text : `…${letters.slice(from).join('')}`
  while (textWidth(shown(), CAPTION) > width && from < letters.length) from++
  return shown()
}

function caption(canvas: Buffer, stride: number, text: string, { x, y, w }: { x: number, y: number, w: number }): void {
  const { height, ink } = drawLines([text], CAPTION, w)
  for (let row = 0; row < Math.min(height, LINE); row++) {
    for (let column = 0; column < w; column++) {
      const value = GROUND - Math.round(ink[row * w + column]! / 255 * (GROUND - 40))
      canvas.fill(value, ((y + row) * stride + x + column) * 3, ((y + row) * stride + x + column + 1) * 3)
    }
  }
}
