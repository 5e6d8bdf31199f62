import sharp, { type WebpOptions } from 'sharp'
import t from 'tap'
import { BoolReader, BoolWriter } from '../../../lib/formats/webp/bool-coder.js'
import { webp } from '../../../lib/formats/webp/index.js'
import { bytes24, chunk, chunksIn, riff } from '../../../lib/formats/webp/riff.js'
import { recoded } from '../../../lib/formats/webp/vp8.js'
import type { WebpInfo } from '../../../lib/formats/webp/walk.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const TEXT = Buffer.from('CANARY-Jane-Doe')
const [W, H] = [40, 30]

/** Smooth colours with some detail; light stripes from row `rows` and column `columns` on. */
function picture(width: number, height: number, channels: 3 | 4, columns = width, rows = height): Buffer {
  return Buffer.from(Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y, c] = [Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels]
    if (c === 3) return (x * 5 + y) & 255
    return x >= columns || y >= rows ? (x + y) % 8 < 4 ? 0 : 255 : 128 + 60 * Math.sin(x / (6 + c) + y / 9) + (x * 7 + y * 13) % 11
  }))
}

async function chunksOf(options: WebpOptions, channels: 3 | 4 = 3, width = W, height = H, columns = width, rows = height):
Promise<{ name: string, body: Uint8Array }[]> {
  const file = await sharp(picture(width, height, channels, columns, rows), { raw: { width, height, channels } }).webp(options).toBuffer()
  return [...chunksIn(file.subarray(12))].filter(({ name }) => name !== 'VP8X')
}

const screen = (flags: number): Buffer => chunk('VP8X', Buffer.from([flags, 0, 0, 0, ...bytes24(W - 1), ...bytes24(H - 1)]))
const rewritten = async (file: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(webp, await decodeAll(webp, file)))
const pixelsOf = async (file: Uint8Array): Promise<Uint8Array[]> => (await decodeAll(webp, file)).map(({ raster }) => raster.data)

t.test('the arithmetic code: what was written is read', t => {
  const decisions = Array.from({ length: 20_000 }, (_, i) => ({ probability: 1 + i * 37 % 255, bit: (i * i >> 3) % 7 < 2 ? 1 : 0 }))
  // Long runs of one side make bytes of ones, and carries that run through them.
  for (let i = 0; i < 4000; i++) decisions.push({ probability: i % 2 ? 255 : 1, bit: i % 2 === 0 || i % 97 === 0 ? 1 : 0 })
  const writer = new BoolWriter()
  for (const { probability, bit } of decisions) writer.bit(bit, probability)
  writer.signed(-5, 7)
  writer.signed(0, 7)
  const reader = new BoolReader(writer.finish())
  t.ok(decisions.every(({ probability, bit }) => reader.bit(probability) === bit))
  t.same([reader.signed(7), reader.signed(7)], [-5, 0])
  t.end()
})

t.test('a recoded frame says the same, and always in the same way', async t => {
  for (const options of [{ quality: 5 }, { quality: 50, smartSubsample: true }, { quality: 80, effort: 0 }, { quality: 95, effort: 6 }, { quality: 75, preset: 'text' as const }]) {
    const [{ body }] = await chunksOf(options, 3, 200, 120)
    const once = recoded(body)!
    const [before, after] = await Promise.all([body, once].map(async frame => await sharp(riff(chunk('VP8 ', frame))).raw().toBuffer()))
    t.same(after, before, JSON.stringify(options))
    t.ok(Math.abs(once.length - body.length) < 16)
    t.same(recoded(Buffer.concat([once, TEXT])), once)
  }
})

