import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { avif } from '../../../lib/formats/avif/index.js'
import { box, boxesOf, bytesOf, fullBox } from '../../../lib/formats/avif/boxes.js'
import type { AvifInfo } from '../../../lib/formats/avif/walk.js'
import type { PaintBox } from '../../../lib/core/types.js'
import { paint } from '../../../lib/paint/paint.js'
import { wholeBlocks } from '../../../lib/paint/shape.js'
import { codedItem, ispe, makeAvif, text } from '../../fixtures/avif.js'
import { profile } from '../../fixtures/icc.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const [W, H] = [90, 70]
const box1: PaintBox = { x: 20, y: 20, w: 24, h: 16, label: 'X', method: 'blackbox' }

/** Smooth colours, with alpha that begins with none. */
const samples = (channels: number, width = W, height = H): Uint8Array => Uint8Array.from({ length: width * height * channels }, (_, i) => {
  const [x, y, c] = [Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels]
  return c === 3 ? [0, 128, 255][x % 3]! : 60 + x + y + c * 20
})
const made = (channels: 3 | 4 = 3): Sharp => sharp(samples(channels), { raw: { width: W, height: H, channels } })
const rewritten = async (file: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(avif, await decodeAll(avif, Uint8Array.from(file))))
const pixels = async (file: Uint8Array): Promise<Buffer> => await sharp(file).raw().toBuffer()

for (const channels of [3, 4] as const) {
  t.test(`without loss, ${channels} channels`, async t => {
    const file = await made(channels).avif({ lossless: true }).toBuffer()
    const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
    t.match(page, { format: 'avif', orientation: 1, total: 1, layout: { width: W, height: H, channels, bits: 8 }, info: { lossless: true, bits: 8, alpha: channels === 4 } })
    t.notOk(page.blocks)
    t.same(raster.data, samples(channels), 'exact, also under alpha 0')
    const painted = paint(raster, [box1])
    const out = await encodeAll(avif, [{ page, raster }], () => painted)
    t.same(await pixels(out), Buffer.from(raster.data), 'and so is what leaves')
  })
}

for (const bits of [10, 12] as const) {
  t.test(`${bits} bits`, async t => {
    const deep = Uint16Array.from(samples(3), (v, i) => (v << bits - 8 | i % 4) << 16 - bits)
    const file = await sharp(deep, { raw: { width: W, height: H, channels: 3 } }).toColourspace('rgb16').avif({ lossless: true, bitdepth: bits }).toBuffer()
    const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
    t.match(page, { layout: { bits: 16 }, info: { bits, lossless: true } })
    const read = new Uint16Array(raster.data.slice().buffer)
    t.ok(read.every((v, i) => v >> 16 - bits === deep[i]! >> 16 - bits))
    t.ok(read.some(v => v % 2 ** (16 - bits) !== 0), 'white is full')
    const [again] = await decodeAll(avif, await rewritten(file))
    t.same(again!.raster.data, raster.data)
    t.equal((await sharp(await rewritten(file)).metadata()).bitsPerSample, bits)
    const white = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#fff' } }).toColourspace('rgb16').avif({ lossless: true, bitdepth: bits }).toBuffer()
    t.ok((await decodeAll(avif, Uint8Array.from(white)))[0]!.raster.data.every(v => v >= 252), 'white')
  })
}

t.test('with loss: the quality comes out as it went in, boxes are black to their edges', async t => {
  for (const quality of [30, 50, 64, 80, 95]) {
    const file = await made().avif({ quality }).toBuffer()
    const [{ page }] = await decodeAll(avif, Uint8Array.from(file))
    t.match(page.info, { lossless: false, fullChroma: true })
    t.ok(Math.abs((page.info as AvifInfo).quality - quality) <= 1, `${quality}: ${(page.info as AvifInfo).quality}`)
  }
  const file = await sharp({ create: { width: W, height: H, channels: 3, background: '#fff' } }).avif({ quality: 50, chromaSubsampling: '4:2:0' }).toBuffer()
  const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
  t.match(page, { blocks: { kept: false }, info: { fullChroma: false } })
  const painted = paint(raster, [wholeBlocks(box1, page.blocks!, page.blocks!.reach, raster)])
  const out = await pixels(await encodeAll(avif, [{ page, raster }], () => painted))
  for (let y = box1.y; y < box1.y + box1.h; y++) {
    for (let x = box1.x; x < box1.x + box1.w; x++) for (let c = 0; c < 3; c++) if (out[(y * W + x) * 3 + c]! > 8) t.fail(`${x},${y}: ${out[(y * W + x) * 3 + c]}`)
  }
  t.ok(out[0]! > 240)
})

