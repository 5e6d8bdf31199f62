import t from 'tap'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { WrittenPage } from '../../../lib/formats/codec.js'
import { encodeFax } from '../../../lib/formats/tiff/fax-encode.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { join } from '../../../lib/formats/tiff/splice.js'
import { defaultLimits } from '../../../lib/core/limits.js'
import { rasterBytes } from '../../../lib/core/raster.js'
import { decodeAll, encodeAll, MemorySource } from '../../fixtures/memory-source.js'
import { buildTiff, noise, plain, scanRows } from '../../fixtures/tiff.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const file = (pages: number, big = false): Buffer =>
  buildTiff(Array.from({ length: pages }, (_, i) => ({ tags: plain(5 + i, 3), strips: [noise(15 + 3 * i, i)] })), { big })

async function written(bytes: Uint8Array): Promise<WrittenPage[]> {
  return await Promise.all((await decodeAll(tiff, bytes)).map(async ({ page, raster }) => (await tiff.encodePage(page, raster, [])).page))
}

t.test('a page waits for no more than the next one', async t => {
  const pages = await written(file(4))
  let taken = 0
  const parts = join((async function * () {
    for (const page of pages) {
      taken++
      yield page
    }
  })())
  const out: Uint8Array[] = []
  for await (const part of parts) {
    out.push(part)
    if (part === pages[0].data) t.equal(taken, 2)
    if (part === pages[1].data) t.equal(taken, 3)
  }
  t.equal((await decodeAll(tiff, Buffer.concat(out))).length, 4)
})

t.test('BigTIFF stays BigTIFF, and classic is classic', async t => {
  for (const big of [false, true]) {
    const out = await encodeAll(tiff, await decodeAll(tiff, file(3, big)))
    t.equal(out[2], big ? 43 : 42)
    t.same((await decodeAll(tiff, out)).map(({ raster }) => raster.data), [0, 1, 2].map(i => noise(15 + 3 * i, i)))
  }
})

t.test('more than a classic TIFF can hold', async t => {
  const [page] = await written(file(1))
  // As long as 3 GB, but nobody looks inside.
  const long = { data: { length: 3e9 } as Uint8Array, info: page.info }
  const run = async (pages: WrittenPage[]): Promise<void> => {
    for await (const part of join((async function * () { yield * pages })())) void part
  }
  await run([long, page])
  await t.rejects(run([long, long, page]), { code: 'ERR_CONTAINER_OVERFLOW' })
  const big = { ...page, info: { ...page.info as object, big: true } }
  await run([{ ...big, data: long.data }, long, long, page])
  await t.rejects(run([]), { code: 'ERR_MALFORMED_INPUT' })
})

t.test('2,000 fax pages take no more memory than 50', async t => {
  const [width, height] = [1728, 1100]
  const strip = encodeFax(scanRows(width, height), { kind: 'g4', twoDimensional: true }, width, height)
  const tags = plain(width, height, { bits: [1], compression: 4, photometric: 0 })
  // The same strip under every directory, so that the input itself is small.
  const first = buildTiff([{ tags, strips: [strip] }])
  const start = first.readUInt32LE(4)
  const directory = first.subarray(start, start + 2 + first.readUInt16LE(start) * 12 + 4)
  const through = async (pages: number): Promise<number> => {
    const source = Buffer.concat([first, ...Array.from({ length: pages - 1 }, () => directory)])
    let at = start
    for (let i = 1, next = first.length; i < pages; i++, next += directory.length) {
      source.writeUInt32LE(next, at + directory.length - 4)
      at = next
    }
    let most = 0
    let count = 0
    let bytes = 0
    const out = join((async function * () {
      for await (const page of tiff.pages(new MemorySource(source), { limits: defaultLimits })) {
        if (page.index === 0) await tiff.decodePage(page, new Uint8Array(rasterBytes(page.layout)))
        count++
        const { tags } = firstInfo
        yield { data: page.data, info: { big: false, tags, lengths: [page.data.length] } }
        if (count % (pages / 5) === 0) {
          collect()
          const { heapUsed, arrayBuffers } = process.memoryUsage()
          most = Math.max(most, heapUsed + arrayBuffers - source.length)
        }
      }
    })())
    for await (const part of out) bytes += part.length
    t.equal(count, pages)
    t.ok(bytes > pages * strip.length)
    return most
  }
  const [{ page, raster }] = await decodeAll(tiff, first)
  const firstInfo = (await tiff.encodePage(page, raster, [])).page.info as { tags: unknown }
  await through(100)
  const few = await through(50)
  const many = await through(2000)
  t.ok(many < few + 3e6, `${few} for 50 pages, ${many} for 2,000`)
})
