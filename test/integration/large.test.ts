// Pictures too large for memory: the built package, as a user would run it.
import { execFile } from 'node:child_process'
import { createReadStream, readdirSync, readlinkSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { createPool, efface, effaceFile, type Detector, type View } from '../../lib/api/index.js'
import { until, watchTasks } from '../fixtures/waiting.js'

/** 68 megapixels: RGB of them is more than is held in memory. */
const [width, height] = [9001, 7600]
const MARK = { x: 5000, y: 4000, w: 400, h: 200 }

function picture(): Sharp {
  const stripes = sharp({ create: { width, height, channels: 3, background: '#cde' } })
  const block = (w: number, h: number, background: string) => ({ create: { width: w, height: h, channels: 3 as const, background } })
  return stripes.removeAlpha().composite([
    { input: block(3000, 1000, '#375'), left: 800, top: 600 }, { input: block(1500, 2500, '#a83'), left: 7000, top: 4800 },
    { input: block(MARK.w, MARK.h, '#f00'), left: MARK.x, top: MARK.y },
  ])
}

const folder = t.testdir({})
const path = (name: string): string => join(folder, name)
await picture().tiff({ compression: 'lzw' }).toFile(path('in.tif'))
await picture().png({ compressionLevel: 1 }).toFile(path('in.png'))
await picture().jpeg({ quality: 80 }).toFile(path('in.jpg'))

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())
const REGION = { redact: [{ x: 1000, y: 500, w: 2500, h: 3000 }] }
const PLAIN = { ocr: 'none', objects: [], regions: REGION } as const

/** Finds what is red. */
const red: Detector = {
  labels: ['RED'],
  detect({ width, height, channels, data }: View) {
    let [x0, y0, x1, y1] = [width, height, -1, -1]
    for (let y = 0; y < height; y += 4) {
      for (let x = 0; x < width; x += 4) {
        const at = (y * width + x) * channels
        if (!(data[at]! > 200 && data[at + 1]! < 60)) continue
        x0 = Math.min(x0, x); x1 = Math.max(x1, x + 4); y0 = Math.min(y0, y); y1 = Math.max(y1, y + 4)
      }
    }
    return x1 < 0 ? [] : [{ type: 'RED', score: 1, x: x0, y: y0, w: x1 - x0, h: y1 - y0 }]
  },
}

/** Side of the squares that are looked at, and a reader of them: a large picture is decoded once, not once a square. */
const SIDE = 64
async function squaresOf(file: string): Promise<(left: number, top: number) => Buffer> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const row = (x: number, y: number): Buffer => data.subarray((y * info.width + x) * info.channels, (y * info.width + x + SIDE) * info.channels)
  return (left, top) => Buffer.concat(Array.from({ length: SIDE }, (_, i) => row(left, top + i)))
}
const spools = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('efface-'))
/** Open private files; workers come and go with descriptors of their own. */
function descriptors(): number {
  if (process.platform !== 'linux') return 0
  return readdirSync('/proc/self/fd').filter(fd => { try { return readlinkSync(`/proc/self/fd/${fd}`).includes('efface-') } catch { return false } }).length
}

for (const [name, tolerance] of [['in.png', 0], ['in.tif', 0], ['in.jpg', 3]] as const) {
  t.test(`${name}: painted, and the same outside, in less than 500 MiB`, async t => {
    const out = path(`out-${name}`)
    const program = `import { readFileSync } from 'node:fs'
      const { effaceFile } = await import(${JSON.stringify(new URL('../../lib/api/index.js', import.meta.url).href)})
      const { page_count } = await effaceFile(${JSON.stringify(path(name))}, ${JSON.stringify(out)}, ${JSON.stringify(PLAIN)})
      console.log(page_count, process.platform === 'linux' ? Number(/^VmHWM:\\s+(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024 : 0)`
    await writeFile(path('run.mjs'), program)
    const { stdout } = await promisify(execFile)(process.execPath, [path('run.mjs')], { env: { ...process.env, NODE_OPTIONS: '' } })
    const [pages, peak] = stdout.trim().split(' ').map(Number) as [number, number]
    t.equal(pages, 1)
    t.ok(peak < 500, `${peak.toFixed(0)} MiB at most`)
    const metadata = await sharp(out).metadata()
    t.match(metadata, { width, height })
    const [before, after] = [await squaresOf(path(name)), await squaresOf(out)]
    t.ok(after(1032, 532).every(v => v <= tolerance), 'near a corner of the region')
    t.ok(after(3404, 3404).every(v => v <= tolerance), 'the other')
    for (const [x, y] of [[0, 0], [900, 560], [3564, 3564], [7400, 7300], [width - SIDE, height - SIDE], [5100, 4100]] as const) {
      const drawn = after(x, y)
      t.ok(before(x, y).every((v, i) => Math.abs(v - drawn[i]!) <= tolerance), `outside, at ${x}, ${y}`)
    }
  })
}

