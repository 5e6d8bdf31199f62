import sharp from 'sharp'
import t, { type Test } from 'tap'
import { gif } from '../../../lib/formats/gif/index.js'
import type { GifInfo } from '../../../lib/formats/gif/types.js'
import type { Box, PaintBox } from '../../../lib/core/types.js'
import { makeGif, type MadeFrame } from '../../fixtures/gif-maker.js'
import { decodeAll, encodeAll, type DecodedPage } from '../../fixtures/memory-source.js'

const palette = [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255]
const [WHITE, RED, GREEN, BLUE] = [0, 1, 2, 3]

/** Every frame as libvips shows it: RGBA, transparent pixels all zero. */
async function shown(file: Uint8Array): Promise<Buffer[]> {
  const { data, info } = await sharp(file, { pages: -1 }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const size = data.length / (info.pages ?? 1)
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 0) data.fill(0, i, i + 4)
  return Array.from({ length: info.pages ?? 1 }, (_, i) => data.subarray(i * size, (i + 1) * size))
}

const box = (b: Box): PaintBox => ({ ...b, label: 'X', method: 'blackbox' })

function paint({ raster }: DecodedPage, { x, y, w, h }: Box, colour: number[] = [0, 0, 0]): void {
  for (let row = y; row < y + h; row++) {
    for (let column = x; column < x + w; column++) raster.data.set([...colour, 255], (row * raster.width + column) * 4)
  }
}

async function repainted(file: Uint8Array, boxes: (index: number) => Box[], colour?: number[]): Promise<{ out: Uint8Array, pages: DecodedPage[] }> {
  const pages = await decodeAll(gif, file)
  for (const page of pages) for (const b of boxes(page.page.index)) paint(page, b, colour)
  return { out: await encodeAll(gif, pages, i => boxes(i).map(box)), pages }
}

async function showsPainted(t: Test, { out, pages }: { out: Uint8Array, pages: DecodedPage[] }): Promise<void> {
  const frames = await shown(out)
  t.equal(frames.length, pages.length)
  frames.forEach((frame, i) => t.ok(frame.equals(pages[i].raster.data), `frame ${i} shows what was painted`))
}

const scenes: Record<string, [number, number, number[] | undefined, MadeFrame[]]> = {
  'one frame': [9, 7, palette, [{ w: 9, h: 7, pixels: RED }]],
  'small frames left in place': [9, 7, palette, [
    { w: 9, h: 7, pixels: RED, delay: 1 },
    { x: 2, y: 2, w: 3, h: 3, pixels: GREEN, disposal: 1 }, { x: 4, y: 3, w: 3, h: 3, pixels: BLUE }]],
  // With a transparent index, for libvips; browsers clear to transparency in any case.
  'cleared after showing': [9, 7, palette, [
    { w: 9, h: 7, pixels: RED }, { x: 2, y: 2, w: 3, h: 3, pixels: GREEN, transparent: BLUE, disposal: 2 },
    { x: 6, y: 3, w: 2, h: 2, pixels: BLUE }]],
  'put back after showing': [9, 7, palette, [{ w: 9, h: 7, pixels: RED }, { x: 2, y: 2, w: 3, h: 3, pixels: GREEN, disposal: 3 }, { x: 6, y: 3, w: 2, h: 2, pixels: BLUE }]],
  'transparency': [4, 2, palette, [
    { w: 4, h: 2, pixels: RED }, { w: 4, h: 2, pixels: [GREEN, BLUE, GREEN, BLUE, BLUE, GREEN, BLUE, GREEN], transparent: BLUE },
    { w: 1, h: 1, pixels: WHITE }]],
  'a first frame with holes': [4, 2, palette, [
    { w: 4, h: 2, pixels: [RED, BLUE, RED, BLUE, BLUE, RED, BLUE, RED], transparent: BLUE, disposal: 2 }, { x: 1, w: 2, h: 2, pixels: GREEN }]],
  'palettes of their own': [4, 4, undefined, [{ w: 4, h: 4, pixels: 1, palette }, { x: 1, y: 1, w: 2, h: 2, pixels: 1, palette: [9, 9, 9, 7, 8, 9] }]],
  'interlaced': [5, 19, palette, [{ w: 5, h: 19, interlaced: true, pixels: Array.from({ length: 95 }, (_, i) => Math.floor(i / 5) % 4) }]],
  'partly outside the screen': [8, 8, palette, [{ w: 8, h: 8, pixels: RED }, { x: 5, y: 6, w: 6, h: 6, pixels: GREEN, interlaced: true }, { x: 1, y: 1, w: 1, h: 1, pixels: BLUE }]],
}

