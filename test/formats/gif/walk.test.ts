import t from 'tap'
import { gif } from '../../../lib/formats/gif/index.js'
import type { GifInfo } from '../../../lib/formats/gif/types.js'
import { defaultLimits } from '../../../lib/core/limits.js'
import type { EncodedPage } from '../../../lib/core/types.js'
import { decodeAll, encodeAll, MemorySource } from '../../fixtures/memory-source.js'
import { extension, gifFrame, gifHeader, makeGif, u16 } from '../../fixtures/gif-maker.js'
import { leastCost, SLACK_MS } from '../../fixtures/cost.js'

const palette = [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]
const frame = { w: 8, h: 8, pixels: 1, delay: 7 }
const context = { limits: defaultLimits }

async function pagesOf(file: Uint8Array): Promise<EncodedPage[]> {
  const pages: EncodedPage[] = []
  for await (const page of gif.pages(new MemorySource(file), context)) pages.push(page)
  return pages
}

t.test('frames come out as soon as their bytes are in, and are let go of', async t => {
  const head = [...gifHeader(8, 8, palette), ...gifFrame(frame)]
  const file = Uint8Array.from([...head, ...gifFrame(frame), 0x3b])
  let released = 0
  let furthest = 0
  const source = {
    read: async (offset: number, length: number) => {
      furthest = Math.max(furthest, offset + length)
      return file.subarray(offset, offset + length)
    },
    size: async () => t.fail('nobody should wait for the end') as never,
    release: (offset: number) => { released = offset },
  }
  const pages = gif.pages(source, context)
  t.equal((await pages.next()).value.index, 0)
  t.equal(furthest, head.length, 'not a byte more is waited for')
  t.ok(released > head.length - 200, 'what was read is let go of')
  t.equal((await pages.next()).value.index, 1)
  t.equal(released <= file.length && (await pages.next()).done, true)
})

t.test('loop counts, delays and what the frame says of itself', async t => {
  const netscape = (n: number): number[] => [...extension(0xff, 'NETSCAPE2.0').slice(0, -1), 3, 1, ...u16(n), 0]
  const file = makeGif(8, 8, palette, [
    { ...frame, blocks: [netscape(5)], delay: 0, disposal: 2, transparent: 3 },
    { ...frame, x: 2, w: 4, h: 4, interlaced: true, palette: [1, 2, 3, 1, 2, 3], pixels: [0, 1, ...new Array<number>(14).fill(0)], delay: 300 },
    { w: 8, h: 8, pixels: 2, blocks: [netscape(0x4a61)] },
  ])
  const out = await encodeAll(gif, await decodeAll(gif, file))
  for (const pages of [await pagesOf(file), await pagesOf(out)]) {
    const [a, b, c] = pages.map(page => page.info as GifInfo)
    t.match(a, { loop: 5, delay: 0, disposal: 2, transparent: 3, palette: undefined })
    t.match(b, { delay: 300, disposal: 0, interlaced: true, rect: { x: 2, y: 0, w: 4, h: 4 }, palette: new Uint8Array([1, 2, 3, 1, 2, 3]) })
    t.equal(b.loop, undefined)
    t.equal(c.loop, undefined, 'no second count, which would mean nothing')
    t.equal(c.delay, undefined, 'no control block is made up')
  }
})

t.test('a file without a trailer is complete when its frames are', async t => {
  t.equal((await decodeAll(gif, makeGif(8, 8, palette, [frame, frame], []))).length, 2)
  const cut = makeGif(8, 8, palette, [frame, { ...frame, pixels: Array.from({ length: 64 }, (_, i) => i & 3) }], [])
  t.equal((await decodeAll(gif, cut.subarray(0, -1))).length, 2, 'only the terminator is missing')
  await t.rejects(decodeAll(gif, cut.subarray(0, -9)), { code: 'ERR_MALFORMED_INPUT' })
})

