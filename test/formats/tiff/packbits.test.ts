import t from 'tap'
import { packBits, unpackBits } from '../../../lib/formats/tiff/packbits.js'
import { noise } from '../../fixtures/tiff.js'

t.test('the example of TIFF 6.0', async t => {
  const packed = Uint8Array.of(0xfe, 0xaa, 0x02, 0x80, 0x00, 0x2a, 0xfd, 0xaa, 0x03, 0x80, 0x00, 0x2a, 0x22, 0xf7, 0xaa)
  const plain = [0xaa, 0xaa, 0xaa, 0x80, 0, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa, 0x80, 0, 0x2a, 0x22, ...new Array<number>(10).fill(0xaa)]
  const out = new Uint8Array(24)
  t.equal(unpackBits(packed, out), 24)
  t.same([...out], plain)
})

t.test('gives back what went in, and no run crosses a row', async t => {
  for (const rowBytes of [1, 2, 127, 128, 129, 300]) {
    for (const data of [new Uint8Array(rowBytes * 3), noise(rowBytes * 3), noise(rowBytes * 3).map(b => b & 0x81)]) {
      const packed = packBits(data, rowBytes)
      const out = new Uint8Array(data.length)
      t.equal(unpackBits(packed, out), data.length)
      t.same(out, data)
      const row = new Uint8Array(rowBytes)
      unpackBits(packed, row)
      t.same(packBits(row, rowBytes), packed.subarray(0, packBits(row, rowBytes).length), 'the first row stands by itself')
    }
  }
})

t.test('data that ends early, and that goes on too long', async t => {
  const out = new Uint8Array(10)
  t.equal(unpackBits(Uint8Array.of(5, 1, 2), out), 2)
  t.equal(unpackBits(Uint8Array.of(0x81), out), 0)
  t.equal(unpackBits(Uint8Array.of(0x80, 0x81, 9), out), 10)
})