for (const [name, [width, height, colours, frames]] of Object.entries(scenes)) {
  t.test(name, async t => {
    const file = makeGif(width, height, colours, frames)
    const pages = await decodeAll(gif, file)
    const reference = await shown(file)
    t.equal(pages.length, frames.length)
    pages.forEach(({ raster }, i) => t.ok(reference[i].equals(raster.data), `frame ${i} is composed as libvips does`))

    const untouched = await decodeAll(gif, await encodeAll(gif, pages))
    pages.forEach(({ raster, page }, i) => {
      t.ok(Buffer.from(untouched[i].raster.data).equals(raster.data), `frame ${i} comes out as it went in`)
      const [was, is] = [page.info as GifInfo, untouched[i].page.info as GifInfo]
      for (const key of ['delay', 'disposal', 'interlaced'] as const) t.same(is[key], was[key], `frame ${i} keeps its ${key}`)
      t.equal(is.transparent === undefined, was.transparent === undefined, `frame ${i} stays transparent where it was`)
    })

    await showsPainted(t, await repainted(file, () => [{ x: 1, y: 0, w: 2, h: 2 }]))
    await showsPainted(t, await repainted(file, i => i % 2 ? [{ x: 0, y: 0, w: 2, h: 1 }] : [{ x: 2, y: 1, w: 2, h: 1 }], [7, 77, 177]))
  })
}

t.test('a box over what an earlier frame drew is painted in this frame', async t => {
  const file = makeGif(9, 9, palette, [
    { w: 9, h: 9, pixels: RED }, { w: 1, h: 1, pixels: GREEN, disposal: 1 }, { x: 8, y: 8, w: 1, h: 1, pixels: BLUE }])
  const found = await repainted(file, i => i === 1 ? [{ x: 4, y: 4, w: 2, h: 2 }] : [])
  await showsPainted(t, found)
  const rects = (await decodeAll(gif, found.out)).map(({ page }) => (page.info as GifInfo).rect)
  t.same(rects[1], { x: 0, y: 0, w: 6, h: 6 }, 'the frame grows to reach the box')
  t.same(rects[2], { x: 4, y: 4, w: 5, h: 5 }, 'and the next one takes the paint away again')
})

t.test('a palette without room takes the nearest entry, one with unused entries gets new ones', async t => {
  const grey = Array.from({ length: 256 }, (_, i) => [i, i, i]).flat()
  const all = Array.from({ length: 256 }, (_, i) => i)
  const full = await repainted(makeGif(16, 16, grey, [{ w: 16, h: 16, pixels: all }]),
    () => [{ x: 15, y: 15, w: 1, h: 1 }], [100, 101, 99])
  t.same([...(await shown(full.out))[0].subarray(-4)], [100, 101, 99, 255], 'the painted pixel itself made room')
  const tight = await repainted(makeGif(17, 16, grey, [{ w: 17, h: 16, pixels: [...all, ...all.slice(0, 16)] }]),
    () => [{ x: 0, y: 0, w: 1, h: 1 }], [100, 101, 99])
  t.same([...(await shown(tight.out))[0].subarray(0, 4)], [100, 100, 100, 255], 'no room: nearest')
  t.same([...(await shown(tight.out))[0].subarray(4)], [...tight.pages[0].raster.data.subarray(4)], 'all else as it was')
})