t.test('with loss: hardly anything of what stands beside a box rings into it', async t => {
  const noise = Buffer.from(Array.from({ length: W * H * 3 }, (_, i) => i * 7919 % 251))
  for (const [quality, chromaSubsampling] of [[30, '4:2:0'], [30, '4:4:4'], [90, '4:2:0']] as const) {
    const file = await sharp(noise, { raw: { width: W, height: H, channels: 3 } }).avif({ quality, chromaSubsampling }).toBuffer()
    const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
    const painted = paint(raster, [wholeBlocks(box1, page.blocks!, page.blocks!.reach, raster)])
    const out = await pixels(await encodeAll(avif, [{ page, raster }], () => painted))
    let most = 0
    for (let y = box1.y; y < box1.y + box1.h; y++) most = Math.max(most, ...out.subarray((y * W + box1.x) * 3, (y * W + box1.x + box1.w) * 3))
    t.ok(most <= 8, `quality ${quality}, ${chromaSubsampling}: ${most}`)
  }
})

t.test('turned and mirrored by the file: upright, and not turned once more', async t => {
  const picture = await codedItem(samples(3), W, H)
  const angle = (quarters: number): Uint8Array => box('irot', [quarters])
  for (const [how, properties, size] of [
    ['a quarter', [angle(1)], [H, W]], ['half', [angle(2)], [W, H]], ['three quarters', [angle(3)], [H, W]], ['mirrored', [box('imir', [0])], [W, H]],
    ['both', [angle(1), box('imir', [1])], [H, W]],
  ] as const) {
    const file = makeAvif([{ ...picture, properties: [...picture.properties, ...properties] }])
    const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
    t.match(page, { orientation: 1, layout: { width: size[0], height: size[1] } }, how)
    t.same(Buffer.from(raster.data), await pixels(file), how)
    const out = await rewritten(file)
    t.same(await pixels(out), await pixels(file), `${how}, written`)
    t.notOk(out.includes('irot') || out.includes('imir'))
  }
})

t.test('a grid, and a part that is shown', async t => {
  const tiles = await Promise.all([0, 1, 2, 3].map(async i => await codedItem(samples(3, 64, 64).map(v => v ^ i * 16), 64, 64)))
  const grid = { type: 'grid', data: Uint8Array.of(0, 0, 1, 1, 0, 120, 0, 100), properties: [ispe(120, 100)] }
  const file = makeAvif([grid, ...tiles], { references: [['dimg', 1, [2, 3, 4, 5]]] })
  const [{ page, raster }] = await decodeAll(avif, Uint8Array.from(file))
  t.match(page.layout, { width: 120, height: 100 })
  t.same(Buffer.from(raster.data), await pixels(file))
  t.same(await pixels(await rewritten(file)), await pixels(file))
  await t.rejects(decodeAll(avif, makeAvif([grid, ...tiles.slice(1)], { references: [['dimg', 1, [2, 3, 4]]] })), { code: 'ERR_MALFORMED_INPUT' })

  const picture = await codedItem(samples(3), W, H)
  const aperture = (w: number): Uint8Array => box('clap', ...[w, 1, 20, 1, 0, 1, 0, 1].map(n => bytesOf(n, 4)))
  const part = (w: number): Uint8Array => makeAvif([{ ...picture, properties: [...picture.properties, aperture(w)] }])
  const [cut] = await decodeAll(avif, part(40))
  t.match(cut!.page.layout, { width: 40, height: 20 })
  t.match(await sharp(await rewritten(part(40))).metadata(), { width: 40, height: 20 }, 'viewers that show all are shown no more')
  await t.rejects(decodeAll(avif, part(W + 1)), { code: 'ERR_UNSUPPORTED_FORMAT' })
})

