import t from 'tap'
import sharp from 'sharp'
import { deflateSync } from 'node:zlib'
import { strippedIcc } from '../../lib/formats/icc.js'
import { profile } from '../fixtures/icc.js'

const CANARY = 'Jane-Canary-Doe'
const tagsOf = (bytes: Uint8Array): string[] => {
  const icc = Buffer.from(bytes)
  return Array.from({ length: icc.readUInt32BE(128) }, (_, i) => icc.toString('latin1', 132 + i * 12, 136 + i * 12))
}

for (const version of [2, 4]) {
  t.test(`version ${version}: colours stay, texts go`, async t => {
    const before = profile(CANARY, version)
    const after = Buffer.from(strippedIcc(before)!)
    for (const text of [Buffer.from(CANARY), Buffer.from(CANARY, 'utf16le'), Buffer.from(CANARY, 'utf16le').swap16(), Buffer.from('Jane')]) {
      t.equal(after.includes(text), false)
    }
    t.same(tagsOf(after), ['desc', 'cprt', 'wtpt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'])
    t.equal(after.readUInt32BE(0), after.length)
    t.same(strippedIcc(after), after, 'once is enough')
    // The colour engine makes the same of both.
    const pixels = Buffer.from(Array.from({ length: 300 }, (_, i) => i * 37 & 255))
    const seen = await Promise.all([before, after].map(async icc => {
      const png = await sharp(pixels, { raw: { width: 10, height: 10, channels: 3 } }).png().toBuffer()
      return await sharp(withProfile(png, icc)).toColourspace('srgb').raw().toBuffer()
    }))
    t.same(seen[0], seen[1])
    t.notSame(seen[0], pixels, 'the profile is used at all')
  })
}

/** The same tags, each as `change` leaves it. */
function rebuilt(icc: Buffer, change: (name: string, data: Buffer) => Buffer): Buffer {
  const tags = Array.from({ length: icc.readUInt32BE(128) }, (_, i) => {
    const [at, length] = [icc.readUInt32BE(136 + i * 12), icc.readUInt32BE(140 + i * 12)]
    const name = icc.toString('latin1', 132 + i * 12, 136 + i * 12)
    return { name, data: change(name, Buffer.from(icc.subarray(at, at + length))) }
  })
  const head = Buffer.alloc(132 + tags.length * 12)
  icc.copy(head, 0, 0, 132)
  let end = head.length
  tags.forEach(({ name, data }, i) => {
    head.write(name, 132 + i * 12, 'latin1')
    head.writeUInt32BE(end, 136 + i * 12)
    head.writeUInt32BE(data.length, 140 + i * 12)
    end += data.length
  })
  head.writeUInt32BE(end, 0)
  return Buffer.concat([head, ...tags.map(({ data }) => data)])
}

t.test('a profile that makes much of few levels goes: what it would show, nobody looked at', async t => {
  const numbers = (...values: number[]): Buffer => Buffer.from(values.flatMap(v => [v >> 24 & 255, v >> 16 & 255, v >> 8 & 255, v & 255]))
  const curv = (...values: number[]): Buffer => Buffer.concat([Buffer.from('curv\0\0\0\0'), numbers(values.length), Buffer.from(values.flatMap(v => [v >> 8, v & 255]))])
  const para = (kind: number, ...values: number[]): Buffer => Buffer.concat([Buffer.from('para\0\0\0\0'), Buffer.from([0, kind, 0, 0]), numbers(...values.map(v => Math.round(v * 65536)))])
  const steps = Array.from({ length: 256 }, (_, i) => Math.round(65535 * Math.max(0, Math.min(1, (i - 100) / 8))))
  const curves: [name: string, curve: Buffer, kept: boolean][] = [
    ['none', curv(), true], ['a power', curv(0x0233), true], ['sRGB', para(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045), true],
    ['L*', curv(...Array.from({ length: 1024 }, (_, i) => Math.round(65535 * (i < 82 ? i / 1023 * 100 / 903.3 : ((i / 1023 * 100 + 16) / 116) ** 3)))), true],
    ['a step', curv(...steps), false], ['a power of next to nothing', para(0, 0.01), false], ['a large power', curv(0xffff), false],
    ['a steep line', para(3, 1, 14, -7, 0, 0), false], ['one that falls', curv(65535, 0), false],
  ]
  for (const [name, curve, kept] of curves) {
    t.equal(strippedIcc(rebuilt(profile('x'), (tag, data) => tag.endsWith('TRC') ? curve : data)) !== undefined, kept, name)
  }
})

