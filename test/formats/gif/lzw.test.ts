import t from 'tap'
import { decodeLzw, encodeLzw, mostPixels } from '../../../lib/formats/gif/lzw.js'

/** Sub-blocks without their lengths. */
function joined(blocks: Uint8Array): Uint8Array {
  const bytes: number[] = []
  let at = 0
  for (; blocks[at] > 0; at += blocks[at] + 1) bytes.push(...blocks.subarray(at + 1, at + 1 + blocks[at]))
  if (at !== blocks.length - 1) throw new Error('bytes after the terminator')
  return Uint8Array.from(bytes)
}

function random(seed: number): () => number {
  return () => (seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0, (seed >>> 8) / 2 ** 24)
}

t.test('what is encoded is decoded', async t => {
  const next = random(7)
  for (const bits of [2, 4, 8]) {
    for (const length of [1, 2, 3, 255, 4095, 30_000]) {
      for (const kind of ['flat', 'noise', 'runs']) {
        let value = 0
        const pixels = Uint8Array.from({ length }, () => {
          if (kind === 'noise' || kind === 'runs' && next() < 0.05) value = Math.floor(next() * (1 << bits))
          return value
        })
        const data = joined(encodeLzw(pixels, bits))
        const out = new Uint8Array(length)
        decodeLzw(data, bits, out)
        t.ok(Buffer.from(out).equals(Buffer.from(pixels)), `${kind}, ${length} pixels of ${bits} bits`)
        t.ok(mostPixels(data.length, bits) >= length, 'the bound on pixels holds')
      }
    }
  }
})

t.test('data that stop short are malformed, not black', async t => {
  const pixels = Uint8Array.from({ length: 1000 }, (_, i) => i * 7 & 15)
  const data = joined(encodeLzw(pixels, 4))
  const out = new Uint8Array(1000)
  t.throws(() => decodeLzw(data.subarray(0, data.length >> 1), 4, out), { code: 'ERR_MALFORMED_INPUT' })
  t.throws(() => decodeLzw(data, 4, new Uint8Array(1001)), { code: 'ERR_MALFORMED_INPUT' }, 'an end code before the last pixel')
  t.throws(() => decodeLzw(Uint8Array.of(0xff, 0xff), 4, out), { code: 'ERR_MALFORMED_INPUT' }, 'an impossible code')
  decodeLzw(data, 4, out.subarray(0, 10))
  t.same(out.subarray(0, 10), pixels.subarray(0, 10), 'what follows the last pixel is not looked at')
})

/** LZW as others write it: of any code size, and with a table that is left full. */
function coded(pixels: readonly number[], size: number, clears: boolean): Uint8Array {
  const bytes: number[] = []
  let [width, next, held, bits] = [size + 1, (1 << size) + 2, 0, 0]
  const table = new Map<number, number>()
  const put = (code: number): void => {
    held += code * 2 ** bits
    for (bits += width; bits >= 8; bits -= 8, held = Math.floor(held / 256)) bytes.push(held % 256)
  }
  put(1 << size)
  let code = pixels[0]!
  for (const pixel of pixels.slice(1)) {
    const known = table.get(code * 256 + pixel)
    if (known === undefined) {
      put(code)
      if (next < 4096) {
        if (next === 1 << width && width < 12) width++
        table.set(code * 256 + pixel, next++)
      } else if (clears) {
        put(1 << size)
        table.clear()
        ;[width, next] = [size + 1, (1 << size) + 2]
      }
    }
    code = known ?? pixel
  }
  put(code)
  if (next === 1 << width && width < 12) width++
  put((1 << size) + 1)
  bytes.push(held % 256, 0)
  return Uint8Array.from(bytes)
}

t.test('regression: code sizes from 1 to 11, and tables that stay full', async t => {
  const next = random(3)
  for (let size = 1; size <= 11; size++) {
    const pixels = Array.from({ length: 20_000 }, () => Math.floor(next() * 2 ** Math.min(8, size)))
    for (const clears of [true, false]) {
      const out = new Uint8Array(pixels.length)
      decodeLzw(coded(pixels, size, clears), size, out)
      t.same(out, pixels, `${size}, ${clears ? 'cleared' : 'full'}`)
    }
  }
  const beyond = [300, 1].flatMap(code => [code & 255, code >> 8])
  t.throws(() => decodeLzw(Uint8Array.from(beyond), 9, new Uint8Array(2)), { code: 'ERR_MALFORMED_INPUT' }, 'a colour that there is not')
})
