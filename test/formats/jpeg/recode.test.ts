import sharp, { type JpegOptions } from 'sharp'
import t from 'tap'
import { BlockEncoder } from '../../../lib/formats/jpeg/block-encoder.js'
import { decodeCoefficients, isOfOneScan } from '../../../lib/formats/jpeg/coefficients.js'
import { encodeCoefficients, END, frameOf, scansOf, settle } from '../../../lib/formats/jpeg/encode.js'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { M, parseHeader, segments } from '../../../lib/formats/jpeg/parse.js'
import { samplingOf, type Plane } from '../../../lib/formats/jpeg/planes.js'
import { recode, type Changes } from '../../../lib/formats/jpeg/recode.js'
import { SymbolCounts, Tokens } from '../../../lib/formats/jpeg/tokens.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

/** Where no block lies beyond the edge. */
const WHOLE: [number, number] = [208, 128]

/** Soft shapes and some noise. */
const drawn = (options: JpegOptions = {}, model: 'srgb' | 'b-w' | 'cmyk' = 'srgb', [width, height] = [203, 117]): Promise<Buffer> =>
  sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => 128 + 90 * Math.sin(i / 71) + i * 7919 % 23)), { raw: { width, height, channels: 3 } })
    .toColourspace(model).jpeg({ quality: 85, ...options }).toBuffer()

const unchanged: Changes = { touched: () => undefined, apply: () => [] }

const files: readonly [name: string, file: () => Promise<Buffer>][] = [
  ['4:2:0, codes made for it', () => drawn()],
  ['4:4:4', () => drawn({ chromaSubsampling: '4:4:4' })],
  ['grey', () => drawn({}, 'b-w')],
  ['CMYK', () => drawn({}, 'cmyk')],
  ['coarse', () => drawn({ quality: 5 })],
  ['fine', () => drawn({ quality: 100 })],
]

for (const [name, make] of files) {
  t.test(`as from its coefficients: ${name}`, async t => {
    const file = await make()
    t.ok(isOfOneScan(file, parseHeader(file)))
    const header = parseHeader(file)
    const whole = encodeCoefficients(header, decodeCoefficients(file, header))
    const rows: number[] = []
    t.equal(Buffer.compare(recode(file, parseHeader(file), unchanged).bytes, whole), 0, 'the same bytes')
    const all = recode(file, parseHeader(file), { touched: () => [0, 1 << 16], apply(_planes, y) {
      rows.push(y)
      return []
    } }).bytes
    t.equal(Buffer.compare(all, whole), 0, 'the same where every row is said anew')
    t.same(rows, rows.map((_, y) => y))
  })
}

t.test('codes that the standard proposes are kept, and with them the bits of what has not changed', async t => {
  const file = await drawn({ optimiseCoding: false }, 'srgb', WHOLE)
  const header = parseHeader(file)
  t.equal(Buffer.compare(scanOf(recode(file, header, unchanged).bytes), scanOf(file)), 0)
  for (const changedRow of [0, 3, 7]) {
    const { bytes } = recode(file, header, blanked(changedRow))
    t.same(tablesOf(bytes), tablesOf(file))
    t.same(decodeCoefficients(bytes, parseHeader(bytes)).map(({ coefficients }) => coefficients), blankedPlanes(file, changedRow).map(({ coefficients }) => coefficients))
  }
})

t.test('codes that were made for a picture are made anew once something was painted', async t => {
  const file = await drawn({}, 'srgb', WHOLE)
  t.same(tablesOf(recode(file, parseHeader(file), unchanged).bytes), tablesOf(file), 'as libjpeg makes them')
  const { bytes } = recode(file, parseHeader(file), blanked(3))
  t.notSame(tablesOf(bytes), tablesOf(file))
})

/** Nothing is left of a row. */
const blanked = (row: number): Changes => ({ touched: y => y === row ? [0, 1 << 16] : undefined, apply(planes, y) {
  if (y === row) for (const plane of planes) plane.coefficients.fill(0)
  return []
} })

