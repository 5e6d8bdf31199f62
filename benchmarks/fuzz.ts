// Damaged files: every outcome is a valid file or an EffaceError, in time and in memory.
//   npm run fuzz -- [--seed N] [--seconds N] [--out DIR]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import { createPool, efface, EffaceError, scan } from '../lib/api/index.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { encodePages } from './tiff.js'

const CORPUS = '../shared/data/formats'
const LARGEST = 64 * 1024
const CHUNKS = [1, 7, 4096, Infinity]
const SLOW_MS = 10_000
const RSS = 2 ** 30

export interface Seed { name: string, bytes: Uint8Array }
export interface Failure { seed: number, name: string, chunk: number, reason: string, bytes: Uint8Array }
export interface FuzzResult { runs: number, redacted: number, refused: Record<string, number>, slowest: number, peak: number, failures: Failure[] }

/** Small files of every format, drawn here. */
export async function drawnSeeds(): Promise<Seed[]> {
  const width = 33
  const height = 21
  const pixels = Buffer.from(Array.from({ length: width * height * 4 }, (_, i) => i % 4 === 3 ? 255 : i * 7 + (i >> 5) * 31 & 255))
  const frames = (n: number): Sharp => {
    const shades = Array.from({ length: n }, (_, k) => pixels.map(v => v + k * 40 & 255))
    return sharp(Buffer.concat(shades), { raw: { width, height: height * n, channels: 4, pageHeight: height } })
  }
  const rgba = (): Sharp => sharp(pixels, { raw: { width, height, channels: 4 } })
  const rgb = (): Sharp => rgba().removeAlpha()
  const bilevel = (): Sharp => rgb().greyscale().threshold(128).toColourspace('b-w')
  const made: [string, Promise<Buffer>][] = [
    ['rgb.png', rgb().png().toBuffer()], ['rgba-adam7.png', rgba().png({ progressive: true }).toBuffer()],
    ['palette.png', rgb().png({ palette: true, colours: 8 }).toBuffer()], ['grey16.png', rgb().toColourspace('grey16').png().toBuffer()],
    ['baseline.jpg', rgb().jpeg().toBuffer()], ['progressive.jpg', rgb().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()],
    ['grey.jpg', rgb().greyscale().jpeg({ quality: 60 }).toBuffer()], ['oriented.jpg', rgb().jpeg().withMetadata({ orientation: 6 }).toBuffer()],
    ['still.gif', rgb().gif().toBuffer()], ['moving.gif', frames(3).gif({ delay: [10, 20, 30], loop: 2 }).toBuffer()],
    ['lossy.webp', rgb().webp().toBuffer()], ['lossless.webp', rgba().webp({ lossless: true }).toBuffer()], ['moving.webp', frames(3).webp({ delay: [10, 20, 30] }).toBuffer()],
    ['lossy.avif', rgb().avif({ effort: 0 }).toBuffer()], ['lossless.avif', rgba().avif({ lossless: true, effort: 0 }).toBuffer()],
    ...(['none', 'lzw', 'deflate', 'packbits', 'jpeg'] as const).map((compression): [string, Promise<Buffer>] => [`${compression}.tif`, rgb().tiff({ compression }).toBuffer()]),
    ['predictor.tif', rgb().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer()],
    ['tiles.tif', rgb().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer()],
    ['g4.tif', bilevel().tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer()],
    ['bigtiff.tif', rgb().tiff({ compression: 'none', bigtiff: true }).toBuffer()],
  ]
  const seeds: Seed[] = await Promise.all(made.map(async ([name, bytes]) => ({ name, bytes: await bytes })))
  const tiffs = seeds.filter(({ name }) => /^(lzw|g4|deflate)\.tif$/.test(name))
  return [...seeds, { name: 'pages.tif', bytes: encodePages(tiffs.map(({ bytes }) => Buffer.from(bytes))) }, { name: 'rgb.bmp', bytes: bmp24(width, height) }]
}

function bmp24(width: number, height: number): Buffer {
  const stride = Math.ceil(width * 3 / 4) * 4
  const file = Buffer.alloc(54 + stride * height, 0x5a)
  file.fill(0, 0, 54)
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  return file
}

/** Small files of other projects' suites, where they are there. */
export function corpusSeeds(): Seed[] {
  if (!existsSync(CORPUS)) return []
  return (readdirSync(CORPUS, { recursive: true }) as string[]).sort()
    .filter(file => /\.(tiff?|png|apng|gif|jpe?g|webp|avif|bmp)$/i.test(file) && statSync(join(CORPUS, file)).size < LARGEST)
    .map(file => ({ name: file, bytes: readFileSync(join(CORPUS, file)) }))
}

/** Repeatable: numbers in [0, n). */
function randomOf(seed: number): (n: number) => number {
  let a = seed >>> 0
  return n => {
    a = a + 0x6d2b79f5 >>> 0
    let v = Math.imul(a ^ a >>> 15, a | 1)
    v ^= v + Math.imul(v ^ v >>> 7, v | 61)
    return ((v ^ v >>> 14) >>> 0) % n
  }
}

const HOSTILE = [0, 1, 0x7f, 0x80, 0xff]

