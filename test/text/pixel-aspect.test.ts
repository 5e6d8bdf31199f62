import t from 'tap'
import sharp from 'sharp'
import type { EncodedPage, OcrContext, OcrEngine, View } from '../../lib/core/types.js'
import { codecOf } from '../../lib/formats/index.js'
import { defaultLimits } from '../../lib/core/limits.js'
import { MemorySource } from '../../lib/core/memory-source.js'
import { recognizeSquare } from '../../lib/text/pixel-aspect.js'

const view: View = { width: 40, height: 20, channels: 1, data: new Uint8Array(800).fill(90) }
const round = (v: number): number => Math.round(v * 1e6) / 1e6
const box = { x: 10, y: 10, w: 20, h: 8 }

async function seen(aspect?: number, dpi?: number): Promise<{ size: number[], context: OcrContext, boxes: object[] }> {
  let size: number[] = []
  let told: OcrContext = {}
  const engine: OcrEngine = {
    async recognize({ width, height, data }, context) {
      size = [width, height, data.length]
      told = context
      return { words: [{ ...box, text: 'A', confidence: 1, line: 0 }], unread: [box] }
    },
  }
  const { words, unread } = await recognizeSquare(engine, view, dpi === undefined ? {} : { dpi }, aspect)
  const boxes = [...words, ...unread!].map(({ x, y, w, h }) => ({ x, y: round(y), w, h: round(h) }))
  return { size, context: told, boxes }
}

t.test('pixels that are not square are stretched, and finds come back to where they were', async t => {
  const squashed = { ...box, y: round(10 * 98 / 204), h: round(8 * 98 / 204) }
  t.same(await seen(98 / 204, 204), { size: [40, 42, 1680], context: { dpi: 204 }, boxes: [squashed, squashed] })
  t.same(await seen(2, 100), { size: [80, 20, 1600], context: { dpi: 200 }, boxes: [1, 2].map(() => ({ ...box, x: 5, w: 10 })) })
})

t.test('those that are, or nearly so, or cannot be meant, are not', async t => {
  for (const aspect of [undefined, 1, 1.1, 0.9, 9, 0, NaN, Infinity]) t.same((await seen(aspect)).size, [40, 20, 800], String(aspect))
})

t.test('what the formats say of it', async t => {
  const of = async (format: 'tiff' | 'jpeg', density: { xres: number, yres: number }): Promise<EncodedPage> => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    const jpeg = await image.jpeg().toBuffer()
    // JFIF: version, unit, dots across and down.
    const jfif = Buffer.from('ffe000104a46494600010101 00cc 0062 0000'.replaceAll(' ', ''), 'hex')
    const file = format === 'tiff' ? await image.tiff(density).toBuffer() : Buffer.concat([jpeg.subarray(0, 2), jfif, jpeg.subarray(2)])
    for await (const page of codecOf(format).pages(new MemorySource(file), { limits: defaultLimits })) return page
    throw new Error('no page')
  }
  for (const format of ['tiff', 'jpeg'] as const) t.equal((await of(format, { xres: 204 / 25.4, yres: 98 / 25.4 })).pixelAspect!.toFixed(3), (98 / 204).toFixed(3), format)
})
