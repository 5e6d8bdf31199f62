// Cuts the labelled objects out of a folder with gt.jsonl and images/, so that each fills a picture of its own, and lays them out as a folder of
// the same kind for detect.ts: node dist/benchmarks/accuracy/cutouts.js FOLDER OUT [--label FACE] [--least 60]
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { Box } from '../../lib/core/types.js'

/** The picture's sides as multiples of the object's, and its longer side in pixels. */
const SHARES = [1, 1.1, 1.25, 1.6]
const SIDES = [240, 700, 1600]

const { values, positionals: [folder, out] } = parseArgs({
  allowPositionals: true,
  options: { label: { type: 'string', default: 'FACE' }, least: { type: 'string', default: '60' } },
})
await mkdir(join(out, 'images'), { recursive: true })
const photos = (await readFile(join(folder, 'gt.jsonl'), 'utf8')).split('\n').filter(line => line.trim() !== '')
  .map(line => JSON.parse(line) as { file: string, boxes: (Box & { label: string })[] })
const isWanted = ({ label, w, h }: Box & { label: string }): boolean => label === values.label && Math.max(w, h) >= Number(values.least)
const objects = photos.flatMap(({ file, boxes }) => boxes.filter(isWanted).map(box => ({ file, box })))
const lines: string[] = []
for (const [i, { file, box }] of objects.entries()) {
  const { data, info } = await sharp(join(folder, file)).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const window = around(box, SHARES[i % SHARES.length], info)
  const side = SIDES[Math.floor(i / SHARES.length) % SIDES.length]
  const name = `images/${i}.png`
  const scale = side / Math.max(window.w, window.h)
  const { width, height } = await sharp(data, { raw: info }).extract({ left: window.x, top: window.y, width: window.w, height: window.h })
    .resize(Math.round(window.w * scale), Math.round(window.h * scale), { fit: 'fill', kernel: 'cubic' }).toFile(join(out, name))
  const within = { x: (box.x - window.x) * scale, y: (box.y - window.y) * scale, w: box.w * scale, h: box.h * scale }
  lines.push(JSON.stringify({ file: name, width, height, boxes: [{ label: box.label, ...within }] }))
}
await writeFile(join(out, 'gt.jsonl'), `${lines.join('\n')}\n`)
console.log(`${lines.length} cut out`)

/** A window about a box, `share` times as wide and high, in whole pixels, as far as the picture goes. */
function around({ x, y, w, h }: Box, share: number, { width, height }: { width: number, height: number }): Box {
  const span = (start: number, length: number, end: number): [number, number] => {
    const from = Math.max(0, Math.floor(start - length * (share - 1) / 2))
    return [from, Math.min(end, Math.ceil(start + length * (share + 1) / 2)) - from]
  }
  const [[left, wide], [top, high]] = [span(x, w, width), span(y, h, height)]
  return { x: left, y: top, w: wide, h: high }
}
