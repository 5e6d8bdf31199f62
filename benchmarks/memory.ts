// Peak memory against the number of pages or frames: a process of its own for each figure.   node dist/benchmarks/memory.js [--long]
import { fork } from 'node:child_process'
import { createReadStream, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { efface } from '../lib/api/index.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { formTiff, movingGif } from './pages.js'
import { table } from './table.js'

const self = fileURLToPath(import.meta.url)
const NOTHING: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.1, y: 0.1, w: 0.5, h: 0.05 }] } }

interface Measured { peak: number, seconds: number }

async function measure(path: string, options: EffaceOptions): Promise<Measured> {
  return await new Promise((resolve, reject) => {
    const child = fork(self, [path, JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let result: Measured | undefined
    child.on('message', message => { result = message as Measured })
    child.on('exit', code => result ? resolve(result) : reject(new Error(`The measuring process ended with ${code}`)))
  })
}

interface Run { name: string, options: EffaceOptions, make: (length: number) => Promise<Uint8Array> | Uint8Array, few: number, many: number }

/** One page of so many megapixels. */
function largeTiff(megapixels: number): Promise<Uint8Array> {
  const side = Math.round(Math.sqrt(megapixels * 1e6))
  return sharp({ create: { width: side, height: side, channels: 3, background: '#cde' } }).tiff({ compression: 'lzw' }).toBuffer()
}

const g4 = (pages: number): Promise<Buffer> => formTiff(pages, 'ccittfax4')

const runs: readonly Run[] = [
  { name: 'G4 TIFF 1240 × 1754, everything on', options: {}, make: g4, few: 5, many: 50 },
  { name: 'G4 TIFF 1240 × 1754, no models, a fixed region', options: NOTHING, make: g4, few: 50, many: 2000 },
  { name: 'GIF 400 × 300, no models, a fixed region', options: NOTHING, make: movingGif, few: 50, many: 2000 },
]

const longRuns: readonly Run[] = [
  { ...runs[0]!, few: 30, many: 300 },
  { name: 'RGB TIFF of so many megapixels, no models, a fixed region', options: NOTHING, make: largeTiff, few: 30, many: 200 },
]

/** @param long what takes minutes instead */
export async function memory({ long = false } = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'efface-bench-'))
  try {
    const rows = []
    for (const { name, options, make, few, many } of long ? longRuns : runs) {
      const results: Measured[] = []
      for (const length of [few, many]) {
        const path = join(folder, String(length))
        await writeFile(path, await make(length))
        results.push(await measure(path, options))
        await rm(path)
      }
      const [small, large] = results as [Measured, Measured]
      const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)
      rows.push({
        run: name, length: `${few} / ${many}`, 'peak RSS, MiB': `${mib(small.peak)} / ${mib(large.peak)}`,
        ratio: (large.peak / small.peak).toFixed(2), 's/page': (large.seconds / many).toFixed(3),
      })
    }
    table('Memory against length, from a file stream to a sink', rows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of this process alone: what getrusage() tells begins with the peak of the process that it was forked from. */
function peakMemory(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

if (process.argv[1] === self && process.send) {
  const [path, options] = process.argv.slice(2) as [string, string]
  const start = performance.now()
  await pipeline(createReadStream(path), efface(JSON.parse(options) as EffaceOptions), new Writable({ write: (_chunk, _encoding, done) => done() }))
  process.send({ peak: peakMemory(), seconds: (performance.now() - start) / 1000 } satisfies Measured)
  process.disconnect()
} else if (process.argv[1] === self) await memory({ long: process.argv.includes('--long') })
