import sharp, { type JpegOptions } from 'sharp'
import t from 'tap'
import { BlockEncoder } from '../../../lib/formats/jpeg/block-encoder.js'
import { decodeCoefficients, isOfOneScan } from '../../../lib/formats/jpeg/coefficients.js'
import { encodeCoefficients, END, frameOf, scansOf, settle } from '../../../lib/formats/jpeg/encode.js'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { parseHeader } from '../../../lib/formats/jpeg/parse.js'
import { samplingOf } from '../../../lib/formats/jpeg/planes.js'
import { recode } from '../../../lib/formats/jpeg/recode.js'
import { Tokens } from '../../../lib/formats/jpeg/tokens.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const [width, height] = [203, 117]

/** Soft shapes and some noise. */
const drawn = (options: JpegOptions = {}, model: 'srgb' | 'b-w' | 'cmyk' = 'srgb'): Promise<Buffer> =>
  sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => 128 + 90 * Math.sin(i / 71) + i * 7919 % 23)), { raw: { width, height, channels: 3 } })
    .toColourspace(model).jpeg({ quality: 85, ...options }).toBuffer()

const unchanged = () => ({ changed: false, rounded: [] })

const files: readonly [name: string, file: () => Promise<Buffer>][] = [
  ['4:2:0, codes made for it', () => drawn()],
  ['4:4:4, the usual codes', () => drawn({ chromaSubsampling: '4:4:4', optimiseCoding: false })],
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
    const all = recode(file, parseHeader(file), (_planes, y) => {
      rows.push(y)
      return { changed: true, rounded: [] }
    }).bytes
    t.equal(Buffer.compare(all, whole), 0, 'the same where every row is said anew')
    t.same(rows, rows.map((_, y) => y))
  })
}

t.test('a row that was changed changes what is said of the next', async t => {
  const file = await drawn({ optimiseCoding: false })
  const header = parseHeader(file)
  const changedRow = 2
  const { bytes } = recode(file, header, (planes, y) => {
    if (y === changedRow) for (const plane of planes) plane.coefficients.fill(0)
    return { changed: y === changedRow, rounded: [] }
  })
  const planes = decodeCoefficients(file, header)
  for (const { coefficients, stride, component: { v } } of planes) coefficients.fill(0, changedRow * v * stride * 64, (changedRow + 1) * v * stride * 64)
  t.equal(Buffer.compare(bytes, encodeCoefficients(header, planes)), 0)
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
  const { head, writer } = settle(scan, [tokens])
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
