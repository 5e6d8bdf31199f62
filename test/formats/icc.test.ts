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
