import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { effaceBuffer, scan, type Detector, type View, type VisualObject } from '../../lib/api/index.js'

const [width, height] = [64, 48]
const mark = { x: 16, y: 16, w: 24, h: 16 }

/** Finds a chequered square, whatever its levels: what differs from its neighbour on the right by more than 40. */
const detector: Detector = {
  labels: ['MARK'],
  detect({ width, height, channels, data }: View): VisualObject[] {
    const at: [number, number][] = []
    for (let y = 0; y < height; y++) {
      const value = (x: number): number => data[(y * width + x) * channels]
      for (let x = 0; x + 1 < width; x++) if (Math.abs(value(x) - value(x + 1)) > 40) at.push([x, y])
    }
    if (at.length < 100) return []
    const [left, top] = [Math.min(...at.map(p => p[0])), Math.min(...at.map(p => p[1]))]
    return [{ type: 'MARK', score: 1, x: left, y: top, w: Math.max(...at.map(p => p[0])) - left + 1, h: Math.max(...at.map(p => p[1])) - top + 1 }]
  },
}
const options = { objects: [], ocr: 'none', detectors: [detector] } as const

const inMark = (x: number, y: number): boolean => x >= mark.x && x < mark.x + mark.w && y >= mark.y && y < mark.y + mark.h
const chequered = (x: number, y: number): boolean => inMark(x, y) && (x >> 1) + (y >> 1) & 1 ? true : false

function pixels(channels: number, sample: (x: number, y: number, c: number) => number): Uint8Array {
  const place = (i: number): [number, number, number] => [Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels]
  return Uint8Array.from({ length: width * height * channels }, (_, i) => sample(...place(i)))
}
const raw = (data: Uint8Array | Uint16Array, channels: 1 | 4): Sharp => sharp(data, { raw: { width, height, channels } })

const transparent = (): Sharp => raw(pixels(4, (x, y, c) => c === 3 ? inMark(x, y) ? 0 : 255 : chequered(x, y) ? 30 : 220), 4)

const hidden: Record<string, () => Promise<Buffer>> = {
  'colours under alpha 0': () => transparent().png().toBuffer(),
  'white on transparent ground': () => raw(pixels(4, (x, y, c) => c === 3 ? chequered(x, y) ? 255 : 0 : 255), 4).png().toBuffer(),
  'ten bits of sixteen': () => raw(Uint16Array.from({ length: width * height }, (_, i) => chequered(i % width, Math.floor(i / width)) ? 1000 : 40), 1)
    .toColourspace('grey16').png().toBuffer(),
  'WebP, colours under alpha 0': () => transparent().webp({ lossless: true, exact: true }).toBuffer(),
}

for (const [name, make] of Object.entries(hidden)) {
  t.test(name, async t => {
    const file = await make()
    const { data, report } = await effaceBuffer(file, options)
    t.equal(report.objects.length, 1)
    t.notSame(data, file)
    for await (const { objects } of scan(data, options)) t.same(objects, [], 'nothing is left of it')
  })
}

t.test('what shows on white only is found once', async t => {
  const file = await raw(pixels(4, (x, y, c) => c === 3 ? x < 8 ? 230 : 255 : chequered(x, y) ? 30 : 220), 4).png().toBuffer()
  const { report } = await effaceBuffer(file, options)
  t.equal(report.objects.length, 1)
})