t.test('bytes behind a bitstream go: VP8, VP8L, ALPH, and those of frames', async t => {
  const long = ({ name, body }: { name: string, body: Uint8Array }): Buffer => chunk(name, Buffer.concat([body, TEXT]))
  const [lossy, lossless, both] = [await chunksOf({ quality: 70 }), await chunksOf({ lossless: true }), await chunksOf({ quality: 70 }, 4)]
  t.same(both.map(({ name }) => name), ['ALPH', 'VP8 '])
  const frame = (chunks: Buffer[]): Buffer => chunk('ANMF', Buffer.concat([Buffer.from([...[0, 0, W - 1, H - 1, 100].flatMap(bytes24), 2]), ...chunks]))
  const files: Record<string, Buffer> = {
    VP8: riff(...lossy.map(long)), VP8L: riff(...lossless.map(long)), ALPH: riff(screen(0x10), ...both.map(long)),
    frames: riff(screen(0x12), chunk('ANIM', Buffer.from('ZQX!\0\0')), frame(lossless.map(long)), frame(lossy.map(long)), frame(both.map(long))),
  }
  for (const [name, file] of Object.entries(files)) {
    const out = await rewritten(file)
    t.notMatch(out.toString('latin1'), /CANARY|Jane|ZQX/, name)
    t.same(await pixelsOf(out), await pixelsOf(file), `${name}: the same pixels`)
  }
})

t.test('what a header says that nothing makes use of is not handed on', async t => {
  const [{ body }] = await chunksOf({ quality: 70 })
  const scaled = Buffer.from(body)
  // Scaling, which no decoder does.
  scaled[7] |= 0xc0
  scaled[9] |= 0x40
  t.same(recoded(scaled), recoded(body))
  // A palette of a lossless image in which most colours are not used: encoded anew from its pixels, it has none of them.
  const indexed = await sharp(Buffer.alloc(W * H * 3, 77), { raw: { width: W, height: H, channels: 3 } }).webp({ lossless: true }).toBuffer()
  t.ok((await rewritten(indexed)).length <= indexed.length + 8)
})

t.test('a lossy picture that goes on beyond its edge is encoded anew from what is seen of it', async t => {
  for (const [columns, rows] of [[W, 32], [48, H], [W, H]]) {
    const [{ body }] = await chunksOf({ quality: 80 }, 3, 48, 32, columns, rows)
    const cut = Buffer.from(body)
    cut.writeUInt16LE(W, 6)
    cut.writeUInt16LE(H, 8)
    const file = riff(chunk('VP8 ', cut))
    const out = await rewritten(file)
    const whole = Buffer.from([...chunksIn(out.subarray(12))][0].body)
    whole.writeUInt16LE(48, 6)
    whole.writeUInt16LE(32, 8)
    const beyond = await sharp(riff(chunk('VP8 ', whole))).raw().toBuffer()
    let most = 0
    for (let i = 0; i < 48 * 32; i++) {
      const [x, y] = [i % 48, Math.floor(i / 48)]
      const edge = (Math.min(y, H - 1) * 48 + Math.min(x, W - 1)) * 3
      if (x >= W || y >= H) most = Math.max(most, Math.abs(beyond[i * 3] - beyond[edge]))
    }
    t.ok(most < 60, `the edge goes on: ${most}`)
    const [[before], [after]] = [await pixelsOf(file), await pixelsOf(out)]
    t.ok(before.reduce((sum, v, i) => sum + Math.abs(v - after[i]), 0) / before.length < 6, 'what is seen is as it was, nearly')
    const moving = riff(screen(2), chunk('ANIM', Buffer.alloc(6)), chunk('ANMF', Buffer.concat([Buffer.from([...[0, 0, W - 1, H - 1, 100].flatMap(bytes24), 2]), chunk('VP8 ', cut)])))
    const again = await decodeAll(webp, await rewritten(moving))
    t.match(again[0].page.info as WebpInfo, { frame: { w: W, h: H, duration: 100 }, lossless: false })
    t.ok(again[0].raster.data.every((v, i) => i % 4 !== 3 || v === 255))
  }
})

t.test('frames last no longer than those of a GIF', async t => {
  const [{ name, body }] = await chunksOf({ lossless: true })
  const head = Buffer.from([...[0, 0, W - 1, H - 1].flatMap(bytes24), ...Buffer.from('Doe'), 2])
  const out = await rewritten(riff(screen(2), chunk('ANIM', Buffer.alloc(6)), chunk('ANMF', Buffer.concat([head, chunk(name, body)]))))
  t.notOk(out.includes('Doe'))
})
