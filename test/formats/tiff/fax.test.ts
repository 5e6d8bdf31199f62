import t from 'tap'
import sharp from 'sharp'
import { EffaceError } from '../../../lib/core/errors.js'
import { lookUpTable, modeCodes, runCodes } from '../../../lib/formats/tiff/fax-codes.js'
import { decodeFax, type FaxCoding, type FaxDamage } from '../../../lib/formats/tiff/fax-decode.js'
import { encodeFax } from '../../../lib/formats/tiff/fax-encode.js'
import { defaultLimits } from '../../../lib/core/limits.js'
import { MemorySource } from '../../../lib/core/memory-source.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
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

/** Rows of a fax in Group 3, each with its end of line in front, from which one damage or other makes a strip. */
function groupThree(twoDimensional: boolean, damage: (rows: string[]) => string[], ends = 6): { data: Uint8Array, coding: FaxCoding } {
  const [width, height] = [64, 12]
  const coding: FaxCoding = { kind: 'g3', twoDimensional }
  const whole = [...encodeFax(dots, coding, width, height)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const rows = whole.split(/(?=0{11}1)/).filter(row => row.startsWith('00000000000')).slice(0, height)
  const end = twoDimensional ? '0000000000011' : '000000000001'
  const bits = damage(rows).join('') + end.repeat(ends)
  return { data: Uint8Array.from(bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g)!, byte => parseInt(byte, 2)), coding }
}

/** Twelve rows, no two of them the same. */
const dots = Uint8Array.from({ length: 12 * 8 }, (_, i) => i % 8 === (i >> 3 & 7) ? 0x3c << (i >> 6) & 255 : 0x01)
const rowOf = (rows: Uint8Array, y: number): number[] => [...rows.subarray(y * 8, y * 8 + 8)]

t.test('regression: damaged lines of a fax', async t => {
  const read = ({ data, coding }: ReturnType<typeof groupThree>): { out: Uint8Array, damage: FaxDamage } => {
    const damage: FaxDamage = { repeated: 0, cut: 0, missing: 0 }
    const out = new Uint8Array(12 * 8).fill(0x99)
    decodeFax(data, coding, 64, 12, out, damage)
    return { out, damage }
  }
  const others = (out: Uint8Array, but: number[]): void => { for (let y = 0; y < 12; y++) if (!but.includes(y)) t.same(rowOf(out, y), rowOf(dots, y), `row ${y}`) }

  await t.test('whole', async t => {
    for (const two of [false, true]) t.same(read(groupThree(two, rows => rows)), { out: dots, damage: { repeated: 0, cut: 0, missing: 0 } })
  })
  await t.test('ends of line on bytes', async t => {
    let at = 0
    const { out, damage } = read(groupThree(false, rows => rows.map(row => {
      const padded = '0'.repeat((8 - (at + 12) % 8) % 8) + row
      at += padded.length
      return padded
    })))
    t.same({ out, damage }, { out: dots, damage: { repeated: 0, cut: 0, missing: 0 } })
  })
  await t.test('a wrong code: the row above once more', async t => {
    const { out, damage } = read(groupThree(false, rows => rows.map((row, y) => y === 5 ? row.slice(0, 12) + '0000000010101' : row)))
    t.same(damage, { repeated: 1, cut: 0, missing: 0 })
    t.same(rowOf(out, 5), rowOf(dots, 4))
    others(out, [5])
  })
  await t.test('a wrong code where rows build on one another: until one stands by itself', async t => {
    const { out, damage } = read(groupThree(true, rows => rows.map((row, y) => y === 5 ? row.slice(0, 13) + '0000000010101' : row)))
    t.same(damage, { repeated: 3, cut: 0, missing: 0 })
    for (const y of [5, 6, 7]) t.same(rowOf(out, y), rowOf(dots, 4))
    others(out, [5, 6, 7])
  })
  await t.test('a row that ends early is white from there on', async t => {
    // White 8, black 4.
    const { out, damage } = read(groupThree(false, rows => rows.map((row, y) => y === 5 ? row.slice(0, 12) + '10011' + '011' : row)))
    t.same(damage, { repeated: 0, cut: 1, missing: 0 })
    t.same(rowOf(out, 5), [0, 0xf0, 0, 0, 0, 0, 0, 0])
    others(out, [5])
  })
  await t.test('a row that runs on beyond the edge leaves those below in their places', async t => {
    const { out, damage } = read(groupThree(false, rows => rows.map((row, y) => y === 5 ? row + '10011' + '011' : row)))
    t.same(damage, { repeated: 0, cut: 1, missing: 0 })
    others(out, [])
  })
  await t.test('fewer rows than said', async t => {
    for (const ends of [6, 0]) {
      const { out, damage } = read(groupThree(false, rows => rows.slice(0, 9), ends))
      t.same(damage, { repeated: 0, cut: 0, missing: 3 })
      for (const y of [9, 10, 11]) t.same(rowOf(out, y), new Array(8).fill(0))
      others(out, [9, 10, 11])
    }
    const damage: FaxDamage = { repeated: 0, cut: 0, missing: 0 }
    const out = new Uint8Array(12 * 8).fill(0x99)
    decodeFax(encodeFax(dots, codings.G4!, 64, 9), codings.G4!, 64, 12, out, damage)
    t.equal(damage.missing, 3)
  })
})

t.test('a page of which most is damaged is refused, a damaged line is told', async t => {
  const file = (bad: number): Buffer => {
    const { data } = groupThree(false, rows => rows.map((row, y) => y < bad ? row.slice(0, 12) + '0000000010101' : row))
    return buildTiff([{ tags: plain(64, 12, { bits: [1], compression: 3, photometric: 0 }), strips: [data] }])
  }
  const notes: string[] = []
  const read = async (bad: number): Promise<void> => {
    for await (const page of tiff.pages(new MemorySource(file(bad)), { limits: defaultLimits })) {
      await tiff.decodePage(page, new Uint8Array(12 * 8), undefined, note => notes.push(note))
    }
  }
  await read(0)
  t.same(notes, [])
  await read(2)
  t.same(notes, ['damaged fax rows: 2 repeated from above, 0 cut off, 0 missing at the end'])
  await t.rejects(read(8), { code: 'ERR_MALFORMED_INPUT' })
})

t.test('regression: a fax of several samples a pixel was read in part only', async t => {
  const strip = encodeFax(new Uint8Array(12 * 24), codings.G4!, 64 * 3, 12)
  const file = buildTiff([{ tags: plain(64, 12, { bits: [1, 1, 1], compression: 4, photometric: 2 }), strips: [strip] }])
  const walk = async (): Promise<void> => { for await (const _ of tiff.pages(new MemorySource(file), { limits: defaultLimits })); }
  await t.rejects(walk(), { code: 'ERR_UNSUPPORTED_FORMAT' })
})
