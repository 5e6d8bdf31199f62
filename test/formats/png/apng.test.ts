import { deflateSync } from 'node:zlib'
import { existsSync, readFileSync } from 'node:fs'
import sharp from 'sharp'
import t from 'tap'
import { png } from '../../../lib/formats/png/index.js'
import { concat, SIGNATURE, writeChunk } from '../../../lib/formats/png/chunks.js'
import type { PngInfo } from '../../../lib/formats/png/walk.js'
import { paint } from '../../../lib/paint/paint.js'
import type { PaintBox } from '../../../lib/core/types.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const REFERENCE = '../shared/data/formats/image-rs/tests'
const W = 12
const H = 10
const be32 = (...values: number[]): Uint8Array => Uint8Array.from(values.flatMap(v => [v >>> 24, v >> 16 & 255, v >> 8 & 255, v & 255]))
interface Spec { x: number, y: number, w: number, h: number, dispose: number, blend: number, rgba: (x: number, y: number) => number[] }

/** An APNG of RGBA frames. `still`: a default image that is not a frame. */
function apng(frames: Spec[], { still = false, depth = 8, frameCount = frames.length } = {}): Uint8Array {
  const image = ({ w, h, rgba }: Pick<Spec, 'w' | 'h' | 'rgba'>): Uint8Array => {
    const rows = new Uint8Array(h * (1 + w * depth / 2))
    let at = 0
    for (let y = 0; y < h; y++) {
      at++
      for (let x = 0; x < w; x++) for (const v of rgba(x, y)) for (let b = 0; b < depth / 8; b++) rows[at++] = v
    }
    return deflateSync(rows)
  }
  const parts = [SIGNATURE, writeChunk('IHDR', be32(W, H), Uint8Array.of(depth, 6, 0, 0, 0)), writeChunk('acTL', be32(frameCount, 3))]
  let sequence = 0
  if (still) parts.push(writeChunk('IDAT', image({ w: W, h: H, rgba: (x, y) => [x * 9, y * 9, 7, 255] })))
  frames.forEach((frame, i) => {
    parts.push(writeChunk('fcTL', be32(sequence++, frame.w, frame.h, frame.x, frame.y), Uint8Array.of(0, 7 + i, 0, 100, frame.dispose, frame.blend)))
    parts.push(i === 0 && !still ? writeChunk('IDAT', image(frame)) : writeChunk('fdAT', be32(sequence++), image(frame)))
  })
  return concat([...parts, writeChunk('IEND')])
}

const colours = (seed: number, alpha = (_x: number, _y: number): number => 255) => (x: number, y: number): number[] =>
  [seed * 37 + x * 11 & 255, seed * 91 + y * 13 & 255, 200 - x, alpha(x, y)]
const first: Spec = { x: 0, y: 0, w: W, h: H, dispose: 0, blend: 0, rgba: colours(1) }

/** Frames of every disposal and blending, some of them partly transparent. */
const every: Spec[] = [first]
for (const dispose of [0, 1, 2]) {
  for (const blend of [0, 1]) {
    for (const alpha of [255, 100, 0]) {
      const rgba = colours(every.length, (x, y) => (x + y) % 2 ? 255 : alpha)
      every.push({ x: 1 + every.length % 5, y: 2, w: 6, h: 5, dispose, blend, rgba })
    }
  }
}

const boxes: PaintBox[] = [{ x: 8, y: 6, w: 4, h: 4, label: 'NAME', method: 'blackbox' }, { x: 0, y: 0, w: 3, h: 3, label: 'NAME', method: 'blackbox' }]

t.test('untouched animations come back frame by frame: pixels, rectangles, delays, disposal, blending, loops', async t => {
  for (const options of [{}, { still: true }, { depth: 16 }, { depth: 16, still: true }]) {
    const pages = await decodeAll(png, apng(every, options))
    t.equal(pages.length, every.length + (options.still ? 1 : 0))
    t.equal(pages[0].page.total, pages.length)
    const again = await decodeAll(png, await encodeAll(png, pages))
    pages.forEach(({ page, raster }, i) => {
      if (Buffer.compare(raster.data, again[i].raster.data) !== 0) t.fail(`page ${i} differs`)
      const [a, b] = [page, again[i].page].map(p => p.info as PngInfo)
      // A frame that hides partly transparent pixels it is laid over may have to replace them instead.
      t.match(b.frame, a.frame && { ...a.frame, blend: Number })
      t.same(b.animation, a.animation)
    })
  }
})