t.test('palettes hold the colours that are shown, and nothing else', async t => {
  const text = [...Buffer.from('CANARY-Jane-Doe-CANARY-')]
  // Colours 0 to 3, a text, and one more at the end that only the second frame shows; a frame with a palette and a text of its own.
  const shared = [...palette, ...text, ...text.slice(0, 10), 9, 8, 7]
  const frames = [
    { w: 4, h: 4, pixels: RED }, { w: 2, h: 2, pixels: shared.length / 3 - 1 }, { w: 2, h: 2, pixels: [RED, 9, 9, RED], transparent: 9, disposal: 1 as const },
    { w: 4, h: 1, pixels: [1, 1, 3, 1], palette: [...text.slice(0, 3), 5, 6, 7, ...text.slice(3, 6), 1, 2, 3, ...text.slice(0, 12)] },
  ]
  const file = makeGif(4, 4, shared, frames)
  t.ok(Buffer.from(file).includes('CANARY'))
  const pages = await decodeAll(gif, file)
  const out = Buffer.from(await encodeAll(gif, pages))
  t.notMatch(out.toString('latin1'), /CAN|ARY|Jan|Doe/)
  const again = await decodeAll(gif, out)
  pages.forEach(({ raster }, i) => t.same(again[i].raster.data, raster.data, `frame ${i}`))
  await showsPainted(t, await repainted(file, () => [{ x: 1, y: 0, w: 2, h: 2 }], [10, 20, 30]))
  const written = again.map(({ page }) => (page.info as GifInfo).palette?.length)
  t.same(written, [undefined, 6, undefined, 24], 'a frame brings along what the first did not need')
})

t.test('where no frame draws, viewers that show a colour there still show it', async t => {
  const colours = [40, 50, 60, 1, 2, 3, 7, 8, 9, 70, 80, 90]
  const file = Buffer.from(makeGif(4, 4, colours, [{ w: 2, h: 4, pixels: 1 }]))
  file[11] = 3
  const out = await encodeAll(gif, await decodeAll(gif, file))
  t.same([...out.subarray(13, 25)], [40, 50, 60, 1, 2, 3, 0, 0, 0, 70, 80, 90])
  t.equal(out[11], 3)
})

t.test('bytes behind the last pixel of a frame, between blocks and behind the file go', async t => {
  const file = Buffer.from(makeGif(4, 4, palette, [{ w: 4, h: 4, pixels: RED }]))
  const text = Buffer.from('CANARY-Jane-Doe')
  // The data of the frame end with an empty block, then comes the trailer.
  const longer = Buffer.concat([file.subarray(0, -2), Buffer.from([text.length]), text, Buffer.from([0, 0, 0, 0x3b]), text])
  const out = Buffer.from(await encodeAll(gif, await decodeAll(gif, longer)))
  t.notOk(out.includes('Jane'))
  t.same(out, Buffer.from(await encodeAll(gif, await decodeAll(gif, file))))
})

t.test('what lies outside the screen does not go out', async t => {
  const pixels = Array.from({ length: 64 }, (_, i) => i % 8 < 4 ? RED : [GREEN, BLUE][i & 1])
  const file = makeGif(8, 8, palette, [{ w: 8, h: 8, pixels: WHITE }, { x: 4, w: 8, h: 8, pixels }, { x: 20, y: 20, w: 5, h: 5, pixels: GREEN }])
  const out = await encodeAll(gif, await decodeAll(gif, file))
  const [, second, third] = (await decodeAll(gif, out)).map(({ page }) => page.info as GifInfo)
  t.same(second.rect, { x: 4, y: 0, w: 4, h: 8 })
  t.same(third.rect, { x: 0, y: 0, w: 1, h: 1 }, 'one that shows nothing keeps its time')
})

t.test('a first frame larger than the screen enlarges it, as in browsers', async t => {
  const [{ page }] = await decodeAll(gif, makeGif(4, 4, palette, [{ x: 1, w: 6, h: 5, pixels: RED }]))
  t.match(page.layout, { width: 7, height: 5 })
})