t.test('detectors see it in windows, and what they find lies where it is', async t => {
  const options = { pool, ocr: 'none', objects: [], detectors: [red], labels: { RED: { method: 'blackbox' } } } as const
  const { frames: [frame], objects } = await effaceFile(path('in.tif'), path('red.tif'), options)
  t.match(frame, { width, height })
  t.equal(objects.length, 1)
  const [{ type, location: { x0, y0, x1, y1 } }] = objects as [typeof objects[0]]
  t.equal(type, 'RED')
  const sides = [[x0 * width, MARK.x], [y0 * height, MARK.y], [x1 * width, MARK.x + MARK.w], [y1 * height, MARK.y + MARK.h]] as const
  for (const [found, drawn] of sides) t.ok(Math.abs(found - drawn) <= 8, `${found} for ${drawn}`)
  const [before, after] = [await squaresOf(path('in.tif')), await squaresOf(path('red.tif'))]
  t.ok(after(MARK.x + 100, MARK.y + 100).every(v => v === 0), 'painted')
  t.same(after(MARK.x + 1000, MARK.y), before(MARK.x + 1000, MARK.y))
})

t.test('as another format', async t => {
  await effaceFile(path('in.jpg'), path('out.webp.png'), { ...PLAIN, pool, format: 'png' })
  t.match(await sharp(path('out.webp.png')).metadata(), { format: 'png', width, height })
  t.ok((await squaresOf(path('out.webp.png')))(1100, 600).every(v => v === 0))
})

t.test('an abort at any step leaves neither file nor descriptor', async t => {
  const before = { spools: spools().length, descriptors: descriptors() }
  t.equal(before.descriptors, 0)
  for (const step of ['read', 'decode', 'redact', 'encode']) {
    const controller = new AbortController()
    const aborted = createPool({ threads: 2 })
    t.teardown(() => aborted.close())
    watchTasks(aborted, task => { if (task === step) controller.abort() })
    const source = createReadStream(path('in.png'))
    if (step === 'read') source.once('data', () => controller.abort())
    await t.rejects(pipeline(source, efface({ ...PLAIN, pool: aborted, signal: controller.signal }), new Writable({ write: (_chunk, _encoding, done) => done() })), { name: 'AbortError' })
  }
  // What is at work when the abort comes is let finish.
  await until(() => descriptors() <= before.descriptors && spools().length <= before.spools)
  t.equal(spools().length, before.spools)
  t.equal(descriptors(), before.descriptors)
})

t.test('a large picture that is cut off is an error, and nothing is left', async t => {
  const before = spools().length
  for (const name of ['in.png', 'in.tif', 'in.jpg']) {
    const whole = await readFile(path(name))
    const cut = whole.subarray(0, Math.floor(whole.length * 0.7))
    await t.rejects(pipeline(async function * () { yield cut }, efface({ ...PLAIN, pool }), new Writable({ write: (_chunk, _encoding, done) => done() })), { code: 'ERR_MALFORMED_INPUT' })
  }
  await until(() => spools().length <= before)
  t.equal(spools().length, before)
})

t.test("a damaged large page is blacked with onError: 'skip', as others are", async t => {
  const damaged = await readFile(path('in.tif'))
  damaged.fill(0x55, damaged.length >> 1, (damaged.length >> 1) + 5000)
  await writeFile(path('damaged.tif'), damaged)
  const { skipped } = await effaceFile(path('damaged.tif'), path('skipped.tif'), { ...PLAIN, pool, onError: 'skip' })
  t.match(skipped, [/ERR_MALFORMED_INPUT in the split stage/])
  const { data } = await sharp(path('skipped.tif')).resize(600).raw().toBuffer({ resolveWithObject: true })
  t.ok(data.every(value => value === 0))
})