t.test('every frame shows every box painted, also where the frame itself does not reach', async t => {
  for (const options of [{}, { still: true }, { depth: 16 }]) {
    const pages = await decodeAll(png, apng(every, options))
    const originals = pages.map(({ raster }) => raster.data.slice())
    // Boxes change from frame to frame; some frames have none.
    const painted = (i: number): PaintBox[] => i % 3 === 2 ? [] : boxes.slice(0, 1 + i % 2)
    pages.forEach(({ raster }, i) => paint(raster, painted(i)))
    const again = await decodeAll(png, await encodeAll(png, pages, painted))
    again.forEach(({ raster }, i) => {
      if (Buffer.compare(raster.data, pages[i].raster.data) !== 0) t.fail(`page ${i} does not show what was painted`)
      const pixel = raster.bits / 2
      const inside = (n: number): boolean => {
        const [x, y] = [n % W, Math.floor(n / W)]
        return painted(i).some(b => x >= b.x && x < b.x + b.w && y >= b.y && y < b.y + b.h)
      }
      for (let n = 0; n < W * H; n++) {
        const same = Buffer.compare(raster.data.subarray(n * pixel, (n + 1) * pixel), originals[i].subarray(n * pixel, (n + 1) * pixel)) === 0
        if (!same && !inside(n)) t.fail(`page ${i}: pixel ${n} changed`)
      }
    })
  }
})

t.test('frames agree with the reference renderings of others', { skip: existsSync(REFERENCE) ? false : `${REFERENCE} absent` }, async t => {
  for (const name of ['ball', 'wpt/fcTL-dispose-in-region-previous', 'wpt/fcTL-dispose-in-region-background', 'wpt/dispose-previous-blend-source']) {
    const pages = await decodeAll(png, readFileSync(`${REFERENCE}/images/png/apng/${name}.png`))
    let compared = 0
    for (const { page, raster } of pages) {
      const { frame } = page.info as PngInfo
      if (frame === undefined) continue
      const reference = await sharp(`${REFERENCE}/reference/png/apng/${name}.png.anim_${String(frame.number + 1).padStart(2, '0')}.png`).ensureAlpha().raw().toBuffer()
      const differs = reference.some((v, i) => reference[i | 3] > 0 && v !== raster.data[i])
      t.notOk(differs, `${name} ${frame.number}`)
      compared++
    }
    t.ok(compared > 2)
  }
})

t.test('a PNG decoder that knows no animation still reads the image', async t => {
  const pages = await decodeAll(png, apng(every, { still: true }))
  paint(pages[0].raster, boxes)
  const still = await sharp(Buffer.from(await encodeAll(png, pages))).raw().toBuffer()
  t.same([...still.subarray((7 * W + 9) * 4, (7 * W + 9) * 4 + 4)], [0, 0, 0, 255])
  t.same([...still.subarray((7 * W + 5) * 4, (7 * W + 5) * 4 + 4)], [45, 63, 7, 255])
})

t.test('frames outside the image, out of order, missing or empty are refused', async t => {
  const broken = { code: 'ERR_MALFORMED_INPUT' }
  await t.rejects(decodeAll(png, apng([first, { ...first, x: 1 }])), broken)
  await t.rejects(decodeAll(png, apng([{ ...first, w: 4 }])), broken)
  await t.rejects(decodeAll(png, apng([first, { ...first, dispose: 3 }])), broken)
  await t.rejects(decodeAll(png, apng([first, first]), { frames: 1 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'frames' })
  const file = Buffer.from(apng([first, first]))
  const second = file.lastIndexOf('fcTL')
  await t.rejects(decodeAll(png, Buffer.concat([file.subarray(0, second - 4), file.subarray(second + 34)])), broken)
})

t.test('regression: an animation that announces another number of frames shows what viewers show', async t => {
  const frames = every.slice(0, 5)
  const whole = await decodeAll(png, apng(frames))
  for (const [frameCount, shown] of [[3, 3], [1, 1], [9, 5], [0, 1]] as const) {
    const pages = await decodeAll(png, apng(frames, { frameCount }))
    t.equal(pages.length, shown, `${frameCount} of 5`)
    pages.forEach(({ raster }, i) => t.same(frameCount === 0 ? raster.data : whole[i]!.raster.data, raster.data))
    const again = await decodeAll(png, await encodeAll(png, pages))
    t.same(again.map(({ raster }) => raster.data), pages.map(({ raster }) => raster.data))
    t.notOk(frameCount === 0 && again[0]!.page.animated, 'none is a still image')
  }
  t.equal((await decodeAll(png, apng(frames, { frameCount: 9, still: true }))).length, 6)
})
