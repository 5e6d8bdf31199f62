import t from 'tap'
import { packLzw, unpackLzw } from '../../../lib/formats/tiff/lzw.js'
import { noise } from '../../fixtures/tiff.js'

const back = (data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(data.length)
  t.equal(unpackLzw(packLzw(data), out), data.length)
  return out
}

t.test('gives back what went in', async t => {
  for (const [name, data] of Object.entries({
    nothing: new Uint8Array(0),
    'one byte': Uint8Array.of(7),
    zeros: new Uint8Array(100_000),
    noise: noise(50_000),
    'noise of two values': noise(50_000).map(b => b & 1),
    // Lengths around the codes where the width grows and where the table is cleared.
    ...Object.fromEntries([253, 254, 255, 256, 257, 765, 766, 1789, 3836, 3837, 3838, 3839].map(n => [`${n} bytes`, noise(n)])),
  })) t.equal(Buffer.compare(back(data), data), 0, name)
})

t.test('the example of TIFF 6.0', async t => {
  const data = Uint8Array.of(7, 7, 7, 8, 8, 7, 7, 6, 6)
  // Clear, 7, 258, 8, 8, 258, 6, 6, end: nine bits each.
  const codes = [256, 7, 258, 8, 8, 258, 6, 6, 257].map(code => code.toString(2).padStart(9, '0')).join('')
  const bytes = Uint8Array.from(codes.padEnd(88, '0').match(/.{8}/g)!, byte => parseInt(byte, 2))
  t.same(packLzw(data), bytes)
  t.same(back(data), data)
})

t.test('bits the other way round, as before 1988', async t => {
  const codes = [256, 65, 258, 66, 257].map(code => [...code.toString(2).padStart(9, '0')].reverse().join('')).join('')
  const bytes = Uint8Array.from(codes.padEnd(48, '0').match(/.{8}/g)!, byte => parseInt([...byte].reverse().join(''), 2))
  const out = new Uint8Array(4)
  t.equal(unpackLzw(bytes, out), 4)
  t.same([...out], [65, 65, 65, 66])
})

t.test('wrong and cut data', async t => {
  const out = new Uint8Array(100)
  t.equal(unpackLzw(Uint8Array.of(0x80, 0x7f, 0xff, 0xff), out), -1, 'a code that has no meaning yet')
  t.equal(unpackLzw(new Uint8Array(0), out), 0)
  const packed = packLzw(noise(100))
  t.ok(unpackLzw(packed.subarray(0, 40), out) < 100, 'data that ends early')
  t.equal(unpackLzw(packLzw(new Uint8Array(5000)), out), 100, 'no more than there is room for')
  for (let seed = 0; seed < 300; seed++) unpackLzw(noise(200, seed), out)
})

t.test('whether there is anything else in the data', async t => {
  const pixels = noise(3000).map(b => b & 7)
  const packed = packLzw(pixels)
  const whole = (data: Uint8Array, length = pixels.length): boolean => {
    const found = { whole: false }
    unpackLzw(data, new Uint8Array(length), found)
    return found.whole
  }
  t.ok(whole(packed))
  for (let n = 1; n < 600; n++) t.ok(whole(packLzw(pixels.subarray(0, n)), n), `${n} bytes`)
  t.notOk(whole(Uint8Array.of(...packed, 0)), 'bytes behind the end')
  t.notOk(whole(packed, 2900), 'more pixels than are asked for')
  t.notOk(whole(packed.subarray(0, packed.length - 2)), 'no end')
  const bits = [...packLzw(Uint8Array.of(1, 2, 3))].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const bytesOf = (bits: string): Uint8Array => Uint8Array.from(bits.match(/.{8}/g)!, byte => parseInt(byte, 2))
  const codes = [256, 1, 2, 3, 257].map(code => code.toString(2).padStart(9, '0')).join('')
  t.equal(bits, codes.padEnd(48, '0'))
  t.notOk(whole(bytesOf(codes.padEnd(48, '1')), 3), 'bits behind the end')
  t.notOk(whole(bytesOf(`${codes.slice(0, 9)}${codes}`.padEnd(56, '0')), 3), 'a clear behind a clear')
  t.notOk(whole(bytesOf(codes.slice(9).padEnd(40, '0')), 3), 'none at the start')
})
