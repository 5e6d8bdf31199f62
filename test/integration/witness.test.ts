import sharp from 'sharp'
import t from 'tap'
import { createPool, effaceBuffer, type EffaceOptions } from '../../lib/api/index.js'
import { encodeFax } from '../../lib/formats/tiff/fax-encode.js'
import { makeGif } from '../fixtures/gif-maker.js'
import { buildTiff, plain, scanRows } from '../fixtures/tiff.js'

const pool = createPool({ threads: 1 })
t.teardown(async () => { await pool.close() })
const options: EffaceOptions = { pool, objects: [], ocr: 'none', regions: { redact: [{ x: 0.25, y: 0.25, w: 0.5, h: 0.25 }] } }
const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#c84' } })

t.test('the report names who read each page back', async t => {
  const frame = { w: 40, h: 40, pixels: Array.from({ length: 1600 }, (_, i) => i % 2), delay: 5 }
  const files: [string, string[], Buffer][] = [
    ['jpeg', ['sharp'], await picture.clone().jpeg().toBuffer()], ['png', ['sharp'], await picture.clone().png().toBuffer()],
    ['webp', ['sharp'], await picture.clone().webp().toBuffer()], ['tiff', ['utif'], await picture.clone().tiff({ compression: 'deflate' }).toBuffer()],
    ['avif', ['sharp'], await picture.clone().avif().toBuffer()],
    ['gif', ['gifuct-js', 'gifuct-js'], Buffer.from(makeGif(40, 40, [0, 0, 0, 255, 255, 255], [frame, frame]))],
  ]
  for (const [name, by, file] of files) {
    const { report } = await effaceBuffer(file, options)
    t.same(report.frames.map(({ witness }) => witness), by, name)
    const without = await effaceBuffer(file, { ...options, witness: false })
    t.ok(without.report.frames.every(frame => !('witness' in frame)), `${name} without`)
    t.same((await effaceBuffer(file, { ...options, format: 'bmp' }).catch(() => undefined))?.report.frames[0]!.witness, name === 'gif' ? undefined : 'own')
  }
})

t.test('regression: a fax that ends early is read, and the report says so', async t => {
  const [width, height] = [640, 200]
  const rows = scanRows(width, height)
  const data = encodeFax(rows, { kind: 'g3', twoDimensional: false }, width, 180)
  const file = buildTiff([{ tags: plain(width, height, { bits: [1], compression: 3, photometric: 0 }), strips: [data] }])
  const { report } = await effaceBuffer(file, options)
  t.same(report.skipped, ['page 0: damaged fax rows: 0 repeated from above, 0 cut off, 20 missing at the end'])
})

t.test('every value but a boolean is refused', async t => {
  for (const witness of ['no', 0, null, {}]) await t.rejects(effaceBuffer(Buffer.alloc(1), { witness: witness as unknown as boolean }), { code: 'ERR_INVALID_OPTION' })
})