function blankedPlanes(file: Uint8Array, row: number): Plane[] {
  const planes = decodeCoefficients(file, parseHeader(file))
  for (const { coefficients, stride, component: { v } } of planes) coefficients.fill(0, row * v * stride * 64, (row + 1) * v * stride * 64)
  return planes
}

const tablesOf = (file: Uint8Array): Uint8Array[] => [...segments(file, 2)].filter(({ marker }) => marker === M.DHT).map(({ body }) => body).sort(Buffer.compare)
const scanOf = (file: Uint8Array): Uint8Array => file.subarray([...segments(file, 2)].at(-1)!.end)

t.test('a row that was changed changes what is said of the next', async t => {
  const file = await drawn()
  const header = parseHeader(file)
  const { bytes } = recode(file, header, blanked(2))
  t.equal(Buffer.compare(bytes, encodeCoefficients(header, blankedPlanes(file, 2))), 0)
})

t.test('regression: restarts in other places than in the file', async t => {
  const [page] = await decodeAll(jpeg, await drawn())
  const { header } = page.page.info as { header: ReturnType<typeof parseHeader> }
  header.restartInterval = 5
  const file = Buffer.from(await encodeAll(jpeg, [page]))
  t.equal(parseHeader(file).restartInterval, 5)
  t.equal(Buffer.compare(recode(file, parseHeader(file), unchanged).bytes, file), 0, 'kept where they are')
  header.restartInterval = 0
  t.same(await sharp(file).raw().toBuffer(), await sharp(await encodeAll(jpeg, [page])).raw().toBuffer())
})

t.test('what says nothing is not taken over', async t => {
  const file = await drawn()
  const header = parseHeader(file)
  const planes = decodeCoefficients(file, header)
  const [scan] = scansOf(header, planes)
  const tokens = new Tokens()
  tokens.reserve(1 << 18)
  const encoder = new BlockEncoder(scan, tokens)
  const { mcusAcross, mcusDown } = samplingOf(header)
  const AC = 1 << 24
  // Sixteen zeros more than are needed before the end of each block.
  for (let mcu = 0; mcu < mcusAcross * mcusDown; mcu++) {
    planes.forEach(({ stride, component: { h, v }, coefficients }, i) => {
      for (let block = 0; block < h * v; block++) {
        const [x, y] = [mcu % mcusAcross * h + block % h, Math.floor(mcu / mcusAcross) * v + Math.floor(block / h)]
        encoder.block(coefficients, (y * stride + x) * 64, i)
        const last = tokens.data[tokens.at - 1]
        const isEnd = (last & AC) !== 0 && (last >> 16 & 255) === 0
        const few = !coefficients.subarray((y * stride + x) * 64 + 40, (y * stride + x + 1) * 64).some(c => c !== 0)
        if (isEnd && few) tokens.data[tokens.at++] = last | 0
        if (isEnd && few) tokens.data[tokens.at - 2] = last | 0xf0 << 16
      }
    })
  }
  const counts = new SymbolCounts()
  counts.see(tokens)
  const { head, writer } = settle(scan, counts)
  writer.write(tokens)
  const odd = Buffer.concat([...frameOf(header, planes), ...head, writer.finish(), END])
  t.ok(odd.length > file.length * 1.01, 'there is something to leave out')
  t.same(await sharp(odd).raw().toBuffer(), await sharp(file).raw().toBuffer(), 'decoders see the same picture')
  t.equal(Buffer.compare(recode(odd, parseHeader(odd), unchanged).bytes, recode(file, parseHeader(file), unchanged).bytes), 0)
})

t.test('data that end early, and codes that are none', async t => {
  const file = await drawn()
  for (const length of [file.length - 200, file.length >> 1, 700]) {
    const cut = Buffer.concat([file.subarray(0, length), Buffer.from([0xff, 0xd9])])
    t.throws(() => recode(cut, parseHeader(cut), unchanged), { code: 'ERR_MALFORMED_INPUT' })
  }
  for (let at = file.length >> 1; at < file.length - 2; at += 37) {
    const damaged = Buffer.from(file)
    damaged[at] ^= 0x55
    try {
      recode(damaged, parseHeader(damaged), unchanged)
    } catch (error) {
      t.match(error, { code: 'ERR_MALFORMED_INPUT' })
    }
  }
})
