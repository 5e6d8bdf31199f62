// What license plates gain and lose by what OCR reads in them: finds with OCR beside finds without.
//   node dist/benchmarks/accuracy/plates-read.js                      on drawn signs, screenshots and pages: every find is in vain
//   node dist/benchmarks/accuracy/plates-read.js FOLDER [--every n]   on a folder with gt.jsonl and images/
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createPool, effaceBuffer } from '../../lib/api/index.js'
import { covered, iou } from '../../lib/core/geometry.js'
import type { Box } from '../../lib/core/types.js'

const { values: { every }, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { every: { type: 'string', default: '1' } } })

interface Picture { file: Buffer, plates: Box[] }

/** mulberry32: the same numbers in every run. */
function numbers(seed: number): () => number {
  return () => {
    seed = seed + 0x6D2B79F5 | 0
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed)
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
    return ((t ^ t >>> 14) >>> 0) / 4_294_967_296
  }
}

const texts = {
  signs: ['STOP', 'EXIT', 'ONE WAY', 'SPEED LIMIT', 'NO PARKING', 'YIELD', 'DETOUR', 'BUS STOP', 'PRIVATE PROPERTY', 'ROAD CLOSED', 'TAXI', 'POLICE', 'HOTEL', 'AUSFAHRT', 'SORTIE', 'SALIDA', 'MAIN STREET', 'OAK AVENUE'],
  buttons: ['Cancel', 'Save', 'Open file', 'Settings', 'Next', 'Back', 'Submit', 'Search', 'Log in', 'Password', 'Download', 'Print preview', 'Help', 'Delete', 'Add to cart', 'Checkout', 'Untitled', 'Zoom 100%'],
  pages: ['Figure 12', 'Table 4', 'WARNING', 'CAUTION', 'NOTE', 'Step 3', 'Chapter 7', 'MODEL', 'Instruction manual', 'Battery', 'Power switch', 'Front panel', 'OUTPUT', 'CPU', 'RS-232', 'Widget Works'],
}

/** So many drawn pictures, a third of each kind: lettered boards on a street, windows with buttons, and pages with boxes and arrows. */
async function drawn(count: number): Promise<Picture[]> {
  const random = numbers(7)
  const between = (a: number, b: number): number => a + (b - a) * random()
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const pictures: Picture[] = []
  for (let n = 0; n < count; n++) {
    const kind = (['signs', 'buttons', 'pages'] as const)[n % 3]!
    const ground = kind === 'signs' ? pick(['#7d8a78', '#9fb3c4', '#5b5f63']) : kind === 'buttons' ? pick(['#e8e8e8', '#2b2d31']) : '#ffffff'
    const boards = Array.from({ length: kind === 'signs' ? 3 : 9 }, (_, i) => {
      const text = pick(texts[kind])
      const size = kind === 'signs' ? between(28, 60) : between(14, 26)
      const [w, h] = [text.length * size * 0.68 + size, size * between(1.5, 2.1)]
      const [x, y] = [between(10, Math.max(20, 940 - w)), 30 + i * (kind === 'signs' ? 200 : 70) + between(0, 20)]
      const [fill, ink] = pick([['#fff', '#111'], ['#f6d13a', '#111'], ['#1a5f3c', '#fff'], ['#24479b', '#fff'], ['#f4f4f4', '#222']])
      return `<g transform="rotate(${kind === 'signs' ? between(-4, 4) : 0} ${x} ${y})"><rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${between(0, 8)}" fill="${fill}" stroke="${ink}" stroke-width="${between(1, 3)}"/>`
        + `<text x="${x + w / 2}" y="${y + h / 2 + size * 0.36}" font-size="${size}" text-anchor="middle" fill="${ink}" font-weight="${pick(['bold', 'normal'])}">${text}</text></g>`
    })
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="680" font-family="Liberation Sans, DejaVu Sans, sans-serif"><rect width="100%" height="100%" fill="${ground}"/>${boards.join('')}</svg>`
    pictures.push({ file: await sharp(Buffer.from(svg)).png().toBuffer(), plates: [] })
  }
  return pictures
}

async function stored(from: string): Promise<Picture[]> {
  const lines = (await readFile(join(from, 'gt.jsonl'), 'utf8')).trim().split('\n').filter((_, i) => i % Number(every) === 0)
  return await Promise.all(lines.map(async line => {
    const { file, boxes } = JSON.parse(line) as { file: string, boxes: (Box & { label: string })[] }
    const plates = boxes.filter(({ label }) => label === 'LICENSE_PLATE')
    return { file: await sharp(join(from, file)).png({ compressionLevel: 1 }).toBuffer(), plates }
  }))
}

const pool = createPool()
const pictures = folder === undefined ? await drawn(60) : await stored(folder)
for (const ocr of ['none', 'auto'] as const) {
  let [plates, found, vain, touched] = [0, 0, 0, 0]
  for (const picture of pictures) {
    const { report } = await effaceBuffer(picture.file, { pool, ocr, objects: ['LICENSE_PLATE'] })
    const [{ width, height }] = report.frames
    const objects = report.objects.map(({ location: { x0, y0, x1, y1 } }) => ({ x: x0 * width, y: y0 * height, w: (x1 - x0) * width, h: (y1 - y0) * height }))
    const strays = objects.filter(object => !picture.plates.some(plate => iou(plate, object) > 0.2)).length
    plates += picture.plates.length
    found += picture.plates.filter(plate => covered(plate, objects) >= 0.8).length
    vain += strays
    touched += Number(strays > 0)
  }
  console.log(`ocr ${ocr}: ${found} of ${plates} plates covered; ${vain} finds in vain on ${touched} of ${pictures.length} pictures`)
}
await pool.close()
