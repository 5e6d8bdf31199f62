import t from 'tap'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { prepareZXingModule, writeBarcode, type WriterOptions } from 'zxing-wasm/writer'
import { readBarcodes } from 'zxing-wasm/reader'
import { createBarcodeReader } from '../../lib/codes/barcodes.js'

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

/** A page with a code turned by any angle, and its pixels. */
async function tilted(text: string, format: WriterOptions['format'], turn: number, scale = 2) {
  const { svg } = await writeBarcode(text, { format, scale, addQuietZones: false } as WriterOptions)
  const drawn = sharp(Buffer.from(svg)).flatten({ background: '#fff' })
  const quiet = await drawn.extend({ top: 10, bottom: 10, left: 20, right: 20, background: '#fff' }).png().toBuffer()
  const code = await sharp(quiet).rotate(turn, { background: '#fff' }).png().toBuffer({ resolveWithObject: true })
  const [width, height] = [code.info.width + 160, code.info.height + 160]
  const page = sharp({ create: { width, height, channels: 3, background: '#fff' } }).composite([{ input: code.data, left: 80, top: 80 }])
  const data = await page.removeAlpha().raw().toBuffer()
  return { width, height, channels: 3 as const, data }
}

/** What a reader that tries hard, in turned passes, finds on a page. */
async function readHard(data: Buffer, width: number, height: number, angles: readonly number[]): Promise<string[]> {
  const found: string[] = []
  const hard = { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, minLineCount: 1 }
  for (const angle of angles) {
    const turned = sharp(data, { raw: { width, height, channels: 3 } }).rotate(angle, { background: '#fff' })
    const { data: rgba, info } = await turned.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    const image = { width: info.width, height: info.height, data: new Uint8ClampedArray(rgba), colorSpace: 'srgb' as const }
    found.push(...(await readBarcodes(image, hard)).map(code => code.text))
  }
  return found
}

const KINDS = [
  ['PATIENT-0042', 'Code128'], ['4006381333931', 'EAN13'], ['A40156B', 'Codabar'], ['DOE JANE 42', 'Code39'], ['30712345000010', 'ITF'],
  ['01234567890128', 'DataBar Stacked'], ['01234567890128', 'DataBar Stacked Omni'], ['[01]98898765432106[3103]001750', 'DataBar Expanded Stacked'],
  ['name;street 5;Doe Jane;1961-04-12', 'PDF417'], ['https://example.org/t/81', 'QRCode'],
] as const

for (const [text, format] of KINDS) {
  t.test(`tilted codes, stacked ones too, are covered whole: ${format}`, async t => {
    for (const turn of [0, 5, 12, 33, 60]) {
      const { width, height, data } = await tilted(text, format, turn)
      const found = await reader.detect({ width, height, channels: 3, data }, {})
      const painted = Buffer.from(data)
      const inside = (x: number, y: number): boolean => found.some(box => x >= box.x - 1 && x < box.x + box.w + 1 && y >= box.y - 1 && y < box.y + box.h + 1)
      let [left, all] = [0, 0]
      for (let i = 0; i < width * height; i++) {
        const covered = inside(i % width, Math.floor(i / width))
        if (data[i * 3] < 128) {
          all++
          if (!covered) left++
        }
        if (covered) painted.fill(0, i * 3, i * 3 + 3)
      }
      t.ok(left < 0.05 * all, `at ${turn}°: ${left} of ${all} dark pixels are left`)
      t.same(await readHard(painted, width, height, [0, turn === 0 ? 15 : -turn]), [], `at ${turn}°`)
    }
  })
}
