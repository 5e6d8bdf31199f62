// A page whose pixels lie in a file is read back in bands.
import sharp from 'sharp'
import t from 'tap'
import { PrivateFile } from '../../lib/core/private-file.js'
import type { Codec } from '../../lib/formats/codec.js'
import { jpeg } from '../../lib/formats/jpeg/index.js'
import { png } from '../../lib/formats/png/index.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import { encodeStore } from '../../lib/paint/encode-store.js'
import { paint } from '../../lib/paint/paint.js'
import { decodeAll } from '../fixtures/memory-source.js'
import { inFile } from '../fixtures/spooled.js'

const picture = sharp({ create: { width: 320, height: 200, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 30 } } })
const cases: readonly [name: string, codec: Codec, file: Buffer, by: string][] = [
  ['PNG', png, await picture.clone().png().toBuffer(), 'own'],
  ['TIFF, LZW', tiff, await picture.clone().tiff({ compression: 'lzw' }).toBuffer(), 'own'],
  ['TIFF, tiles', tiff, await picture.clone().tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(), 'own'],
  ['JPEG', jpeg, await picture.clone().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(), 'sharp'],
]

for (const [name, codec, file, by] of cases) {
  t.test(name, async t => {
    const [{ page, raster }] = await decodeAll(codec, file)
    const before = { ...raster, data: new Uint8Array(raster.data) }
    const painted = paint(raster, [{ x: 32, y: 32, w: 64, h: 48, label: 'X', method: 'blackbox' }])
    const encoded = async (bands: Codec['bands'], witness = true): Promise<string | undefined> => await inFile(raster, async store => {
      const out = await PrivateFile.create()
      try {
        return (await encodeStore({ ...codec, bands }, page, store, painted, { file: out.spooled, witness })).page.seen?.by
      } finally {
        await out.close()
      }
    })
    t.equal(await encoded(codec.bands), by)
    t.equal(await encoded(codec.bands, false), undefined)
    const dropping: Codec['bands'] = {
      ...codec.bands!, encode: async (page, _store, _painted, write) => await inFile(before, async store => await codec.bands!.encode(page, store, [], write)),
    }
    await t.rejects(encoded(dropping), { code: 'ERR_REDACTION_UNVERIFIED' }, 'the paint is dropped')
    const cutting: Codec['bands'] = {
      ...codec.bands!,
      encode: async (page, store, painted, write) => await codec.bands!.encode(page, store, painted, bytes => write(bytes.subarray(0, bytes.length >> 1))),
    }
    await t.rejects(encoded(cutting), 'half of it is not written')
  })
}