t.test('every cut is whole frames or an error', async t => {
  const file = makeGif(8, 8, palette, [frame, { ...frame, pixels: 2 }])
  for (let length = 13; length < file.length; length++) {
    await decodeAll(gif, file.subarray(0, length)).then(
      pages => { if (pages.length < 1) t.fail(`${length} bytes gave no page and no error`) },
      error => { if (error.code !== 'ERR_MALFORMED_INPUT') t.error(error) })
  }
})

t.test('nothing but the frames goes out', async t => {
  const canary = 'CANARY of Jane Doe'
  const plainText = [0x21, 1, 12, ...new Array(12).fill(1), canary.length, ...Buffer.from(canary), 0]
  const file = makeGif(8, 8, palette, [
    { ...frame, blocks: [extension(0xfe, canary), extension(0xff, 'XMP DataXMP', canary), plainText, extension(0xff, 'CANARYCANAR', canary), extension(0x77, canary)] },
    { ...frame, blocks: [extension(0xff, 'NETSCAPE2.0', canary)] },
  ], [...extension(0xfe, canary), 0x3b, ...Buffer.from(canary)])
  t.ok(Buffer.from(file).includes('CANARY'))
  const out = await encodeAll(gif, await decodeAll(gif, file))
  t.notOk(Buffer.from(out).includes('CANARY'))
  t.equal((await decodeAll(gif, out)).length, 2)
})

t.test('image data after the last pixel do not go out', async t => {
  const bytes = [...gifHeader(8, 8, palette), ...gifFrame(frame)]
  const canary = Buffer.from('CANARY')
  const file = Uint8Array.from([...bytes.slice(0, -1), canary.length, ...canary, 0, 0x3b])
  const out = await encodeAll(gif, await decodeAll(gif, file))
  t.notOk(Buffer.from(out).includes('CANARY'))
})

t.test('hostile: 4000 × 4000 in 35 bytes', async t => {
  const file = Uint8Array.from([...Buffer.from('GIF89a'), ...u16(4000), ...u16(4000), 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
    0x2c, 0, 0, 0, 0, ...u16(4000), ...u16(4000), 0, 2, 1, 0x44, 0, 0x3b])
  t.equal(file.length, 34)
  await t.rejects(pagesOf(file), { code: 'ERR_MALFORMED_INPUT' }, 'before a page is handed out, so before its memory is taken')
})

t.test('hostile: minimal code size 26', async t => {
  const bytes = gifFrame(frame)
  const at = bytes.indexOf(8, 8 + 9)
  bytes[at] = 26
  const file = Uint8Array.from([...gifHeader(8, 8, palette), ...bytes, 0x3b])
  const good = Uint8Array.from([...gifHeader(8, 8, palette), ...gifFrame(frame), 0x3b])
  const refused = await leastCost(() => t.rejects(pagesOf(file), { code: 'ERR_MALFORMED_INPUT' }))
  t.ok(refused < 10 * await leastCost(() => pagesOf(good)) + SLACK_MS, 'no table of 2^26 codes is laid out')
})

t.test('limits', async t => {
  const small = { w: 1, h: 1, pixels: 1 }
  await t.rejects(decodeAll(gif, makeGif(8, 8, palette, [frame]), { pixelsPerFrame: 63 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' })
  await t.rejects(pagesOf(makeGif(60_000, 4000, palette, [small])), { code: 'ERR_LIMIT_EXCEEDED', limit: 'decompressionRatio' })
  await t.rejects(pagesOf(makeGif(65_535, 65_535, palette, [small])), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' })
})

t.test('wrong files', async t => {
  await t.rejects(pagesOf(makeGif(8, 8, palette, [])), { code: 'ERR_MALFORMED_INPUT' }, 'no frame, but a trailer')
  await t.rejects(pagesOf(Uint8Array.from(gifHeader(8, 8, palette))), { code: 'ERR_MALFORMED_INPUT' }, 'no frame')
  await t.rejects(pagesOf(makeGif(8, 8, palette, [frame], [0x99])), { code: 'ERR_MALFORMED_INPUT' }, 'unknown block')
})
