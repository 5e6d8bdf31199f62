import t from 'tap'
import { deflateSync } from 'node:zlib'
import { EffaceError } from '../../../lib/core/errors.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { defaultLimits, type Limits } from '../../../lib/core/limits.js'
import type { EncodedPage } from '../../../lib/core/types.js'
import { decodeAll, MemorySource } from '../../fixtures/memory-source.js'
import { buildTiff, noise, plain, type FileSpec, type TagSpec } from '../../fixtures/tiff.js'
import { cost, SLACK_MS } from '../../fixtures/cost.js'

async function walk(file: Uint8Array, limits: Partial<Limits> = {}): Promise<EncodedPage[]> {
  const pages: EncodedPage[] = []
  for await (const page of tiff.pages(new MemorySource(file), { limits: { ...defaultLimits, ...limits } })) pages.push(page)
  return pages
}

const small = (extra: TagSpec[] = []): { tags: TagSpec[], strips: Uint8Array[] } => ({ tags: plain(4, 4, { extra }), strips: [noise(16)] })
const without = (tag: number, tags: TagSpec[]): TagSpec[] => tags.filter(([number]) => number !== tag)
const malformed = { code: 'ERR_MALFORMED_INPUT' }

t.test('loops in the chain of directories', async t => {
  // The 50 bytes that kill utif: a directory whose next one is itself.
  const self = buildTiff([{ tags: [[256, 3, [1]], [257, 3, [1]], [258, 3, [8]]], strips: [] }], { next: 8 })
  await t.rejects(walk(self), malformed)
  const file = buildTiff([small(), small(), small()], { next: 8 })
  const pages: EncodedPage[] = []
  await t.rejects(async () => {
    for await (const page of tiff.pages(new MemorySource(file), { limits: defaultLimits })) pages.push(page)
  }, malformed)
  t.equal(pages.length, 3, 'pages before the loop came out')
})

t.test('regression: a height that is no whole number, as a float', async t => {
  const float = Buffer.alloc(4)
  for (const height of [2.9e-44, 2.5]) {
    float.writeFloatLE(height)
    const file = buildTiff([{ tags: [...without(257, plain(4, 4)), [257, 11, float]], strips: [noise(16)] }])
    await t.rejects(decodeAll(tiff, file), { code: 'ERR_MALFORMED_INPUT', message: 'A TIFF page has no size' })
  }
})