const tail = Buffer.from(CANARY.padEnd(32))
const clean = (icc: Uint8Array): boolean => !/Jane|Cana|ZQX/.test(Buffer.from(icc).toString('latin1'))

t.test('nothing lives on in a profile that a colour engine does not read', async t => {
  const whole = profile('x')
  const carriers: Record<string, (name: string, data: Buffer) => Buffer> = {
    'behind tristimulus values': (name, data) => name.endsWith('XYZ') ? Buffer.concat([data, tail]) : data,
    'behind curves': (name, data) => name.endsWith('TRC') ? Buffer.concat([data, tail]) : data,
    'in reserved bytes': (_, data) => { data.write('ZQX!', 4, 'latin1'); return data },
    'in a white that is none': (name, data) => { if (name === 'wtpt') data.write('ZQX!Jane', 8, 'latin1'); return data },
  }
  for (const [name, change] of Object.entries(carriers)) {
    const before = rebuilt(whole, change)
    t.notOk(clean(before), name)
    const after = strippedIcc(before)
    t.ok(after && clean(after), name)
    if (name !== 'in a white that is none') t.same(after, strippedIcc(whole), `${name}: the same profile`)
  }
  const header = Buffer.from(whole)
  for (const [at, text] of [[4, 'ZQXa'], [10, 'ZQ'], [24, 'Jane-Canary-'], [40, 'ZQXbZQXcZQXdZQXeZQXfattr'], [68, 'Jane-Canary-'], [80, CANARY.repeat(3)]] as const) header.write(text, at, 'latin1')
  t.same(strippedIcc(header), strippedIcc(whole), 'in the header')
})

t.test('a profile whose colours are not all understood is dropped as a whole', async t => {
  const named = rebuilt(profile('x'), (_, data) => data)
  // A table that is none, where engines look before they look at the matrix.
  named.write('A2B0', named.indexOf('wtpt'), 'latin1')
  t.equal(strippedIcc(named), undefined)
  t.equal(strippedIcc(rebuilt(profile('x'), (name, data) => { if (name === 'rTRC') data.write('text'); return data })), undefined)
  const linked = Buffer.from(profile('x'))
  linked.write('link', 12, 'latin1')
  t.equal(strippedIcc(linked), undefined, 'of a kind that no picture has')
})

/** A CMYK profile with a table of the older or the newer kind and a canary in each of its gaps. */
function withTable(kind: 'mft1' | 'mft2' | 'mAB '): Buffer {
  const icc = Buffer.from(profile('x', kind === 'mAB ' ? 4 : 2))
  icc.write('CMYK', 16, 'latin1')
  icc.write('Lab ', 20, 'latin1')
  const grid = Buffer.from(Array.from({ length: 16 * 3 }, (_, i) => i * 5))
  const line = (n: number): Buffer => Buffer.from(Array.from({ length: 256 * n }, (_, i) => i & 255))
  const straight = Buffer.concat([Buffer.from('curv\0\0\0\0\0\0\0\0', 'latin1')])
  let data: Buffer
  if (kind === 'mft1') data = Buffer.concat([Buffer.from('mft1ZQX!\x04\x03\x02Z', 'latin1'), Buffer.from(CANARY.repeat(3)).subarray(0, 36), line(4), grid, line(3), tail])
  else if (kind === 'mft2') {
    const ends = (n: number): Buffer => Buffer.concat(Array.from({ length: n }, () => Buffer.from([0, 0, 255, 255])))
    data = Buffer.concat([Buffer.from('mft2ZQX!\x04\x03\x02Z', 'latin1'), Buffer.from(CANARY.repeat(3)).subarray(0, 36), Buffer.from([0, 2, 0, 2]), ends(4), Buffer.concat([...grid].map(n => Buffer.from([n, n]))), ends(3), tail])
  } else {
    const head = Buffer.from('mAB ZQX!\x04\x03ZQ' + '\0'.repeat(20), 'latin1')
    const curves = (n: number): Buffer => Buffer.concat(new Array<Buffer>(n).fill(straight))
    const table = Buffer.concat([Buffer.from([2, 2, 2, 2]), Buffer.from('Jane-Canary-'), Buffer.from([1]), Buffer.from('ZQX'), grid])
    head.writeUInt32BE(64, 12)
    head.writeUInt32BE(64 + 36, 24)
    head.writeUInt32BE(64 + 36 + table.length, 28)
    data = Buffer.concat([head, tail, curves(3), table, curves(4), tail])
  }
  return rebuilt(icc, (name, old) => name === 'wtpt' ? old : name === 'rXYZ' ? data : old).fill('A2B0', icc.indexOf('rXYZ'), icc.indexOf('rXYZ') + 4, 'latin1')
}

