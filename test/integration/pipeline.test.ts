// The built package as a user would run it.
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { formTiff, movingGif } from '../../benchmarks/pages.js'
import { createPool, efface, effaceBuffer, EffaceError, effaceFile, type Frame, type FrameEvent, scan } from '../../lib/api/index.js'
import { decode, detect, encode, ordered, pii, redact, split } from '../../streams/index.js'
import { settled, until, watchTasks } from '../fixtures/waiting.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())

const REGION = { redact: [{ x: 0.1, y: 0.1, w: 0.3, h: 0.2 }] }
const PLAIN = { pool, ocr: 'none', objects: [] } as const

const picture = (width = 200, height = 100): Sharp => sharp({ create: { width, height, channels: 3, background: '#8fb' } })
const spools = async (): Promise<string[]> => (await readdir(tmpdir())).filter(name => name.startsWith('efface-')).sort()

t.test('the first of 100 pages leaves before a quarter of a file that is there at once has been read', async t => {
  for (const file of [await formTiff(100, 'ccittfax4'), movingGif(100)]) {
    const stream = efface({ ...PLAIN, regions: REGION })
    let read = 0
    let readAtFirstFrame = Infinity
    stream.once('frame', () => { readAtFirstFrame = read })
    await pipeline(async function * () {
      for (; read < file.length; read += 65_536) yield file.subarray(read, read + 65_536)
    }, stream, new Writable({ write: (_chunk, _encoding, done) => done() }))
    t.ok(readAtFirstFrame < file.length / 4, `${readAtFirstFrame} of ${file.length} bytes`)
  }
})