/** One file damaged in the way that the number says. */
export function damaged(seeds: readonly Seed[], number: number): Seed & { chunk: number } {
  const random = randomOf(number)
  const { name, bytes } = seeds[random(seeds.length)]!
  const chunk = CHUNKS[random(CHUNKS.length)]!
  const out = Buffer.from(bytes)
  const spot = (): number => random(2) ? random(out.length) : random(Math.min(out.length, 128))
  switch (random(5)) {
    case 0: // a few bits
      for (let n = 1 + random(4); n > 0; n--) out[spot()]! ^= 1 << random(8)
      break
    case 1: // a few bytes
      for (let n = 1 + random(8); n > 0; n--) out[spot()] = random(2) ? random(256) : HOSTILE[random(HOSTILE.length)]!
      break
    case 2: // a field of four bytes
      for (let at = spot(), n = 4, v = HOSTILE[random(HOSTILE.length)]!; n > 0 && at < out.length; n--) out[at++] = v
      break
    case 3: // cut off
      return { name, chunk, bytes: out.subarray(0, random(out.length)) }
    default: { // spliced
      const other = seeds[random(seeds.length)]!.bytes
      const from = random(other.length)
      const piece = other.subarray(from, from + 1 + random(400))
      const at = spot()
      return { name, chunk, bytes: Buffer.concat([out.subarray(0, at), piece, out.subarray(at + random(2) * piece.length)]) }
    }
  }
  return { name, chunk, bytes: out }
}

/** Damages files, one after the other, for so long or so many. */
export async function fuzz(
  seeds: readonly Seed[],
  { seed = 1, seconds = Infinity, runs = Infinity, onFailure = (_failure: Failure): void => {} } = {},
): Promise<FuzzResult> {
  const pool = createPool({ threads: 2 })
  const options: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.25, y: 0.25, w: 0.5, h: 0.5 }] }, pool, limits: { pixelsPerFrame: 4_000_000, stageSeconds: 9 } }
  const result: FuzzResult = { runs: 0, redacted: 0, refused: {}, slowest: 0, peak: 0, failures: [] }
  // The threads start with a file that is not damaged and has all the time it needs: on a busy machine they would use up that of the first one.
  await Readable.from([seeds[0]!.bytes], { objectMode: false }).pipe(efface({ ...options, limits: {} })).toArray()
  const end = performance.now() + seconds * 1000
  let current: Omit<Failure, 'reason'> | undefined
  const fail = (reason: string): void => {
    const failure: Failure = { ...current!, reason }
    result.failures.push(failure)
    onFailure(failure)
  }
  const stray = (error: unknown): void => fail(`unhandled: ${String(error)}`)
  process.on('unhandledRejection', stray)
  process.on('uncaughtException', stray)
  try {
    for (let number = seed; result.runs < runs && performance.now() < end; number++) {
      const { name, bytes, chunk } = damaged(seeds, number)
      current = { seed: number, name, chunk, bytes }
      const start = performance.now()
      try {
        const stream = efface(options)
        const parts: Buffer[] = []
        const reading = (async () => { for await (const part of stream) parts.push(part as Buffer) })()
        reading.catch(() => {})
        // Byte by byte a large file would take all the time there is.
        const step = Math.min(bytes.length || 1, Math.max(chunk, Math.ceil(bytes.length / 5000)))
        stream.on('error', () => {})
        const closed = new Promise<void>(resolve => { stream.once('close', resolve) })
        for (let at = 0; at < bytes.length && !stream.destroyed; at += step) {
          if (!stream.write(bytes.subarray(at, at + step))) await Promise.race([closed, new Promise<void>(resolve => { stream.once('drain', resolve) })])
        }
        if (!stream.destroyed) stream.end()
        await reading
        const { page_count: pages } = await stream.report
        let seen = 0
        for await (const _ of scan(Buffer.concat(parts), options)) seen++
        if (seen !== pages) fail(`${pages} pages went in, ${seen} came out`)
        else result.redacted++
      } catch (error) {
        if (!(error instanceof EffaceError)) fail(`no EffaceError: ${error instanceof Error ? error.stack : String(error)}`)
        else if (error.code === 'ERR_WORKER_DIED' || error.code === 'ERR_INTERNAL' || error.code === 'ERR_REDACTION_UNVERIFIED' || error.limit === 'stageSeconds') fail(`${error.code} ${error.message} ${error.code === 'ERR_INTERNAL' ? (error.cause as Error | undefined)?.stack : ''}`)
        else result.refused[error.code] = (result.refused[error.code] ?? 0) + 1
      }
      const ms = performance.now() - start
      const rss = process.memoryUsage.rss()
      if (ms > SLOW_MS) fail(`took ${Math.round(ms)} ms`)
      if (rss > RSS && result.peak <= RSS) fail(`RSS ${Math.round(rss / 2 ** 20)} MiB`)
      result.runs++
      result.slowest = Math.max(result.slowest, ms)
      result.peak = Math.max(result.peak, rss)
    }
  } finally {
    process.off('unhandledRejection', stray)
    process.off('uncaughtException', stray)
    await pool.close()
  }
  return result
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, seconds: { type: 'string', default: '60' }, out: { type: 'string', default: 'fuzz-failures' } } })
  const seed = Number(values.seed ?? Date.now() % 2 ** 31)
  const seeds = [...await drawnSeeds(), ...corpusSeeds()]
  console.log(`${seeds.length} files, seed ${seed}, ${values.seconds} s`)
  const writing: Promise<void>[] = []
  const { failures, ...rest } = await fuzz(seeds, {
    seed, seconds: Number(values.seconds),
    onFailure({ seed, name, chunk, reason, bytes }) {
      console.log(`seed ${seed} (${name}, chunks of ${chunk}): ${reason}`)
      writing.push(mkdir(values.out, { recursive: true }).then(() => writeFile(join(values.out, `${seed}-${name.replaceAll(/[^\w.-]/g, '_')}`), bytes)))
    },
  })
  await Promise.all(writing)
  console.log({ ...rest, slowest: `${Math.round(rest.slowest)} ms`, peak: `${Math.round(rest.peak / 2 ** 20)} MiB`, failures: failures.length })
  process.exitCode = failures.length > 0 ? 1 : 0
}
