import t from 'tap'
import sharp from 'sharp'
import { EffaceError } from '../../../lib/core/errors.js'
import { lookUpTable, modeCodes, runCodes } from '../../../lib/formats/tiff/fax-codes.js'
import { decodeFax, type FaxCoding } from '../../../lib/formats/tiff/fax-decode.js'
import { encodeFax } from '../../../lib/formats/tiff/fax-encode.js'
import { buildTiff, noise, plain, scanRows } from '../../fixtures/tiff.js'

const codings: Record<string, FaxCoding & { compression: number, options?: number }> = {
  RLE: { kind: 'rle', twoDimensional: false, compression: 2 },
  RLEW: { kind: 'rlew', twoDimensional: false, compression: 32771 },
  'G3 1-D': { kind: 'g3', twoDimensional: false, compression: 3, options: 0 },
  'G3 2-D': { kind: 'g3', twoDimensional: true, compression: 3, options: 1 },
  G4: { kind: 'g4', twoDimensional: true, compression: 4 },
}

/** Bits behind the last pixel of a row are not coded. */
function cleared(rows: Uint8Array, width: number): Uint8Array {
  const stride = Math.ceil(width / 8)
  const out = rows.slice()
  if (width % 8) for (let at = stride - 1; at < out.length; at += stride) out[at] &= 0xff << (8 - width % 8)
  return out
}

t.test('the codes are prefix codes, and all different', async t => {
  for (const codes of [...runCodes, modeCodes]) {
    const texts = codes.map(({ bits, length }) => bits.toString(2).padStart(length, '0'))
    for (const a of texts) t.equal(texts.filter(b => b.startsWith(a)).length, 1)
  }
  t.equal(runCodes[0].length, 104)
  t.equal(lookUpTable([{ bits: 1, length: 2, value: 5 }], 3)[0b011], 5 << 4 | 2)
})

t.test('gives back what went in', async t => {
  for (const [name, coding] of Object.entries(codings)) {
    for (const [width, height] of [[1, 1], [7, 5], [8, 3], [64, 9], [1728, 40], [2561, 3], [5400, 4]]) {
      const stride = Math.ceil(width / 8)
      for (const [what, rows] of Object.entries({
        white: new Uint8Array(stride * height),
        black: new Uint8Array(stride * height).fill(255),
        stripes: new Uint8Array(stride * height).fill(0xaa),
        noise: noise(stride * height),
        scan: scanRows(width, height),
      })) {
        const out = new Uint8Array(stride * height)
        decodeFax(encodeFax(rows, coding, width, height), coding, width, height, out)
        t.same(Buffer.compare(out, cleared(rows, width)), 0, `${name} ${what} ${width}×${height}`)
      }
    }
  }
})

t.test('libtiff reads what is written, and the other way round', async t => {
  const [width, height] = [1003, 60]
  const rows = cleared(scanRows(width, height), width)
  for (const [name, { compression, options, ...coding }] of Object.entries(codings)) {
    if (name === 'RLEW') continue // libtiff wants to be told
    const extra = options === undefined ? [] : [[292, 4, [options]] as [number, number, number[]]]
    const tags = plain(width, height, { bits: [1], compression, photometric: 0, extra })
    const file = buildTiff([{ tags, strips: [encodeFax(rows, coding, width, height)] }])
    const pixels = await sharp(file).toColourspace('b-w').raw().toBuffer()
    t.ok(pixels.every((v, i) => (v === 0) === ((rows[Math.floor(i / width) * 126 + (i % width >> 3)] >> (7 - (i % width & 7)) & 1) === 1)), name)
  }
})

t.test('rows may lack an EOL, have fill bits in front of it, and start with black', async t => {
  // White 2, black 3, white 3; then black 8, once with an EOL behind four fill bits.
  const rows = ['0111' + '10' + '1000', '0000' + '000000000001' + '00110101' + '000101'].join('')
  const bytes = Uint8Array.from(rows.padEnd(48, '0').match(/.{8}/g)!, byte => parseInt(byte, 2))
  const out = new Uint8Array(2)
  decodeFax(bytes, { kind: 'g3', twoDimensional: false }, 8, 2, out)
  t.same([...out], [0b00111000, 0xff])
})

t.test('wrong data ends in an error, whatever it is', async t => {
  const out = new Uint8Array(126 * 20)
  for (const coding of Object.values(codings)) {
    const good = encodeFax(scanRows(1003, 20), coding, 1003, 20)
    t.throws(() => decodeFax(good.subarray(0, good.length >> 1), coding, 1003, 20, out), { code: 'ERR_MALFORMED_INPUT' }, 'cut off')
    t.throws(() => decodeFax(new Uint8Array(0), coding, 1003, 20, out), { code: 'ERR_MALFORMED_INPUT' }, 'nothing')
    for (let seed = 1; seed < 200; seed++) {
      try {
        decodeFax(noise(100, seed), coding, 1003, 20, out)
      } catch (error) {
        if (!(error instanceof EffaceError)) throw error
      }
    }
  }
  t.throws(() => decodeFax(new Uint8Array(1000), codings.G4, 64, 64, out), { code: 'ERR_MALFORMED_INPUT' }, 'zeros')
  const nothing = Buffer.from(('00110101' + '0000110111').repeat(400).match(/.{8}/g)!.map(byte => parseInt(byte, 2)))
  t.throws(() => decodeFax(nothing, codings.RLE, 64, 64, out), { code: 'ERR_MALFORMED_INPUT' }, 'runs of nothing without end')
})
