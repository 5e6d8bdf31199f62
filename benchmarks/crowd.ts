// What the number of faces costs: one picture with more and more drawn heads, end to end on one thread ÷ the same picture without any.
import sharp from 'sharp'
import { createPool, effaceBuffer } from '../lib/api/index.js'
import { median, table } from './table.js'

const [width, height] = [1920, 1280]
/** Heads a row, and rows. */
const crowds = [[0, 0], [3, 2], [12, 8], [30, 20], [60, 40]]

async function picture(columns: number, heads: number): Promise<Buffer> {
  const { face } = await import(new URL('../../examples/demo/face.mjs', import.meta.url).href) as { face: { defs: string, body: string } }
  const pitch = width / Math.max(1, columns)
  const head = `<symbol id="head" viewBox="0 0 360 460">${face.body}</symbol>`
  // Each stands a little elsewhere, so that no two lie alike on the cells of a net.
  const people = Array.from({ length: heads }, (_, i) =>
    `<use href="#head" x="${(i % columns + 0.1 + i * 7 % 11 / 80) * pitch}" y="${(Math.floor(i / columns) + 0.1 + i * 5 % 13 / 90) * pitch}" width="${0.7 * pitch}" height="${0.8 * pitch}"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${face.defs}${head}</defs>`
    + `<rect width="100%" height="100%" fill="#b8c4cc"/>${people.join('')}</svg>`
  return await sharp(Buffer.from(svg)).png().toBuffer()
}

export async function crowd({ rounds = 5 } = {}): Promise<void> {
  sharp.concurrency(1)
  const pool = createPool({ threads: 1 })
  const pictures = await Promise.all(crowds.map(async ([columns, rows]) => (
    { heads: columns * rows, file: await picture(columns, columns * rows), seconds: [] as number[], found: 0 }
  )))
  for (let round = 0; round <= rounds; round++) {
    for (const one of pictures) {
      const start = performance.now()
      const { report } = await effaceBuffer(one.file, { pool, ocr: 'none', objects: ['FACE', 'LICENSE_PLATE'] })
      // The first round warms up.
      if (round > 0) one.seconds.push((performance.now() - start) / 1000)
      one.found = report.objects.length
    }
  }
  await pool.close()
  table(`Crowds: ${width} × ${height}, faces and license plates, one worker thread, median of ${rounds} rounds`, pictures.map(({ heads, found, seconds }) => ({
    heads, found, 's/picture': median(seconds).toFixed(3), ratio: median(seconds.map((s, i) => s / pictures[0]!.seconds[i]!)).toFixed(2),
  })))
}
