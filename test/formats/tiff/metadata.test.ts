import t from 'tap'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { readRect } from '../../../lib/core/pixels.js'
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

t.test('a number that can mean nothing is dropped: it may be a text', async t => {
  const letters = (text: string, type: number): number[] => {
    const bytes = Buffer.from(text)
    return Array.from({ length: bytes.length / (type === 3 ? 2 : 4) }, (_, i) => type === 3 ? bytes.readUInt16LE(i * 2) : bytes.readUInt32LE(i * 4))
  }
  const table: [tag: number, type: number, values: number[], kept: boolean][] = [
    [318, 5, [3127, 10000, 3290, 10000], true], [318, 5, letters('CANARY_whitept_Z', 5), false],
    [319, 5, [64, 100, 33, 100, 3, 10, 6, 10, 15, 100, 6, 100], true],
    [319, 5, letters('CANARY_primchrom_ZQXCANARY_primchrom_ZQXCANARY_p', 5), false],
    [297, 3, [0, 3], true], [297, 3, letters('ZQXp', 3), false], [290, 3, [3], true], [290, 3, letters('ZQ', 3), false],
    [282, 5, letters('ZQXpZQXq', 5).map((n, i) => i === 0 ? n : 1), false], [282, 5, [300, 1], true], [296, 3, letters('ZQ', 3), false],
    [529, 5, [299, 1000, 587, 1000, 114, 1000], true], [529, 5, [4999, 10000, 1, 10000, 5, 10], false],
    [532, 5, [15, 1, 235, 1, 128, 1, 240, 1, 128, 1, 240, 1], true], [532, 5, [100, 1, 104, 1, 128, 1, 255, 1, 128, 1, 255, 1], false],
    [332, 3, letters('ZQ', 3), false], [338, 3, letters('ZQ', 3), false],
  ]
  for (const [tag, type, values, kept] of table) {
    const [{ page }] = await decodeAll(tiff, buildTiff([{ tags: plain(4, 4, { extra: [[tag, type, values]] }), strips: [noise(16)] }]))
    t.equal((page.info as TiffPage).passedOn.some(own => own.tag === tag), kept, `${tag}`)
  }
  // A fraction can be four letters over four letters and yet be 0.3.
  const [above, below] = [Buffer.from('Jane').readUInt32LE(), Buffer.from('\xa0iGE', 'latin1').readUInt32LE()]
  const lettered: TagSpec[] = [
    [282, 5, [above, 6_000_000]], [283, 5, [above, 6_000_000]], [318, 5, [Math.floor(above / 4), above, Math.floor(below / 4), below]],
  ]
  const output = await encodeAll(tiff, await decodeAll(tiff, buildTiff([{ tags: plain(4, 4, { extra: lettered }), strips: [noise(16)] }])))
  t.notOk(Buffer.from(output).includes('Jane'))
  const [{ page }] = await decodeAll(tiff, output)
  t.ok(Math.abs(page.dpi! - above / 6_000_000) < 1e-3)
})

t.test('entries of a palette that no pixel uses hold nothing', async t => {
  const text = Buffer.from('CANARY_colormap_'.repeat(100))
  for (const [bits, row] of [[8, [3, 200, 3, 200]], [4, [0x3c, 0x3c]]] as const) {
    const entries = 1 << bits
    const used = [row[0] & entries - 1 || 3, 200, 12, 3]
    const map = Array.from({ length: entries * 3 }, (_, i) => used.includes(i % entries) ? 0x0101 * (i % 200) : text.readUInt16LE(i * 2 % 1600))
    const file = buildTiff([{ tags: plain(4, 1, { bits: [bits], photometric: 3, extra: [[320, 3, map]] }), strips: [Uint8Array.from(row)] }])
    const pages = await decodeAll(tiff, file)
    const output = Buffer.from(await encodeAll(tiff, pages))
    t.notMatch(output.toString('latin1'), /CA|NA|RY|co|lo|ma/)
    const [again] = await decodeAll(tiff, output)
    for (let x = 0; x < 4; x++) t.same(readRect(again.raster, x, 0, 1, 1), readRect(pages[0].raster, x, 0, 1, 1))
  }
  // Readers tell 8-bit maps by their having nothing above 255: dark colours beside unused light ones must not become light.
  const map = Array.from({ length: 48 }, (_, i) => i % 16 === 1 ? 128 : 40_000)
  const dark = await decodeAll(tiff, buildTiff([{ tags: plain(2, 1, { bits: [4], photometric: 3, extra: [[320, 3, map]] }), strips: [Uint8Array.of(0x11)] }]))
  const [again] = await decodeAll(tiff, await encodeAll(tiff, dark))
  t.same(readRect(again.raster, 0, 0, 1, 1), readRect(dark[0].raster, 0, 0, 1, 1))
})
