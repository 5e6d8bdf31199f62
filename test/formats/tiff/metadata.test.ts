import t from 'tap'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { buildTiff, noise, plain, type TagSpec } from '../../fixtures/tiff.js'
import { profile } from '../../fixtures/icc.js'

const CANARY = 'Jane-Canary-Doe'
const canary = Buffer.from(CANARY)
const hidden = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(canary)

/** Every carrier on a page of its own, under the name of what it is. */
const carriers: Record<string, TagSpec[]> = {
  'document name': [[269, 2, CANARY]], description: [[270, 2, CANARY]], make: [[271, 2, CANARY]], model: [[272, 2, CANARY]], 'page name': [[285, 2, CANARY]],
  software: [[305, 2, CANARY]], 'date and time': [[306, 2, CANARY]], artist: [[315, 2, CANARY]], 'host computer': [[316, 2, CANARY]],
  'ink names': [[333, 2, CANARY]], 'target printer': [[337, 2, CANARY]], copyright: [[33432, 2, CANARY]], XMP: [[700, 1, canary]],
  IPTC: [[33723, 7, canary]], Photoshop: [[34377, 7, canary]], 'private tag': [[65000, 7, canary]], GeoTIFF: [[34737, 2, CANARY]], GDAL: [[42112, 2, CANARY]],
  'private IFD, as bytes': [[34665, 7, canary]], 'ICC that is none': [[34675, 7, Buffer.concat([canary, Buffer.alloc(200)])]],
  'ICC description': [[34675, 7, profile(CANARY)]], 'resolution as text': [[282, 2, CANARY]], 'orientation with a tail': [[274, 1, canary]],
  'white point with a tail': [[318, 5, Buffer.concat([Buffer.alloc(16), canary, Buffer.alloc(1)])]],
  'JPEG tables of a page that is no JPEG': [[347, 7, canary]], 'page number with a tail': [[297, 3, Buffer.concat([canary, Buffer.alloc(1)])]],
}

for (const big of [false, true]) {
  for (const [name, extra] of Object.entries(carriers)) {
    t.test(`${name}${big ? ', BigTIFF' : ''}`, async t => {
      const file = buildTiff([{ tags: plain(4, 4, { extra }), strips: [noise(16)] }], { big })
      t.ok(hidden(file), 'the canary is in the input')
      const pages = await decodeAll(tiff, file)
      t.equal(hidden(pages[0].page.data), false, 'gone from the page')
      t.notMatch(JSON.stringify(pages[0].page.info), CANARY)
      const out = await encodeAll(tiff, pages)
      t.equal(hidden(out), false, 'gone from the output')
      t.same((await decodeAll(tiff, out))[0].raster.data, noise(16))
    })
  }
}

t.test('bytes between, behind and in the padding', async t => {
  const inner = buildTiff([{ tags: plain(40, 4, { extra: [[270, 2, CANARY]] }), strips: [new Uint8Array(160)] }])
  const exif = inner.readUInt32LE(4)
  const tags = plain(4, 4, { extra: [[330, 4, [exif]], [34665, 4, [exif]], [34853, 4, [exif]], [254, 4, [0]]] })
  // A strip that is longer than its pixels, SubIFD, EXIF and GPS directories, and a tail behind the last page.
  const file = Buffer.concat([buildTiff([{ tags, strips: [Buffer.concat([noise(16), canary])] }]), canary, inner])
  t.ok(hidden(file))
  t.equal(hidden(await encodeAll(tiff, await decodeAll(tiff, file))), false)
  const [{ raster }] = await decodeAll(tiff, buildTiff([{ tags: plain(15, 8, { bits: [1] }), strips: [Buffer.alloc(16, 0xff)] }]))
  t.ok(raster.data.every((b, i) => i % 2 === 0 || (b & 1) === 0), 'bits behind the last pixel')
})

t.test('what is passed on', async t => {
  const extra: TagSpec[] = [
    [282, 5, [600, 2]], [283, 5, [600, 2]], [296, 3, [3]], [274, 3, [8]], [297, 3, [3, 9]], [318, 5, [3127, 10000, 329, 1000]], [254, 4, [2]],
    [34675, 7, profile('x')],
  ]
  for (const little of [true, false]) {
    const file = buildTiff([{ tags: plain(4, 4, { extra }), strips: [noise(16)] }], { little })
    const [{ page }] = await decodeAll(tiff, await encodeAll(tiff, await decodeAll(tiff, file)))
    const info = page.info as TiffPage
    t.same(info.passedOn.map(({ tag }) => tag).sort(), [274, 282, 283, 296, 297, 318])
    t.equal(info.subfileType, 2)
    t.ok(Math.abs(page.dpi! - 762) < 1e-9)
    t.equal(page.orientation, 8)
    t.match(Buffer.from(info.icc!).toString('latin1'), /acsp[^]*rXYZ/)
  }
})