t.test('a TIFF of 50 pages goes through plain pipe(), in order, and its first page leaves before the last is decoded', async t => {
  const folder = t.testdir({ 'in.tif': await formTiff(50) })
  const frames: FrameEvent[] = []
  const stream = efface({ ...PLAIN, regions: REGION })
  let framesAtFirstByte = -1
  stream.on('frame', frame => frames.push(frame))
  const out = createWriteStream(join(folder, 'out.tif'))
  createReadStream(join(folder, 'in.tif')).pipe(stream).pipe(new PassThrough().once('data', () => { framesAtFirstByte = frames.length })).pipe(out)
  await new Promise<void>((resolve, reject) => out.on('finish', () => resolve()).on('error', reject))
  t.same(frames.map(f => f.index), Array.from({ length: 50 }, (_, i) => i))
  t.ok(framesAtFirstByte > 0 && framesAtFirstByte < 25, `${framesAtFirstByte} pages were done when the first byte left`)
  const report = await stream.report
  t.equal(report.page_count, 50)
  for (const page of [0, 7, 49]) {
    const before = await sharp(join(folder, 'in.tif'), { page }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    const after = await sharp(join(folder, 'out.tif'), { page }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    t.same([after.info.width, after.info.height], [before.info.width, before.info.height])
    let wrong = 0
    for (let y = 0; y < after.info.height; y++) {
      for (let x = 0; x < after.info.width; x++) {
        const inside = x >= 124 && x < 496 && y >= 175.4 && y < 526.2
        const i = y * after.info.width + x
        if (inside ? after.data[i] !== 0 : after.data[i] !== before.data[i]) wrong++
      }
    }
    // The box's edges fall between pixels and are rounded outward.
    t.ok(wrong <= 4 * (496 - 124) + 4 * (527 - 175), `page ${page}: ${wrong} pixels differ outside the box or are open inside it`)
  }
})

t.test('every format comes back in its own format and size, painted', async t => {
  const make: Record<string, () => Promise<Buffer>> = {
    jpeg: () => picture().jpeg().toBuffer(),
    png: () => picture().png().toBuffer(),
    gif: () => picture().gif().toBuffer(),
    tiff: () => picture().tiff().toBuffer(),
    webp: () => picture().webp().toBuffer(),
    avif: () => picture().avif().toBuffer(),
  }
  for (const [format, bytes] of Object.entries(make)) {
    const { data, report } = await effaceBuffer(await bytes(), { ...PLAIN, regions: REGION })
    const { info, data: pixels } = await sharp(data).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    t.match(await sharp(data).metadata(), { mediaType: `image/${format}`, width: 200, height: 100 })
    const at = (x: number, y: number): number[] => [...pixels.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)]
    t.ok(at(50, 20).every(v => v < 30), `${format}: black inside`)
    t.ok(Math.abs(at(150, 80)[1]! - 255) < 30, `${format}: green outside`)
    t.equal(report.page_count, 1)
  }
})

t.test('stages work alone and recombined, with a stage of the user in the middle and without ocr', async t => {
  const seen: number[] = []
  const mark = new Transform({
    objectMode: true,
    transform(frame: Frame, _encoding, done) {
      seen.push(frame.index)
      frame.objects.push({ type: 'STAMP', score: 1, x: 20, y: 20, w: 40, h: 30 })
      done(null, frame)
    },
  })
  const parts: Buffer[] = []
  const source = Readable.from([await picture().png().toBuffer()], { objectMode: false })
  const sink = new Writable({
    write(part: Buffer, _encoding, done) {
      parts.push(part)
      done()
    },
  })
  await pipeline([source, decode(), split({ pool }), detect({ pool, objects: ['FACE'] }), mark, pii({ pool }), redact({ pool }), encode({ pool }), sink])
  t.same(seen, [0])
  const { data, info } = await sharp(Buffer.concat(parts)).raw().toBuffer({ resolveWithObject: true })
  t.same([...data.subarray((30 * info.width + 40) * 3, (30 * info.width + 40) * 3 + 3)], [0, 0, 0])
})

t.test('a pipeline ends where the user wants it: pixels without encoding', async t => {
  const sizes: string[] = []
  const sizeOf = ordered<Frame, string>({
    concurrency: 1,
    run: async frame => {
      const size = `${frame.view.width}x${frame.view.height}x${frame.view.channels}`
      frame.memory?.release()
      return size
    },
  })
  await pipeline(Readable.from([await formTiff(3)], { objectMode: false }), decode(), split({ pool }), sizeOf, async (source: AsyncIterable<string>) => {
    for await (const size of source) sizes.push(size)
  })
  t.same(sizes, Array(3).fill('1240x1754x1'))
})

t.test('pixels are shared with the workers, never copied back and forth', async t => {
  const buffers = new Set<ArrayBufferLike>()
  const watch = (): Transform => new Transform({
    objectMode: true,
    transform(frame: Frame, _encoding, done) {
      buffers.add(frame.raster.data.buffer)
      t.ok(frame.raster.data.buffer instanceof SharedArrayBuffer)
      done(null, frame)
    },
  })
  await pipeline(Readable.from([await picture().png().toBuffer()], { objectMode: false }), decode(), split({ pool }), watch(),
    redact({ pool, regions: REGION }), watch(), encode({ pool }), new Writable({ write: (_c, _e, done) => done() }))
  t.equal(buffers.size, 1)
})

t.test('a sink that stalls stops the reading after a bounded amount', async t => {
  const file = await formTiff(200)
  let given = 0
  const source = new Readable({ read() { this.push(given < file.length ? file.subarray(given, given += 65536) : null) } })
  const small = createPool({ threads: 2, memory: 8 })
  const tasks = watchTasks(small)
  const stream = efface({ ...PLAIN, pool: small, regions: REGION })
  source.pipe(stream)
  await new Promise<void>(resolve => stream.once('readable', () => resolve()))
  await until(async () => {
    const before = given
    await settled(() => `${given} ${tasks.under}`)
    return tasks.under === 0 && given === before
  })
  t.ok(given < file.length / 2, `${given} of ${file.length} bytes were read`)
  source.destroy()
  stream.destroy()
  await small.close()
})

t.test('an AbortSignal ends the pipeline with AbortError, and leaves no file', async t => {
  const folder = t.testdir({ 'in.tif': await formTiff(60) })
  const controller = new AbortController()
  const failure = effaceFile(join(folder, 'in.tif'), join(folder, 'out.tif'), { ...PLAIN, regions: REGION, signal: controller.signal }, () => controller.abort())
  await t.rejects(failure, { name: 'AbortError' })
  t.same(await readdir(folder), ['in.tif'])
})

t.test('what cannot be read ends in an error with a code, without output, temporary file or open descriptor', async t => {
  const png = await picture().png().toBuffer()
  const tiff = await formTiff(3)
  const cases: [string, Buffer, RegExp][] = [
    ['empty', Buffer.alloc(0), /MALFORMED/],
    ['text', Buffer.from('Dear Ada, this is not an image at all.'), /UNSUPPORTED/],
    ['pdf', Buffer.from('%PDF-1.7\n'), /UNSUPPORTED/],
    ['cut png', png.subarray(0, png.length >> 1), /MALFORMED/],
    ['cut tiff', tiff.subarray(0, tiff.length - 2000), /MALFORMED/],
    ['cut jpeg', (await picture(600, 600).jpeg().toBuffer()).subarray(0, 700), /MALFORMED/],
    ['cut gif', (await picture().gif().toBuffer()).subarray(0, 30), /MALFORMED/],
    ['cut webp', (await picture().webp().toBuffer()).subarray(0, 40), /MALFORMED/],
    ['cut avif', (await picture().avif().toBuffer()).subarray(0, -40), /MALFORMED/],
  ]
  const descriptors = async (): Promise<number> => existsSync('/proc/self/fd') ? (await readdir('/proc/self/fd')).length : 0
  const before = await spools()
  const open = await descriptors()
  for (const [name, bytes, code] of cases) {
    const folder = t.testdir({ input: bytes })
    const error = await effaceFile(join(folder, 'input'), join(folder, 'output'), PLAIN).then(() => undefined, (e: unknown) => e)
    t.ok(error instanceof EffaceError && code.test(error.code), `${name}: ${(error as EffaceError | undefined)?.code}`)
    t.same(await readdir(folder), ['input'], name)
  }
  t.same(await spools(), before)
  t.equal(await descriptors(), open)
})

t.test('a source or a sink that fails fails the pipeline', async t => {
  const bytes = await formTiff(4)
  const bad = new Readable({ read() { this.destroy(new Error('unplugged')) } })
  await t.rejects(pipeline(bad, efface(PLAIN), new PassThrough()), /unplugged/)
  const stream = efface({ ...PLAIN, regions: REGION })
  const full = new Writable({ write: (_c, _e, done) => done(Object.assign(new Error('disk full'), { code: 'ENOSPC' })) })
  await t.rejects(pipeline(Readable.from([bytes], { objectMode: false }), stream, full), { code: 'ENOSPC' })
  await t.rejects(stream.report)
  t.ok(stream.destroyed)
})

t.test('the output may be the input, and stays whole when it fails', async t => {
  const folder = t.testdir({ 'a.png': await picture().png().toBuffer(), 'b.png': 'no picture' })
  await effaceFile(join(folder, 'a.png'), join(folder, 'a.png'), { ...PLAIN, regions: REGION })
  t.equal((await sharp(join(folder, 'a.png')).metadata()).width, 200)
  await t.rejects(effaceFile(join(folder, 'b.png'), join(folder, 'b.png'), PLAIN))
  t.equal(await readFile(join(folder, 'b.png'), 'utf8'), 'no picture')
})

t.test('scan finds without painting, and cleans up when it is left early', async t => {
  const folder = t.testdir({ 'in.tif': await formTiff(30) })
  let frames = 0
  for await (const frame of scan(join(folder, 'in.tif'), PLAIN)) {
    t.match(frame, { index: frames, width: 1240, height: 1754, objects: [], words: [], entities: [] })
    if (++frames === 3) break
  }
  t.equal(frames, 3)
  await t.rejects(async () => { for await (const _ of scan(join(folder, 'none.tif'), PLAIN)) t.fail('no frame') }, { code: 'ENOENT' })
})

t.test('the same document goes through many pipelines at once without mixing', async t => {
  const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff']
  await Promise.all(colours.map(async background => {
    const bytes = await sharp({ create: { width: 300, height: 300, channels: 3, background } }).png().toBuffer()
    const { data } = await effaceBuffer(bytes, { ...PLAIN, regions: REGION })
    const pixels = await sharp(data).raw().toBuffer()
    t.same([...pixels.subarray(-3)], [1, 3, 5].map(i => parseInt(background.slice(i, i + 2), 16)))
  }))
})

t.test('plain plug-ins run on this thread, modules in the workers', async t => {
  const folder = t.testdir({
    'stamp.mjs': `import { isMainThread } from 'node:worker_threads'
      export default ({ x }) => ({ labels: ['STAMP'], detect: () => isMainThread ? [] : [{ type: 'STAMP', score: 1, x, y: 0, w: 10, h: 10 }] })`,
  })
  await writeFile(join(folder, 'in.png'), await picture().png().toBuffer())
  const plain = { labels: ['SEAL'], detect: () => [{ type: 'SEAL', score: 0.5, x: 0, y: 50, w: 9, h: 9 }] }
  const { report } = await effaceBuffer(await readFile(join(folder, 'in.png')), { ...PLAIN, detectors: [plain, { module: join(folder, 'stamp.mjs'), options: { x: 30 } }] })
  t.same(report.objects.map(o => o.type).sort(), ['SEAL', 'STAMP'])
  const broken = { labels: ['X'], detect: () => { throw new Error('broken plug-in') } }
  await t.rejects(effaceBuffer(await picture().png().toBuffer(), { ...PLAIN, detectors: [broken] }), { code: 'ERR_DETECTOR_FAILED', stage: 'detect', frame: 0 })
})

t.test('a worker that dies is an error with a code, and the pool goes on', async t => {
  const folder = t.testdir({ 'die.mjs': 'export default () => ({ labels: [\'X\'], detect: () => process.exit(7) })', 'hang.mjs': 'export default () => ({ labels: [\'X\'], detect: () => { for (;;); } })' })
  const bytes = await picture().png().toBuffer()
  await t.rejects(effaceBuffer(bytes, { ...PLAIN, detectors: [{ module: join(folder, 'die.mjs') }] }), { code: 'ERR_WORKER_DIED' })
  await t.rejects(effaceBuffer(bytes, { ...PLAIN, detectors: [{ module: join(folder, 'hang.mjs') }], limits: { stageSeconds: 0.3 } }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'stageSeconds' })
  t.equal((await effaceBuffer(bytes, PLAIN)).report.page_count, 1)
})

t.test('regression: a stream that is destroyed behind its last byte has its report', async t => {
  const stream = efface({ ...PLAIN, regions: REGION })
  stream.once('end', () => stream.destroy(new Error('late')))
  stream.on('error', () => {})
  stream.resume()
  stream.end(await picture().png().toBuffer())
  t.match(await stream.report, { page_count: 1 })
})