t.test('sizes and counts that would take memory', async t => {
  const cases: [string, Uint8Array, { code: string, limit?: string }][] = [
    ['4 gigapixels', buildTiff([{ tags: plain(65536, 65536), strips: [noise(16)] }]), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' }],
    ['2^32 columns', buildTiff([{ tags: plain(2 ** 32 - 1, 1), strips: [noise(16)] }]), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' }],
    ['samples that make a gigabyte', buildTiff([{ tags: plain(16384, 16384, { bits: [8, 8, 8, 8, 8], photometric: 2 }), strips: [noise(16)] }]),
      { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' }],
    ['65,535 samples', buildTiff([{ tags: [...without(277, plain(4, 4)), [277, 3, [65535]]], strips: [noise(16)] }]),
      { code: 'ERR_UNSUPPORTED_FORMAT' }],
    ['200 million strips', buildTiff([{ tags: plain(1, 200_000_000, { rowsPerStrip: 1 }), strips: [noise(16)] }]), { code: 'ERR_UNSUPPORTED_FORMAT' }],
    ['a million strips, and no list of them', buildTiff([{ tags: plain(1, 1_000_000, { rowsPerStrip: 1 }), strips: [noise(16)] }]), malformed],
    ['huge tiles on a small page', buildTiff([{ tags: [...plain(4, 4), [322, 4, [16384]], [323, 4, [16384]]], strips: [noise(16)], tiles: true }]), malformed],
    ['a strip of 4 GiB', buildTiff([{ tags: [...plain(4, 4, { compression: 5 }), [273, 4, [8]], [279, 4, [0xfffffff0]]], strips: [] }]), malformed],
    ['a strip beyond the end', buildTiff([{ tags: [...plain(4, 4), [273, 4, [1_000_000]], [279, 4, [16]]], strips: [] }]), malformed],
    ['values beyond the end', buildTiff([{ tags: [...plain(4, 4), [273, 4, [8]], [279, 4, [16]]], strips: [] }]).subarray(0, 60), malformed],
    ['no rows', buildTiff([{ tags: plain(4, 0), strips: [noise(16)] }]), malformed],
    ['no strips', buildTiff([{ tags: plain(4, 4), strips: [] }]), malformed],
    ['samples of no bits', buildTiff([{ tags: plain(4, 4, { bits: [0] }), strips: [noise(16)] }]), malformed],
    ['samples of 40 bits', buildTiff([{ tags: plain(4, 4, { bits: [40] }), strips: [noise(80)] }]), { code: 'ERR_UNSUPPORTED_FORMAT' }],
    ['a palette that is too short', buildTiff([{ tags: [...plain(4, 4, { photometric: 3 }), [320, 3, [1, 2, 3]]], strips: [noise(16)] }]), malformed],
    ['a compression of the future', buildTiff([{ tags: plain(4, 4, { compression: 60000 }), strips: [noise(16)] }]), { code: 'ERR_UNSUPPORTED_FORMAT' }],
    ['colours of the future', buildTiff([{ tags: plain(4, 4, { photometric: 60000 }), strips: [noise(16)] }]), { code: 'ERR_UNSUPPORTED_FORMAT' }],
    ['no directory', Buffer.from('49492a0000000000', 'hex'), malformed],
    ['a directory in the header', Buffer.from('49492a0004000000', 'hex'), malformed],
    ['a directory beyond the end', Buffer.from('49492a00ffffff7f', 'hex'), malformed],
    ['half a header', Buffer.from('49492a00', 'hex'), malformed],
    ['BigTIFF offsets of 9 bytes', Buffer.from('49492b00090000001000000000000000', 'hex'), malformed],
    ['a BigTIFF directory of 2^63 entries', Buffer.from('49492b00080000001000000000000000' + '0000000000000080', 'hex'),
      { code: 'ERR_LIMIT_EXCEEDED', limit: 'ifdEntries' }],
  ]
  for (const [name, file, error] of cases) {
    const before = process.memoryUsage().arrayBuffers
    await t.rejects(walk(file), error, name)
    t.ok(process.memoryUsage().arrayBuffers - before < 20e6, `${name}: little memory`)
  }
})

t.test('strips that share their bytes do not multiply them', async t => {
  // 60,000 strips, all the same half megabyte, would be read as 30 GB.
  const shared = noise(1 << 19)
  const repeated = (value: number): number[] => new Array<number>(60_000).fill(value)
  const tags: TagSpec[] = [...plain(8, 60_000, { compression: 5, rowsPerStrip: 1 }), [273, 4, repeated(8)], [279, 4, repeated(shared.length)]]
  await t.rejects(walk(buildTiff([{ tags, strips: [] }, { tags: plain(4, 4), strips: [shared] }])), malformed)
})

t.test('limits', async t => {
  const file = buildTiff([small(), small(), small()])
  await t.rejects(walk(file, { frames: 2 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'frames', allowed: 2, actual: 3 })
  await t.rejects(walk(file, { pixelsPerFrame: 15 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame', actual: 16 })
  await t.rejects(walk(file, { pixelsTotal: 40 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsTotal', actual: 48 })
  await t.rejects(walk(file, { ifdEntries: 8 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'ifdEntries', actual: 9 })
  const bomb = buildTiff([{ tags: plain(8192, 8192, { compression: 8 }), strips: [deflateSync(new Uint8Array(100))] }])
  await t.rejects(walk(bomb), { code: 'ERR_LIMIT_EXCEEDED', limit: 'decompressionRatio' })
})

t.test('SubIFDs and thumbnails are no pages; reduced pages of the chain are', async t => {
  const file = buildTiff([small([[330, 4, [8]], [254, 4, [0]]]), small([[254, 4, [1]]])])
  t.equal((await walk(file)).length, 2)
})

t.test('what writers leave out', async t => {
  for (const tag of [277, 278]) {
    const [page] = await walk(buildTiff([{ tags: without(tag, plain(4, 4)), strips: [noise(16)] }]))
    t.match(page.layout, { width: 4, height: 4, channels: 1 }, `tag ${tag}`)
  }
  for (const compression of [1, 8]) {
    const strip = compression === 1 ? noise(16) : deflateSync(noise(16))
    const tags: TagSpec[] = [...plain(4, 4, { compression }), [273, 4, [0]]]
    const before = buildTiff([{ tags, strips: [] }])
    // The strip goes to the end of the file, where nothing says how long it is.
    tags[tags.length - 1] = [273, 4, [before.length]]
    const [{ raster }] = await decodeAll(tiff, Buffer.concat([buildTiff([{ tags, strips: [] }]), strip]))
    t.same(raster.data, noise(16), `no byte counts, compression ${compression}`)
  }
  const cut = buildTiff([small()], { directoriesLast: true })
  t.equal((await walk(cut.subarray(0, cut.length - 4))).length, 1, 'no pointer behind the last directory')
})

t.test('a page goes out as soon as its own bytes are there', async t => {
  for (const spec of [{}, { big: true }] as FileSpec[]) {
    const file = buildTiff([small(), small(), small()], spec)
    const first = (await walk(file))[0]
    let farthest = 0
    const source = new MemorySource(file)
    const read = source.read.bind(source)
    source.read = (offset, length) => {
      farthest = Math.max(farthest, offset + length)
      return read(offset, length)
    }
    source.size = () => { throw new Error('asked for the end') }
    const pages = tiff.pages(source, { limits: defaultLimits })
    t.same((await pages.next()).value, first)
    t.ok(farthest < file.length / 2, `${farthest} of ${file.length}`)
    await pages.return(undefined)
  }
})

t.test('flipped bits and cuts end in a page or in an EffaceError, soon', async t => {
  const good = [
    buildTiff([{ tags: plain(40, 30, { compression: 5, rowsPerStrip: 8, bits: [8, 8, 8], photometric: 2 }), strips: [9, 8, 7, 6].map(n => noise(n * 50)) },
      small()]),
    buildTiff([{ tags: plain(40, 30, { bits: [1], compression: 4, photometric: 0 }), strips: [noise(100)] }, small()], { little: false, big: true }),
    buildTiff([{ tags: [...plain(40, 30, { compression: 8 }), [322, 3, [16]], [323, 3, [16]]], strips: Array.from(
      { length: 6 }, () => deflateSync(noise(256))), tiles: true }]),
  ]
  const limits = { ...defaultLimits, pixelsPerFrame: 1 << 22 }
  const random = noise(100_000, 99)
  const largest = buildTiff([{ tags: plain(2048, 2048, { compression: 8 }), strips: [deflateSync(Buffer.alloc(1 << 22))] }])
  const most = await cost(async () => {
    for (let i = 0; i < 20; i++) await decodeAll(tiff, largest, limits)
  })
  let at = 0
  for (let round = 0; round < 1200; round++) {
    const file = Buffer.from(good[round % good.length])
    const reach = Math.min(file.length, round % 2 ? 400 : file.length)
    for (let flips = random[at++] % 4; flips >= 0; flips--) file[(random[at++] << 8 | random[at++]) % reach] ^= 1 << (random[at++] & 7)
    const cut = round % 5 === 0 ? file.subarray(0, (random[at++] << 8 | random[at++]) % file.length) : file
    const taken = await cost(async () => {
      try {
        await decodeAll(tiff, cut, limits)
      } catch (error) {
        if (!(error instanceof EffaceError)) throw error
      }
    })
    if (taken > most + SLACK_MS) t.fail(`round ${round} took ${taken} ms, twenty of the largest pages ${most}`)
  }
})
