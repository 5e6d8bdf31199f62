// What becomes of other projects' test files:   node dist/benchmarks/formats.js [--list]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { createPool, effaceBuffer, EffaceError } from '../lib/index.js'
import type { EffaceOptions } from '../lib/options.js'
import { table } from './table.js'

const CORPUS = '../shared/data/formats'
const REGION = { x: 0.25, y: 0.25, w: 0.25, h: 0.25 }

interface Row { files: number, redacted: number, refused: Map<string, string[]>, slowest: number, peak: number, same: number, differ: string[] }

/** Every page or frame as libvips shows it: 8-bit RGBA, one below the other. Undefined where it cannot read the file. */
async function seen(bytes: Uint8Array): Promise<{ data: Buffer, width: number, height: number, page: number } | undefined> {
  try {
    const options = { limitInputPixels: 20_000_000, failOn: 'error' } as const
    const { pageHeight, autoOrient } = await sharp(bytes, { ...options, pages: -1 }).metadata().catch(async () => await sharp(bytes, options).metadata())
    const { data, info } = await sharp(bytes, { ...options, pages: pageHeight ? -1 : 1, autoOrient: pageHeight === undefined }).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height, page: pageHeight ?? autoOrient.height }
  } catch {
    return undefined
  }
}

/** Pixels outside the box (and a margin for the blocks of lossy formats) that look otherwise than before. */
function differing(a: NonNullable<Awaited<ReturnType<typeof seen>>>, b: typeof a, tolerance: number, margin: number): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity
  let count = 0
  const x0 = Math.floor(a.width * REGION.x) - margin
  const x1 = Math.ceil(a.width * (REGION.x + REGION.w)) + margin
  const y0 = Math.floor(a.page * REGION.y) - margin
  const y1 = Math.ceil(a.page * (REGION.y + REGION.h)) + margin
  for (let y = 0; y < a.height; y++) {
    const row = y % a.page
    for (let x = 0; x < a.width; x++) {
      if (row >= y0 && row < y1 && x >= x0 && x < x1) continue
      const at = (y * a.width + x) * 4
      // What colour a wholly transparent pixel has, nobody sees.
      if (a.data[at + 3] === 0 && b.data[at + 3] === 0) continue
      for (let c = 0; c < 4; c++) {
        if (Math.abs(a.data[at + c]! - b.data[at + c]!) <= tolerance) continue
        count++
        break
      }
    }
  }
  return count
}

export async function formats({ list = false } = {}): Promise<void> {
  if (!existsSync(CORPUS)) return console.log(`${CORPUS} is absent`)
  const pool = createPool({ threads: 2 })
  const options: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [REGION] }, pool }
  const rows = new Map<string, Row>()
  const files = (readdirSync(CORPUS, { recursive: true }) as string[]).filter(file => /\.(tiff?|png|apng|gif|jpe?g|webp|bmp|dib)$/i.test(file)).sort()
  for (const file of files) {
    const bytes = readFileSync(join(CORPUS, file))
    const [folder, group] = file.split(sep)
    const key = `${folder}${folder === 'bmpsuite' ? `/${group}` : ''} ${extname(file).toLowerCase()}`
    const row: Row = rows.get(key) ?? { files: 0, redacted: 0, refused: new Map(), slowest: 0, peak: 0, same: 0, differ: [] }
    rows.set(key, row)
    row.files++
    const start = performance.now()
    let out: Buffer | undefined
    let why = ''
    try {
      out = Buffer.from((await effaceBuffer(bytes, options)).data)
      row.redacted++
    } catch (error) {
      const code = error instanceof EffaceError ? error.code : `CRASH ${String(error)}`
      why = error instanceof Error ? error.message : ''
      row.refused.set(code, [...row.refused.get(code) ?? [], file])
    }
    row.slowest = Math.max(row.slowest, performance.now() - start)
    row.peak = Math.max(row.peak, process.memoryUsage.rss())
    const before = await seen(bytes)
    if (out === undefined) {
      if (list) console.log(`refused  ${file}: ${why}${before ? ' (libvips reads it)' : ''}`)
      continue
    }
    if (before === undefined) continue
    const after = await seen(out)
    const lossy = /\.(jpe?g|webp)$/i.test(file)
    const wrong = after === undefined ? Infinity : differing(before, after, lossy ? 8 : 0, lossy ? 32 : 1)
    if (wrong === 0) row.same++
    else {
      row.differ.push(file)
      if (list) console.log(`differs  ${file}: ${wrong === Infinity ? 'size, or unreadable' : `${wrong} pixels`}`)
    }
  }
  await pool.close()
  table('Files of other projects, one region painted', [...rows].map(([kind, row]) => ({
    kind, files: row.files, redacted: row.redacted,
    refused: [...row.refused].map(([code, names]) => `${names.length} ${code.replace('ERR_', '')}`).join(', ') || '0',
    'same outside / compared': `${row.same} / ${row.same + row.differ.length}`,
    'slowest, ms': Math.round(row.slowest), 'RSS, MiB': Math.round(row.peak / 2 ** 20),
  })))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await formats({ list: process.argv.includes('--list') })
