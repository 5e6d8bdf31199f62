import sharp from 'sharp'
import t from 'tap'
import { recodeInBands } from '../../../lib/formats/jpeg/recode.js'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { parseHeader } from '../../../lib/formats/jpeg/parse.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const TEXT = 'CANARY-Jane-Doe-'.repeat(4)

/** A smooth picture, of which most frequencies are nothing. */
async function smooth(progressive = false): Promise<Buffer> {
  const data = Buffer.from(Array.from({ length: 48 * 32 * 3 }, (_, i) => 100 + Math.floor(i / 3) % 48 + [0, 20, 40][i % 3]))
  return await sharp(data, { raw: { width: 48, height: 32, channels: 3 } }).jpeg({ quality: 80, progressive, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Its tables with a text in the higher frequencies. */
function lettered(file: Buffer): Buffer {
  const out = Buffer.from(file)
  for (let at = out.indexOf(Buffer.from([0xff, 0xdb])); at >= 0; at = out.indexOf(Buffer.from([0xff, 0xdb]), at + 1)) out.write(TEXT.slice(0, 40), at + 5 + 24, 'latin1')
  return out
}

t.test('entries of quantisation tables that no coefficient uses hold nothing', async t => {
  for (const progressive of [false, true]) {
    const file = lettered(await smooth(progressive))
    const pages = await decodeAll(jpeg, file)
    const out = Buffer.from(await encodeAll(jpeg, pages))
    t.notMatch(out.toString('latin1'), /CAN|ARY|Jane|Doe/)
    t.same(await sharp(out).raw().toBuffer(), await sharp(file).raw().toBuffer(), 'every pixel is as it was')
    if (progressive) continue
    const parts: Uint8Array[] = []
    recodeInBands(file, parseHeader(file), { touched: () => undefined, apply: () => [] }, bytes => { parts.push(bytes.slice()) })
    t.same(Buffer.concat(parts), out, 'the same in bands')
  }
})

t.test('tables that everybody knows stay as they are', async t => {
  const file = await smooth()
  const out = await encodeAll(jpeg, await decodeAll(jpeg, file))
  t.same(parseHeader(out).tables.map(table => table?.join()), parseHeader(file).tables.map(table => table?.join()))
})
