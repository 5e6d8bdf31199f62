import sharp, { type WebpOptions } from 'sharp'
import t from 'tap'
import { webp, webpInfo } from '../../../lib/formats/webp/index.js'
import { bytes24, chunk, chunksIn, riff } from '../../../lib/formats/webp/riff.js'
import { stillFile, type WebpInfo } from '../../../lib/formats/webp/walk.js'
import { decode } from '../../../lib/formats/webp/rebuild.js'
import { writeExif } from '../../../lib/formats/jpeg/exif.js'
import { defaultLimits } from '../../../lib/core/limits.js'
import type { EncodedPage, PaintBox } from '../../../lib/core/types.js'
import { decodeAll, encodeAll, MemorySource } from '../../fixtures/memory-source.js'

const [W, H] = [40, 30]

/** Smooth colours, and with 4 channels some that are half or fully transparent. */
function picture(channels: 3 | 4, seed = 0): Buffer {
  return Buffer.from(Array.from({ length: W * H * channels }, (_, i) => {
    const [x, y, c] = [Math.floor(i / channels) % W, Math.floor(i / channels / W), i % channels]
    return c === 3 ? [255, 255, 128, 0][(x >> 3) + seed & 3] : 128 + 100 * Math.sin((x + seed * 5) / (6 + c) + y / 9)
  }))
}

const still = (channels: 3 | 4, options: WebpOptions): Promise<Buffer> =>
  sharp(picture(channels), { raw: { width: W, height: H, channels } }).webp(options).toBuffer()

const named = (file: Uint8Array): string[] => [...chunksIn(file.subarray(12))].map(c => c.name)
const box: PaintBox = { x: 4, y: 6, w: 16, h: 9, label: 'X', method: 'blackbox' }
const rewritten = async (file: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(webp, await decodeAll(webp, file)))

/** An image's own chunks out of a still file. */
async function image(channels: 3 | 4, options: WebpOptions, width = W, height = H, seed = 0): Promise<Buffer> {
  const file = await sharp(picture(channels, seed), { raw: { width: W, height: H, channels } })
    .extract({ left: 0, top: 0, width, height }).webp(options).toBuffer()
  return Buffer.concat([...chunksIn(file.subarray(12))].filter(c => c.name !== 'VP8X').map(c => chunk(c.name, c.body)))
}

interface Part { x?: number, y?: number, w?: number, h?: number, duration?: number, blend?: boolean, dispose?: boolean, image: Buffer }

function animation(parts: Part[], { background = [0, 0, 0, 0], loop = 0, flags = 0x12, before = [], after = [] }:
{ background?: number[], loop?: number, flags?: number, before?: Buffer[], after?: Buffer[] } = {}): Buffer {
  return riff(
    chunk('VP8X', Buffer.from([flags, 0, 0, 0, ...bytes24(W - 1), ...bytes24(H - 1)])), ...before,
    chunk('ANIM', Buffer.from([...background, loop & 255, loop >> 8])),
    ...parts.map(({ x = 0, y = 0, w = W, h = H, duration = 100, blend = false, dispose = false, image }) => {
      const head = [...[x / 2, y / 2, w - 1, h - 1, duration].flatMap(bytes24), (blend ? 0 : 2) | (dispose ? 1 : 0)]
      return chunk('ANMF', Buffer.concat([Buffer.from(head), image]))
    }),
    ...after,
  )
}

for (const [name, channels, options] of [
  ['lossless', 3, { lossless: true }], ['lossless with alpha', 4, { lossless: true, exact: true }],
  ['lossy', 3, { quality: 75 }], ['lossy with alpha', 4, { quality: 75 }],
] as [string, 3 | 4, WebpOptions][]) {
  t.test(name, async t => {
    const file = await still(channels, options)
    const [{ page, raster }] = await decodeAll(webp, file)
    t.match(page.layout, { width: W, height: H, channels })
    if (options.lossless) t.ok(Buffer.from(raster.data).equals(picture(channels)), 'exact, also under alpha 0')
    const untouched = await rewritten(file)
    t.same((await decodeAll(webp, untouched))[0].raster.data, raster.data, 'untouched, every pixel comes out as it went in')
    t.same(named(untouched), named(file))
    if (!options.lossless && channels === 3) t.ok(Math.abs(untouched.length - file.length) < 8, 'and is not encoded once more')

    const painted = { page, raster: { ...raster, data: raster.data.slice() } }
    for (let y = box.y; y < box.y + box.h; y++) {
      for (let x = box.x; x < box.x + box.w; x++) painted.raster.data.set([0, 0, 0, 255].slice(0, channels), (y * W + x) * channels)
    }
    const out = await encodeAll(webp, [painted], () => [box])
    t.same(named(out), named(file), 'the same kind of file')
    const [after] = await decodeAll(webp, out)
    const differences = after.raster.data.map((v, i) => Math.abs(v - painted.raster.data[i]))
    if (options.lossless) t.ok(differences.every(d => d === 0))
    else {
      const seen = differences.filter((_, i) => channels === 3 || after.raster.data[i - i % 4 + 3] > 0)
      t.ok(seen.reduce((a, b) => a + b, 0) / seen.length < 6, 'near the painted picture')
    }
  })
}

