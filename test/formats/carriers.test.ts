import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import t from 'tap'
import { bmp } from '../../lib/formats/bmp/index.js'
import type { Codec } from '../../lib/formats/codec.js'
import { gif } from '../../lib/formats/gif/index.js'
import { png } from '../../lib/formats/png/index.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import { webp } from '../../lib/formats/webp/index.js'
import { decodeAll, encodeAll } from '../fixtures/memory-source.js'
import { makeGif } from '../fixtures/gif-maker.js'
import { buildTiff, plain } from '../fixtures/tiff.js'

/**
 * Byte by byte: one that is changed changes what is seen, or makes the file wrong, or is gone. Where it does neither, and many values
 * of it make as many outputs, something can be carried along in it; that may be so in the fields that are named here only.
 */
interface Sample { codec: Codec, file: Uint8Array, allowed: (file: Buffer) => number[], mend?: (file: Buffer) => void }

const [W, H] = [13, 9]
const rgb = Buffer.from(Array.from({ length: W * H * 3 }, (_, i) => Math.floor(i / 3) * [3, 7, 11][i % 3] & 255))
const image = sharp(rgb, { raw: { width: W, height: H, channels: 3 } })
const range = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i)

function mendPng(file: Buffer): void {
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    if (at + 12 + length > file.length) return
    file.writeUInt32BE(crc32(file.subarray(at + 4, at + 8 + length)), at + 8 + length)
    at += 12 + length
  }
}

function bmpFile(): Buffer {
  const row = Math.ceil(W * 3 / 4) * 4
  const file = Buffer.alloc(54 + row * H, 0x41)
  file.write('BM')
  ;[file.length, 0, 54, 40, W, H, 1 | 24 << 16, 0, row * H, 2835, 2835, 0, 0].forEach((v, i) => file.writeUInt32LE(v, 2 + i * 4))
  return file
}

const density = await image.clone().withMetadata({ density: 300 }).png({ compressionLevel: 9 }).toBuffer()
const palette = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3]
const samples: Record<string, Sample> = {
  // Resolution, but for its highest byte.
  PNG: { codec: png, file: density, mend: mendPng, allowed: file => [1, 2, 3, 5, 6, 7].map(i => file.indexOf('pHYs') + 4 + i) },
  BMP: { codec: bmp, file: bmpFile(), allowed: () => [...range(38, 3), ...range(42, 3)] },
  // The shape of a pixel, how long a frame is shown, and colours that are used.
  GIF: {
    codec: gif, file: makeGif(W, H, palette, [{ w: W, h: H, pixels: Array.from({ length: W * H }, (_, i) => i & 1), delay: 70 }]),
    allowed: file => [12, ...range(13, 6), ...range(file.indexOf(Buffer.from([0x21, 0xf9])) + 4, 2)],
  },
  TIFF: { codec: tiff, file: buildTiff([{ tags: plain(W, H, { bits: [8, 8, 8], photometric: 2, extra: [[270, 2, 'a title']] }), strips: [rgb] }]), allowed: () => [] },
  'TIFF of JPEGs': {
    codec: tiff, allowed: () => [],
    file: buildTiff([{ tags: plain(W, H, { compression: 7 }), strips: [await image.clone().toColourspace('b-w').jpeg({ quality: 70, optimiseCoding: true }).toBuffer()] }]),
  },
  'WebP, lossy': { codec: webp, file: await image.clone().webp({ quality: 60 }).toBuffer(), allowed: () => [] },
  'WebP, lossless': { codec: webp, file: await image.clone().webp({ lossless: true }).toBuffer(), allowed: () => [] },
}

for (const [name, { codec, file, allowed, mend }] of Object.entries(samples)) {
  t.test(name, async t => {
    const original = Buffer.from(file)
    const run = async (bytes: Buffer): Promise<{ seen: string, out: string }> => {
      const pages = await decodeAll(codec, bytes, { pixelsPerFrame: 1 << 16 })
      const seen = pages.map(({ raster, page }) => `${raster.width} ${raster.height} ${raster.model} ${page.orientation} ${Buffer.from(raster.data).toString('latin1')}`).join()
      return { seen, out: Buffer.from(await encodeAll(codec, pages)).toString('latin1') }
    }
    const before = await run(original)
    const carriers: number[] = []
    for (let at = 0; at < original.length; at++) {
      const outputs = new Set<string>()
      for (const value of [3, 67, 131, 195]) {
        const bytes = Buffer.from(original)
        bytes[at] = value
        mend?.(bytes)
        const after = await run(bytes).catch(() => undefined)
        if (after?.seen === before.seen && after.out !== before.out) outputs.add(after.out)
      }
      if (outputs.size > 2) carriers.push(at)
    }
    const fields = allowed(original)
    t.same(carriers.filter(at => !fields.includes(at)), [])
    t.ok(fields.length === 0 || carriers.length > 0, 'the fields that may differ are found, so others would be')
  })
}
