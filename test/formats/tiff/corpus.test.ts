import t from 'tap'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import sharp from 'sharp'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { Raster } from '../../../lib/core/types.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

/** The TIFF files of other projects' test suites. */
const ROOT = '../shared/data/formats'
const LARGE = 300_000

/** What is refused, and why it may be. */
const refused: Record<string, string> = {
  'invalid-palette-ref.tiff': 'its palette is cut off',
  '0x0.tiff': 'no size', '0x1.tiff': 'no size', '1x0.tiff': 'no size',
  'clusterfuzz-testcase-minimized-fuzzer_script_tiff-5026894169374720.tif': 'a fuzzer made it',
  'colormap-shl-overflow.tiff': 'a fuzzer made it',
  'graydepth-invert-overflow-5a0aad5024cc4ff3.tiff': 'a fuzzer made it', 'graydepth-invert-overflow-9f2f479685f84884.tiff': 'a fuzzer made it',
  'sample-get-lzw-stuck.tiff': 'a fuzzer made it',
}

const files = existsSync(ROOT)
  ? (readdirSync(ROOT, { recursive: true }) as string[]).filter(file => /\.tiff?$/i.test(file)).sort()
  : []

/** JPEG tiles that reach over the page and are not blank there: blocks on the edge are encoded anew. */
const edges = ['tiled-jpeg-rgb-u8.tif', 'tiled-jpeg-ycbcr.tif', 'zackthecat.tif']

function sameWithinEdges(a: Raster, b: Raster): boolean {
  return a.data.length === b.data.length && a.data.every((value, i) => {
    const [x, y] = [Math.floor(i / a.channels) % a.width, Math.floor(i / a.channels / a.width)]
    return value === b.data[i] || (x >= a.width - 16 || y >= a.height - 16) && Math.abs(value - b.data[i]) <= 24
  })
}

t.test('every file goes through and looks the same afterwards', { skip: files.length === 0 && `${ROOT} is absent` }, async t => {
  for (const file of files) {
    const bytes = readFileSync(join(ROOT, file))
    const name = file.split(sep).at(-1)!
    if (refused[name]) {
      await t.rejects(decodeAll(tiff, bytes), { name: 'EffaceError' }, `${file}: ${refused[name]}`)
      continue
    }
    const before = await decodeAll(tiff, bytes)
    const out = await encodeAll(tiff, before)
    const after = await decodeAll(tiff, out)
    const same = edges.includes(name) ? sameWithinEdges : (a: Raster, b: Raster): boolean => Buffer.compare(a.data, b.data) === 0
    t.ok(after.length === before.length && after.every(({ raster }, i) => same(raster, before[i].raster)), `${file}: same samples`)
    if (edges.includes(name)) continue
    if (before.some(({ raster }) => raster.data.length > LARGE)) continue
    // What libvips makes of it, where it can.
    const seen = await sharp(bytes).raw({ depth: 'uchar' }).toBuffer().catch(() => undefined)
    // It turns planes of grey and alpha round.
    if (!seen || name === 'minisblack-2c-8b-alpha.tiff') continue
    t.equal(Buffer.compare(await sharp(out).raw({ depth: 'uchar' }).toBuffer(), seen), 0, `${file}: same to libvips`)
  }
})