t.test('the quality of a lossy file is read from its header', async t => {
  for (const quality of [20, 50, 75, 90]) {
    const [{ page }] = await decodeAll(webp, await still(3, { quality }))
    t.ok(Math.abs((page.info as WebpInfo).quality - quality) <= 12, `${quality}: ${(page.info as WebpInfo).quality}`)
  }
})

t.test('animation', async t => {
  const full = await image(4, { lossless: true, exact: true })
  const small = await image(4, { lossless: true, exact: true }, 16, 12, 1)
  const opaque = await image(3, { lossless: true }, 20, 20, 2)
  const file = animation([
    { image: full, duration: 0 },
    { image: small, x: 6, y: 4, w: 16, h: 12, blend: true, dispose: true, duration: 70 },
    { image: opaque, x: 18, y: 8, w: 20, h: 20, duration: 70_000 },
    { image: small, x: 0, y: 0, w: 16, h: 12, blend: true },
  ], { loop: 7, background: [9, 9, 9, 255] })
  const pages = await decodeAll(webp, file)
  const { data } = await sharp(file, { pages: -1 }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  pages.forEach(({ raster }, i) => {
    const reference = data.subarray(i * W * H * 4, (i + 1) * W * H * 4)
    const worst = raster.data.reduce((most, v, k) => raster.data[k - k % 4 + 3] === 0 ? most : Math.max(most, Math.abs(v - reference[k])), 0)
    t.ok(worst <= 1, `frame ${i} is composed as libwebp does (${worst})`)
  })
  const same = await decodeAll(webp, await rewritten(file))
  pages.forEach(({ page, raster }, i) => {
    t.same(same[i].raster.data, raster.data, `frame ${i} comes out as it went in`)
    t.same((same[i].page.info as WebpInfo).frame, (page.info as WebpInfo).frame, 'in its place')
  })

  for (const { raster } of pages.slice(1)) raster.data.fill(0, 0, 400)
  const out = await encodeAll(webp, pages, i => i === 1 ? [box] : [])
  const again = await decodeAll(webp, out)
  t.equal(again.length, 4)
  again.forEach(({ raster }, i) => t.ok(Buffer.from(raster.data).equals(pages[i].raster.data), `frame ${i} shows what was painted`))
  const infos = again.map(({ page }) => page.info as WebpInfo)
  t.same(infos.map(i => i.frame!.duration), [0, 70, 70_000, 100])
  t.match(infos[0].screen.animation, { loop: 7, background: Uint8Array.of(9, 9, 9, 255) })
  t.equal((await sharp(out).metadata()).loop, 7, 'others read it, too')
})

t.test('frames come out while the file arrives', async t => {
  const frame = await image(3, { lossless: true })
  const file = animation([{ image: frame }, { image: frame }])
  const first = file.indexOf('ANMF', file.indexOf('ANMF') + 1)
  const source = new MemorySource(file.subarray(0, first))
  const pages = webp.pages(source, { limits: defaultLimits })
  t.equal((await pages.next()).value.index, 0)
  t.ok(source.released > first - 10)
  await t.rejects(pages.next(), { code: 'ERR_MALFORMED_INPUT' }, 'cut')
})

t.test('metadata', async t => {
  const canary = Buffer.from('CANARY Jane Doe')
  const bits = await image(3, { lossless: true })
  const header = chunk('VP8X', Buffer.from([0x0c, 0, 0, 0, ...bytes24(W - 1), ...bytes24(H - 1)]))
  const exif = Buffer.concat([writeExif({ orientation: 6 })!, canary])
  const file = Buffer.concat([riff(header, chunk('ABCD', canary), bits, chunk('EXIF', exif), chunk('XMP ', canary), chunk('EFGH', canary)), canary])
  const [{ page }] = await decodeAll(webp, file)
  t.equal(page.orientation, 6)
  const out = await rewritten(file)
  t.notOk(out.includes('CANARY'))
  t.same(named(out), ['VP8X', 'VP8L', 'EXIF'])
  t.equal((await sharp(out).metadata()).orientation, 6)

  const moving = animation([{ image: Buffer.concat([bits, chunk('WXYZ', canary)]) }],
    { flags: 0x0e, before: [chunk('ABCD', canary)], after: [chunk('EXIF', exif), chunk('XMP ', canary)] })
  t.equal((await decodeAll(webp, moving))[0].page.orientation, 6, 'of an animation, though it stands behind the frames')
  t.notOk((await rewritten(moving)).includes('CANARY'))

  const profile = await sharp(picture(3), { raw: { width: W, height: H, channels: 3 } }).withIccProfile('p3').webp().toBuffer()
  t.ok((await sharp(await rewritten(profile)).metadata()).hasProfile)
})

t.test('every cut is an error', async t => {
  const moving = animation([{ image: await image(4, { quality: 80 }) }, { image: await image(3, { lossless: true }) }])
  for (const file of [await still(3, { lossless: true }), await still(4, { quality: 60 }), moving]) {
    for (let length = 12; length < file.length; length += 11) {
      await decodeAll(webp, file.subarray(0, length)).then(
        () => t.fail(`${length} of ${file.length} bytes were taken for a whole file`),
        error => { if (error.code !== 'ERR_MALFORMED_INPUT') t.error(error) })
    }
  }
})

t.test('wrong files and limits', async t => {
  const bits = await image(3, { lossless: true })
  const lossy = await image(3, { quality: 80 })
  const header = (w: number, h: number): Buffer => chunk('VP8X', Buffer.from([0, 0, 0, 0, ...bytes24(w - 1), ...bytes24(h - 1)]))
  const refuse = async (file: Uint8Array, code: string, message: string, limits = {}): Promise<void> => {
    await t.rejects(decodeAll(webp, file, limits), { code }, message)
  }
  await refuse(riff(), 'ERR_MALFORMED_INPUT', 'nothing in it')
  await refuse(riff(header(W, H)), 'ERR_MALFORMED_INPUT', 'no image')
  await refuse(riff(header(W + 1, H), bits), 'ERR_MALFORMED_INPUT', 'of another size than it says')
  await refuse(riff(bits, bits), 'ERR_MALFORMED_INPUT', 'two images')
  await refuse(animation([{ image: bits, x: 2 }]), 'ERR_MALFORMED_INPUT', 'a frame beyond the screen')
  await refuse(animation([{ image: Buffer.alloc(0) }]), 'ERR_MALFORMED_INPUT', 'a frame without an image')
  await refuse(animation([]), 'ERR_MALFORMED_INPUT', 'no frame')
  await refuse(riff(bits), 'ERR_LIMIT_EXCEEDED', 'too many pixels', { pixelsPerFrame: W * H - 1 })
  await refuse(riff(header(16_000, 16_000)), 'ERR_LIMIT_EXCEEDED', 'by its header, before its image is read', { pixelsPerFrame: 1e6 })
  await refuse(riff(header(16_384, 10), bits), 'ERR_UNSUPPORTED_FORMAT', 'larger than an image can be')
  lossy.writeUInt16LE(16_000, 8 + 6)
  lossy.writeUInt16LE(16_000, 8 + 8)
  await refuse(riff(lossy), 'ERR_LIMIT_EXCEEDED', 'ratio', { decompressionRatio: 2000 })
})

t.test('a page of another format', async t => {
  const data = new Uint8Array(picture(4))
  const layout = { width: W, height: H, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' } as const
  const page: EncodedPage = { index: 0, format: 'webp', orientation: 1, layout, data: new Uint8Array(), info: webpInfo(layout) }
  const [{ raster }] = await decodeAll(webp, await encodeAll(webp, [{ page, raster: { ...layout, data } }]))
  t.ok(Buffer.from(raster.data).equals(data))
})

t.test('regression: what a frame holds under transparent pixels that are not drawn goes', async t => {
  /** Stripes that nobody sees, beside what is seen. */
  const hidden = Buffer.from(Array.from({ length: W * H * 4 }, (_, i) => {
    const [x, c] = [Math.floor(i / 4) % W, i % 4]
    return c === 3 ? (x < 8 ? 255 : 0) : x < 8 ? 60 : (x >> 1) % 2 * 200
  }))
  for (const options of [{ lossless: true, exact: true }, { quality: 90, exact: true }]) {
    const made = await sharp(hidden, { raw: { width: W, height: H, channels: 4 } }).webp(options).toBuffer()
    const drawn = Buffer.concat([...chunksIn(made.subarray(12))].filter(c => c.name !== 'VP8X').map(c => chunk(c.name, c.body)))
    const out = await rewritten(animation([{ image: await image(4, { lossless: true }) }, { image: drawn, blend: true }]))
    const own = [...chunksIn(out.subarray(12))].filter(c => c.name === 'ANMF').map(c => c.body.subarray(16))[1]
    const { data } = await decode(stillFile(own), 4)
    let most = 0
    // Where a macroblock holds both, what is seen spreads.
    for (let i = 0; i < data.length; i += 4) if (i / 4 % W >= 16) most = Math.max(most, data[i])
    t.ok(most <= 24, `${JSON.stringify(options)}: ${most}`)
    t.ok(Math.abs(data[4] - 60) < 6 && data[7] === 255, 'what is seen stays')
  }
  // As encoders leave it, a frame keeps its code.
  const smooth = await image(4, { quality: 75 })
  const [page] = (await decodeAll(webp, animation([{ image: smooth, blend: true }])))
  t.notOk((await webp.encodePage(page.page, page.raster, [])).page.anew)
})

t.test('regression: a page larger than WebP holds is no fault of ours', async t => {
  t.throws(() => webpInfo({ width: 16_384, height: 8, model: 'rgb', channels: 3, bits: 8, sample: 'uint' }), { code: 'ERR_UNSUPPORTED_FORMAT' })
})
