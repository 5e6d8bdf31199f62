import t from 'tap'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { prepareZXingModule, writeBarcode, type WriterOptions } from 'zxing-wasm/writer'
import { createBarcodeReader } from '../../lib/vision/barcodes.js'

const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
const reader = await createBarcodeReader()

/** A page of 600 × 500 with a code at (200, 100), and the code's size. */
async function page(text: string, format: WriterOptions['format'], { turn = 0, scale = 3 } = {}) {
  const { svg } = await writeBarcode(text, { format, scale, addQuietZones: false } as WriterOptions)
  const code = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).rotate(turn).png().toBuffer({ resolveWithObject: true })
  const { data } = await sharp({ create: { width: 600, height: 500, channels: 3, background: '#fff' } })
    .composite([{ input: code.data, left: 200, top: 100 }]).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { view: { width: 600, height: 500, channels: 3 as const, data }, code: { x: 200, y: 100, w: code.info.width, h: code.info.height } }
}

t.test('codes are found whole and labelled by what they say', async t => {
  const cases = [
    ['https://example.org/ticket/81', 'QRCode', 'URL'],
    ['M1DOE/JANE EABC123 FRAJFK', 'Aztec', 'NUMERICAL_PII'],
    ['4006381333931', 'EAN13', 'NUMERICAL_PII'],
    ['PATIENT-0042', 'Code128', 'NUMERICAL_PII'],
    ['name;street 5', 'PDF417', 'NUMERICAL_PII'],
  ] as const
  for (const [text, format, type] of cases) {
    for (const turn of [0, 90, 180]) {
      const { view, code } = await page(text, format, { turn, scale: 2 })
      const found = await reader.detect(view, {})
      t.equal(found.length, 1, `${format} turned by ${turn}`)
      t.equal(found[0]?.type, type)
      const { x, y, w, h } = found[0] ?? { x: 0, y: 0, w: 0, h: 0 }
      const off = [x - code.x, y - code.y, x + w - code.x - code.w, y + h - code.y - code.h]
      t.ok(off.every(distance => Math.abs(distance) < 12), JSON.stringify(off))
    }
  }
})

t.test('a grey view is read, an empty one has no codes', async t => {
  const { view } = await page('https://example.org', 'QRCode')
  const grey = new Uint8Array(600 * 500)
  for (let i = 0; i < grey.length; i++) grey[i] = view.data[i * 3]
  t.match(await reader.detect({ ...view, channels: 1, data: grey }, {}), [{ type: 'URL' }])
  t.same(await reader.detect({ ...view, channels: 1, data: new Uint8Array(600 * 500).fill(255) }, {}), [])
})
