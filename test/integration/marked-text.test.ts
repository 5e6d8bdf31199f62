import sharp from 'sharp'
import t from 'tap'
import { createPool, effaceBuffer, scan } from '../../lib/api/index.js'
import type { Box } from '../../lib/core/types.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const WIDTH = 560
const HEIGHT = 90
const BASE = 55
const SIZE = 26

/** A line of text in a picture, with something drawn behind and before it. */
const picture = (text: string, { behind = '', before = '', color = '#000' } = {}): Promise<Buffer> => sharp(Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#fff"/>${behind}` +
  `<text x="20" y="${BASE}" font-family="DejaVu Sans" font-size="${SIZE}" fill="${color}">${text}</text>${before}</svg>`)).png().toBuffer()

/** Marks as people make them, over a line as long as `width`. */
const marks: Record<string, (width: number) => Parameters<typeof picture>[1]> = {
  'underlined': w => ({ before: `<rect x="20" y="${BASE + 3}" width="${w}" height="2"/>` }),
  'underlined by a wave': w => ({ before: `<path d="M20 ${BASE + 4}${' q2 -3 4 0 t4 0'.repeat(w / 8)}" stroke="red" fill="none" stroke-width="1.5"/>` }),
  'struck through': w => ({ before: `<rect x="20" y="${BASE - 8}" width="${w}" height="2"/>` }),
  'struck through in red': w => ({ before: `<rect x="20" y="${BASE - 8}" width="${w}" height="3" fill="#d01010"/>` }),
  'struck through by hand': w => ({ before: `<path d="M16 ${BASE - 3} C ${20 + w * 0.3} ${BASE - 16} ${20 + w * 0.6} ${BASE - 1} ${26 + w} ${BASE - 13}" stroke="#203080" fill="none" stroke-width="2"/>` }),
  'highlighted': w => ({ behind: `<rect x="14" y="${BASE - 24}" width="${w + 12}" height="32" fill="#fff34d"/>` }),
  'highlighted, light letters on dark': w => ({ behind: `<rect x="14" y="${BASE - 24}" width="${w + 12}" height="32" fill="#2050c0"/>`, color: '#fff' }),
  'boxed': w => ({ before: `<rect x="15" y="${BASE - 25}" width="${w + 10}" height="33" fill="none" stroke="#000"/>` }),
}
/** Lines, and what of them is personal. */
const LINES = [['SSN 536-90-4399', '536-90-4399'], ['Call +1 415 555 2671 today', '+1 415 555 2671']] as const

for (const [name, mark] of Object.entries(marks)) {
  t.test(`text that is ${name} is found as if it were plain`, async t => {
    for (const [line, value] of LINES) {
      const { info: { width } } = await sharp(await picture(line)).trim().toBuffer({ resolveWithObject: true })
      const from = 20 + width * line.indexOf(value) / line.length
      const to = from + width * value.length / line.length
      for await (const { entities } of scan(await picture(line, mark(width)), { pool, objects: [] })) {
        const boxes = entities.flatMap(({ boxes }) => boxes)
        const open = Array.from(
        { length: Math.floor(0.9 * (to - from)) }, (_, i) => from + 0.05 * (to - from) + i).filter(x => !boxes.some(box => box.x <= x && x <= box.x + box.w))
        t.same(open, [], line)
      }
    }
  })
}

t.test('a pointer that passes over a number does not open it in any frame of an animation', async t => {
  const pointer = (x: number) => ({ before: `<path d="M${x} 30 l0 40 l9 -9 l14 0 z" fill="#222" stroke="#fff"/>` })
  const frames = [undefined, pointer(120), pointer(150), undefined].map(mark => picture('SSN 536-90-4399', mark))
  const animation = await sharp(await Promise.all(frames), { join: { animated: true } }).gif({ delay: [100, 100, 100, 100] }).toBuffer()
  const { data, report } = await effaceBuffer(animation, { pool, objects: [] })
  t.equal(report.page_count, 4)
  const number: Box = { x: 92, y: BASE - 18, w: 154, h: 16 }
  for (let page = 0; page < 4; page++) {
    const part = sharp(data, { page }).extract({ left: number.x, top: number.y, width: number.w, height: number.h })
    const { data: pixels } = await part.flatten({ background: '#fff' }).greyscale().raw().toBuffer({ resolveWithObject: true })
    t.ok(pixels.every(value => value < 40), `frame ${page}`)
  }
})