for (const kind of ['mft1', 'mft2', 'mAB '] as const) {
  t.test(`tables of colours are written value by value: ${kind}`, async t => {
    const before = withTable(kind)
    t.notOk(clean(before))
    const after = strippedIcc(before)
    t.ok(after && clean(after), 'no canary')
    t.ok(tagsOf(after!).includes('A2B0'))
    t.same(strippedIcc(after!), after, 'once is enough')
    const ink = Buffer.from(Array.from({ length: 400 }, (_, i) => i * 41 & 255))
    const seen = await Promise.all([before, after!].map(async icc => await sharp(jpegWithProfile(await sharp(ink, { raw: { width: 10, height: 10, channels: 4 } }).toColourspace('cmyk').jpeg().toBuffer(), icc))
      .toColourspace('srgb').raw().toBuffer()))
    t.same(seen[0], seen[1], 'the colour engine makes the same of both')
  })
}

function jpegWithProfile(jpeg: Buffer, icc: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc])
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe2, body.length + 2 >> 8, body.length + 2 & 255]), body, jpeg.subarray(2)])
}

t.test('regression: tables and primaries that make much of few levels go as well', async t => {
  const steep = withTable('mft1')
  const at = steep.indexOf('mft1') + 48
  t.ok(strippedIcc(steep))
  // The curve of cyan: none up to the middle, then all.
  steep.fill(0, at, at + 128).fill(255, at + 128, at + 256)
  t.equal(strippedIcc(steep), undefined)
  const xyz = (x: number, y: number, z: number): Buffer => {
    const data = Buffer.alloc(20)
    data.write('XYZ ', 'latin1')
    for (const [i, v] of [x, y, z].entries()) data.writeInt32BE(Math.round(v * 65536), 8 + i * 4)
    return data
  }
  const far: Record<string, Buffer> = { rXYZ: xyz(3.9, 3.9, 3.9), gXYZ: xyz(-3.5, -3.5, -3.5), bXYZ: xyz(0.6, 0.6, 0.4) }
  t.equal(strippedIcc(rebuilt(profile('x'), (name, data) => far[name] ?? data)), undefined, 'primaries that all but cancel out')
})

t.test('what is no profile is dropped', async t => {
  t.equal(strippedIcc(new Uint8Array(0)), undefined)
  t.equal(strippedIcc(Buffer.alloc(500, 'Jane')), undefined)
  const many = profile('x')
  many.writeUInt32BE(0xffffffff, 128)
  t.equal(strippedIcc(many), undefined)
  const beyond = profile('x')
  beyond.writeUInt32BE(0xfffffff0, 132 + 7 * 12 + 4)
  t.same(tagsOf(strippedIcc(beyond)!).includes('wtpt'), false)
})

/** A PNG with this profile in an iCCP chunk. */
function withProfile(png: Buffer, icc: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPx\0\0'), deflateSync(icc)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([png.subarray(0, 33), length, body, sum, png.subarray(33)])
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

t.test('regression: what lies behind the size that a profile states is not of it', async t => {
  const whole = profile(CANARY)
  t.ok(strippedIcc(whole))
  t.same(strippedIcc(Buffer.concat([whole, Buffer.alloc(50)])), strippedIcc(whole))
  const short = Buffer.from(whole)
  short.writeUInt32BE(whole.length - CANARY.length - 1 - 20, 0)
  t.equal(strippedIcc(short), undefined, 'colour engines lack its last curve, and leave colours as they are')
})
