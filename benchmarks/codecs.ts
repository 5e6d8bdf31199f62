// What a page costs beside what sharp takes to decode and encode the same file: no models, one box painted, or nothing to paint. CPU of all
// threads in one run, one worker thread, medians of alternating rounds:   node dist/benchmarks/codecs.js [--rounds 7] [NAME | FILE …]
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { createPool, effaceBuffer } from '../lib/api/index.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { formPage } from './pages.js'
import { median, table } from './table.js'

/** A file, and how sharp writes one like it. */
interface Sample { bytes: Buffer, again: (decoded: Sharp) => Sharp }

const [WIDTH, HEIGHT] = [4000, 3000]

/** Like a photo: shapes of several sizes, a little grain, a few lines of text. */
async function drawnPhoto(): Promise<Sharp> {
  const layer = async (width: number, height: number, sigma: number): Promise<Buffer> => {
    const noise = sharp({ create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma } } })
    return await noise.png().toBuffer().then(small => sharp(small).resize(WIDTH, HEIGHT, { kernel: 'cubic' }).png({ compressionLevel: 1 }).toBuffer())
  }
  const lines = Array.from({ length: 12 }, (_, i) => `<text x="300" y="${400 + i * 150}" font-size="60">A sign that could stand somewhere in the picture ${i}</text>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Liberation Sans, DejaVu Sans, sans-serif">${lines.join('')}</svg>`
  const [coarse, medium, grain] = await Promise.all([layer(16, 12, 60), layer(400, 300, 30), layer(WIDTH, HEIGHT, 4)])
  const raw = await sharp(coarse).composite([{ input: medium, blend: 'overlay' }, { input: grain, blend: 'overlay' }, { input: Buffer.from(svg) }])
    .removeAlpha().raw().toBuffer()
  return sharp(raw, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
}

const samples: Record<string, () => Promise<Sample>> = {
  jpeg: async () => await made(await drawnPhoto(), image => image.jpeg({ quality: 90 })),
  'jpeg, progressive': async () => await made(await drawnPhoto(), image => image.jpeg({ quality: 90, progressive: true })),
  png: async () => await made(await drawnPhoto(), image => image.png()),
  'png, page': async () => await made(await page(), image => image.png()),
  'tiff, g4': async () => {
    const again = (image: Sharp): Sharp => image.toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 })
    return { bytes: await formPage(1, 2480, 3508, 'ccittfax4'), again }
  },
  'tiff, none': async () => await made(await drawnPhoto(), image => image.tiff({ compression: 'none' })),
  'tiff, lzw': async () => await made(await page(), image => image.tiff({ compression: 'lzw', predictor: 'none' })),
  'tiff, lzw, photo': async () => await made(await drawnPhoto(), image => image.tiff({ compression: 'lzw' })),
  'tiff, deflate': async () => await made(await page(), image => image.tiff({ compression: 'deflate' })),
  'tiff, packbits': async () => await made(await page(), image => image.tiff({ compression: 'packbits' })),
  'tiff, jpeg': async () => await made(await drawnPhoto(), image => image.tiff({ compression: 'jpeg', quality: 90 })),
  'tiff, jpeg tiles': async () => await made(await drawnPhoto(), image => image.tiff({ compression: 'jpeg', quality: 90, tile: true })),
  gif: async () => await made((await drawnPhoto()).resize(2000, 1500), image => image.gif()),
  webp: async () => await made((await drawnPhoto()).resize(2000, 1500), image => image.webp()),
  avif: async () => await made((await drawnPhoto()).resize(1000, 750), image => image.avif({ effort: 2 })),
  'webp, lossless': async () => await made((await drawnPhoto()).resize(1000, 750), image => image.webp({ lossless: true })),
}

/** A page of text with grey edges. */
async function page(): Promise<Sharp> {
  return sharp(await formPage(1, 2480, 3508)).toColourspace('b-w')
}

async function made(picture: Sharp, again: (image: Sharp) => Sharp): Promise<Sample> {
  const own = (image: Sharp): Sharp => again(image)
  return { bytes: await own(picture).toBuffer(), again }
}

const FORMATS: Record<string, (image: Sharp) => Sharp> = {
  jpeg: image => image.jpeg(), png: image => image.png(), gif: image => image.gif(), webp: image => image.webp(), tiff: image => image.tiff({ compression: 'lzw' }),
}

/** Milliseconds of CPU, of all threads. */
async function cpu(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const BOX: EffaceOptions = { regions: { redact: [{ x: 0.1, y: 0.1, w: 0.2, h: 0.1 }] } }

export async function codecs({ names = Object.keys(samples), rounds = 7 }: { names?: readonly string[], rounds?: number } = {}): Promise<void> {
  sharp.concurrency(1)
  sharp.cache(false)
  const pool = createPool({ threads: 1 })
  const rows: Record<string, string | number>[] = []
  for (const name of names) {
    console.error(name)
    const { bytes, again } = await sampleOf(name)
    const redact = (options: EffaceOptions) => async () => await effaceBuffer(bytes, { ocr: 'none', objects: [], pool, ...options })
    const works = {
      sharp: async () => await again(sharp(bytes)).toBuffer(),
      on: redact(BOX), off: redact({ ...BOX, witness: false }), cleanOn: redact({}), cleanOff: redact({ witness: false }),
    }
    const times: Record<string, number[]> = {}
    // The first rounds are those in which code is compiled.
    for (let i = -2; i < rounds; i++) {
      for (const [key, work] of Object.entries(works)) {
        const ms = await cpu(work)
        if (i >= 0) (times[key] ??= []).push(ms)
      }
    }
    const ms = Object.fromEntries(Object.entries(times).map(([key, values]) => [key, median(values)])) as Record<keyof typeof works, number>
    rows.push({
      file: name, 'MB': (bytes.length / 1e6).toFixed(2), 'sharp, ms': ms.sharp.toFixed(0), 'a box, ms': ms.on.toFixed(0),
      '÷ sharp': (ms.on / ms.sharp).toFixed(2), 'without witness': (ms.off / ms.sharp).toFixed(2), 'its cost, %': ((ms.on / ms.off - 1) * 100).toFixed(0),
      'nothing to paint': (ms.cleanOn / ms.sharp).toFixed(2), '(without witness)': (ms.cleanOff / ms.sharp).toFixed(2),
    })
  }
  await pool.close()
  table(`Codecs: CPU beside sharp's decode + encode of the same file, one worker thread, median of ${rounds} rounds`, rows)
}

async function sampleOf(name: string): Promise<Sample> {
  const drawn = samples[name]
  if (drawn) return await drawn()
  const bytes = readFileSync(name)
  const { format } = await sharp(bytes).metadata()
  return { bytes, again: FORMATS[format]! }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '7' } }, allowPositionals: true })
  await codecs({ rounds: Number(values.rounds), ...positionals.length > 0 && { names: positionals } })
}