t.test('regression: indices beyond the palette are black to all viewers, and in what leaves', async t => {
  for (const colours of [palette, palette.slice(0, 6)]) {
    const file = makeGif(4, 1, colours, [{ w: 4, h: 1, pixels: [RED, 99, 200, RED] }])
    const [{ raster }] = await decodeAll(gif, file)
    t.same([...raster.data.subarray(4, 12)], [0, 0, 0, 255, 0, 0, 0, 255])
    const out = await encodeAll(gif, await decodeAll(gif, file))
    t.same([...(await shown(out))[0]!], [255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 0, 0, 255])
    t.same((await shown(out))[0], (await shown(file))[0], 'as libvips shows the file that came')
  }
})

// libvips 8.18.7, Pillow 12.3.0 and Chromium 153 show other grounds where a frame does not say what is transparent.
t.test('regression: what no frame covers, or was cleared, is transparent to all viewers', async t => {
  const small: MadeFrame = { x: 1, y: 1, w: 2, h: 2, pixels: BLUE, delay: 5 }
  const scenes: [string, MadeFrame[]][] = [
    ['uncovered', [{ w: 4, h: 4, pixels: RED, delay: 5 }, small]],
    ['cleared', [{ w: 8, h: 6, pixels: RED, delay: 5, disposal: 2 }, small]],
    ['a first frame put back', [{ w: 8, h: 6, pixels: RED, delay: 5, disposal: 3 }, small]],
    ['cleared later', [{ w: 8, h: 6, pixels: RED, delay: 5 }, { ...small, disposal: 2 }, { ...small, x: 5 }]],
    ['nothing at all', [{ x: 20, w: 2, h: 2, pixels: RED, delay: 5 }]],
  ]
  for (const [name, frames] of scenes) {
    const pages = await decodeAll(gif, makeGif(8, 6, palette, frames))
    const out = await shown(await encodeAll(gif, pages))
    pages.forEach(({ raster }, i) => t.same(out[i], Buffer.from(raster.data), `${name}, frame ${i}: libvips sees what was inspected`))
  }
  const all = Array.from({ length: 768 }, (_, i) => i * 7 & 255)
  const full = makeGif(20, 16, all, [{ w: 16, h: 16, pixels: Array.from({ length: 256 }, (_, i) => i) }])
  const [{ page }] = await decodeAll(gif, await encodeAll(gif, await decodeAll(gif, full)))
  t.match(page.info, { rect: { w: 16 }, transparent: undefined }, 'where every index is taken, pixels are not given up for it')
})

t.test('any frames, any boxes: every frame shows what was painted', async t => {
  let seed = 1
  const next = (n: number): number => {
    seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0
    return (seed >>> 4) % n
  }
  for (let run = 0; run < 60; run++) {
    // The first frame covers the screen, and none is cleared to nothing: paint cannot be taken off what is transparent.
    const frames: MadeFrame[] = Array.from({ length: 6 }, (_, i) => {
      const [x, y] = i ? [next(10), next(8)] : [0, 0]
      const [w, h] = i ? [1 + next(12), 1 + next(10)] : [12, 10]
      return {
        x, y, w, h, disposal: i ? [0, 1, 3][next(3)] : next(2), interlaced: next(3) === 0,
        pixels: Array.from({ length: w * h }, () => next(4)),
        ...i && next(2) && { transparent: next(4) }, ...next(3) === 0 && { palette: Array.from({ length: 12 }, () => next(256)) },
      }
    })
    const boxes = frames.map(() => Array.from({ length: next(3) }, () => ({ x: next(8), y: next(6), w: 1 + next(4), h: 1 + next(4) })))
    const { out, pages } = await repainted(makeGif(12, 10, palette, frames), i => boxes[i], [next(256), next(256), next(256)])
    const got = await shown(out)
    t.ok(got.length === pages.length && got.every((frame, i) => frame.equals(pages[i].raster.data)), `run ${run}`)
  }
})
