import sharp from 'sharp'
import t from 'tap'
import { png } from '../../../lib/formats/png/index.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { noise } from '../../fixtures/tiff.js'

/** Bytes of a file as it is written, and as sharp writes it with filters and level 4. */
async function lengths(make: (data: Uint8Array) => void): Promise<{ own: number, other: number, same: boolean }> {
  const raw = { width: 800, height: 600, channels: 3 } as const
  const data = new Uint8Array(raw.width * raw.height * 3)
  make(data)
  const file = await sharp(data, { raw }).png({ compressionLevel: 4, adaptiveFiltering: true }).toBuffer()
  const out = await encodeAll(png, await decodeAll(png, file))
  return { own: out.length, other: file.length, same: Buffer.compare(await sharp(out).raw().toBuffer(), data) === 0 }
}

t.test('a photograph is hardly larger for being packed by its runs alone', async t => {
  const { own, other, same } = await lengths(data => {
    const grain = noise(data.length)
    for (let i = 0; i < data.length; i++) data[i] = 128 + 60 * Math.sin(i / 2400 / 40) + (grain[i] & 15)
  })
  t.ok(same)
  t.ok(own < other * 1.05, `${own} / ${other}`)
})

t.test('what repeats is not packed so', async t => {
  const { own, other, same } = await lengths(data => {
    for (let i = 0; i < data.length; i++) data[i] = (i % 300 * 2_654_435_761 >>> 8) % 251
  })
  t.ok(same)
  t.ok(own < other * 1.3 + 2000, `${own} / ${other}`)
})