t.test('nothing but the picture, its colours and size goes out', async t => {
  const icc = profile('CANARY0')
  const picture = await codedItem(samples(3), W, H)
  const other = await codedItem(samples(3).map(v => v ^ 0x55), W, H)
  const item = (type: string, data: Uint8Array): { type: string, data: Uint8Array, properties: Uint8Array[] } => ({ type, data, properties: [] })
  const canary = (n: number): Uint8Array => text(`CANARY${n}`)
  const nclx = picture.properties.findIndex(property => Buffer.from(property).includes('nclx'))
  const colours = picture.properties.map((one, i) => i === nclx ? box('colr', text('nclx'), [0, 9, 0, 16, 0, 0, 128]) : one)
  const file = makeAvif([
    { ...picture, properties: [...colours, box('colr', text('prof'), icc), box('uuid', Buffer.alloc(16), canary(1)), box('udes', canary(2))] },
    item('Exif', Buffer.concat([Buffer.alloc(4), canary(3)])), item('mime', canary(4)), other,
  ], { references: [['cdsc', 2, [1]], ['cdsc', 3, [1]], ['thmb', 4, [1]]], more: [box('free', canary(5)), canary(6)] })
  const out = await rewritten(file)
  t.notOk(out.includes('CANARY'))
  t.same(boxesOf(out).map(({ type }) => type), ['ftyp', 'meta', 'mdat'])
  t.match(await sharp(out).metadata(), { hasProfile: true, width: W })
  t.ok(out.includes(Buffer.from([...text('nclx'), 0, 9, 0, 16, 0, 0, 128])), 'what colours mean')
  t.same(await sharp(out, { ignoreIcc: true }).raw().toBuffer(), await sharp(file, { ignoreIcc: true }).raw().toBuffer())
})

t.test('what is not read says so', async t => {
  const picture = await codedItem(samples(3), W, H)
  const refused = async (file: Uint8Array, code: string, limits = {}): Promise<void> => {
    await t.rejects(decodeAll(avif, Uint8Array.from(file), limits), { code })
  }
  await refused(makeAvif([picture], { major: 'avis' }), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([picture], { brands: 'avifavis' }), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([picture], { more: [box('moov')] }), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([picture], { major: 'mif1', brands: 'heic' }), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([{ ...picture, type: 'hvc1' }]), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([picture, picture], { references: [['prem', 1, [2]]] }), 'ERR_UNSUPPORTED_FORMAT')
  await refused(makeAvif([picture], { extent: { method: 2 } }), 'ERR_UNSUPPORTED_FORMAT')
  for (const length of [1 << 20, 0xffffffff]) await refused(makeAvif([picture], { extent: { length } }), 'ERR_MALFORMED_INPUT')
  await refused(makeAvif([{ ...picture, properties: [] }]), 'ERR_MALFORMED_INPUT')
  await refused(makeAvif([{ ...picture, properties: [ispe(W * 2, H)] }]), 'ERR_MALFORMED_INPUT')
  await refused(makeAvif([{ ...picture, data: new Uint8Array(40) }]), 'ERR_MALFORMED_INPUT')
  await refused(makeAvif(Array.from({ length: 20 }, () => picture)), 'ERR_LIMIT_EXCEEDED', { ifdEntries: 10 })
  await refused(makeAvif([picture]), 'ERR_LIMIT_EXCEEDED', { pixelsPerFrame: W * H - 1 })
  await refused(makeAvif([picture]), 'ERR_LIMIT_EXCEEDED', { inputBytes: 100 })
  const flat = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#fff' } }).avif().toBuffer()
  await refused(flat, 'ERR_LIMIT_EXCEEDED', { decompressionRatio: 1000 })
  const whole = makeAvif([picture])
  for (let length = 12; length < whole.length - 4; length += 97) await t.rejects(decodeAll(avif, Uint8Array.from(whole.subarray(0, length))), /./, `cut at ${length}`)
  t.equal(fullBox('meta', 0, 0).length, 12)
})
