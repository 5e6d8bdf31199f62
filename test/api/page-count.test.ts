import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { pageCount } from '../../lib/api/page-count.js'
import { defaultLimits } from '../../lib/core/limits.js'
import { formTiff } from '../../benchmarks/pages.js'

const still = sharp({ create: { width: 8, height: 8, channels: 3, background: '#369' } })
const frames = sharp(Buffer.alloc(8 * 24 * 3, 7).map((_, i) => i % 200), { raw: { width: 8, height: 24, channels: 3, pageHeight: 8 } })

t.test('of every format, from bytes and from a file alike', async t => {
  const folder = t.testdir({})
  const inputs: [string, Buffer, number][] = [
    ['a.png', await still.clone().png().toBuffer(), 1], ['a.jpg', await still.clone().jpeg().toBuffer(), 1], ['a.tif', await formTiff(5), 5],
    ['a.gif', await frames.clone().gif().toBuffer(), 3], ['a.webp', await frames.clone().webp().toBuffer(), 3],
  ]
  for (const [name, bytes, count] of inputs) {
    t.equal(await pageCount(bytes, defaultLimits), count, name)
    await writeFile(join(folder, name), bytes)
    t.equal(await pageCount(join(folder, name), defaultLimits), count, `${name} as a file`)
  }
})

t.test('nothing where it cannot be told', async t => {
  t.equal(await pageCount(Buffer.from('no picture'), defaultLimits), undefined)
  t.equal(await pageCount('none.tif', defaultLimits), undefined)
  t.equal(await pageCount(t.testdir({}), defaultLimits), undefined)
  const loop = Buffer.from('49492a0008000000010000010300010000000800000008000000', 'hex')
  t.equal(await pageCount(loop, defaultLimits), undefined, 'directories in a loop')
})
