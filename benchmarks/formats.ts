// What becomes of other projects' test files:   node dist/benchmarks/formats.js [--list] [--out FOLDER]
// --list names what is refused or differs, --out keeps what came out, for a judge of one's own.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createPool, effaceBuffer, EffaceError } from '../lib/api/index.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { table } from './table.js'

const CORPUS = '../shared/data/formats'
const REGION = { x: 0.25, y: 0.25, w: 0.25, h: 0.25 }

/** Not images: licences, notes, and the references that come with the suites. */
const OTHER = /(\.(txt|md|markdown|icc|bin|pbm|pgm|ppm|html?|g3|json|pdf|c|sh)|LICENSE[^/]*|COPYING|COPYRIGHT|README|checksums)$/i

interface Row { files: number, redacted: number, refused: Map<string, number>, slowest: number, peak: number, same: number, compared: number }

interface Seen { data: Buffer, channels: number, width: number, height: number, page: number, lossy: boolean }

/**
 * Every page or frame as libvips shows it, one below the other: 8-bit RGBA, but the bands as they are for TIFF, whose extra
 * bands libvips would take for alpha. Undefined where it cannot read the file.
 */
async function seen(bytes: Uint8Array): Promise<Seen | undefined> {
  try {
    const options = { limitInputPixels: 20_000_000, failOn: 'error' } as const
    const whole = await sharp(bytes, { ...options, pages: -1 }).metadata().catch(() => undefined)
    const { format, pageHeight, autoOrient } = whole ?? await sharp(bytes, options).metadata()
    const image = sharp(bytes, { ...options, pages: pageHeight ? -1 : 1, autoOrient: pageHeight === undefined })
    const bands = format === 'tiff' ? image : image.toColourspace('srgb').ensureAlpha()
    const { data, info } = await bands.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    const lossy = format === 'jpeg' || format === 'webp' || format === 'heif' || (format === 'tiff' && jpegInTiff(bytes))
    return { data, channels: info.channels, width: info.width, height: info.height, page: pageHeight ?? autoOrient.height, lossy }
  } catch {
    return undefined
  }
}

/** A start of image marker with its first table or header, somewhere in the file. */
const jpegInTiff = (bytes: Uint8Array): boolean =>
  [0xdb, 0xc0, 0xc4, 0xe0].some(marker => Buffer.from(bytes).includes(Buffer.from([0xff, 0xd8, 0xff, marker])))

/** Pixels outside the box (and a margin for the blocks of lossy formats) that look otherwise than before. */
function differing(a: Seen, b: Seen): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return Infinity
  const { channels } = a
  const tolerance = a.lossy ? 8 : 0
  const margin = a.lossy ? 32 : 1
  let count = 0
  const x0 = Math.floor(a.width * REGION.x) - margin
  const x1 = Math.ceil(a.width * (REGION.x + REGION.w)) + margin
  const y0 = Math.floor(a.page * REGION.y) - margin
  const y1 = Math.ceil(a.page * (REGION.y + REGION.h)) + margin
  for (let y = 0; y < a.height; y++) {
    const row = y % a.page
    for (let x = 0; x < a.width; x++) {
      if (row >= y0 && row < y1 && x >= x0 && x < x1) continue
      const at = (y * a.width + x) * channels
      // What colour a wholly transparent pixel has, nobody sees.
      if (channels === 4 && a.data[at + 3] === 0 && b.data[at + 3] === 0) continue
      for (let c = 0; c < channels; c++) {
        if (Math.abs(a.data[at + c]! - b.data[at + c]!) <= tolerance) continue
        count++
        break
      }
    }
  }
  return count
}

export async function formats({ list = false, out: kept = '' } = {}): Promise<void> {
  if (!existsSync(CORPUS)) return console.log(`${CORPUS} is absent`)
  const pool = createPool({ threads: 2 })
  const options: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [REGION] }, pool }
  const rows = new Map<string, Row>()
  const files = (readdirSync(CORPUS, { recursive: true }) as string[]).filter(file => !OTHER.test(file) && statSync(join(CORPUS, file)).isFile()).sort()
  for (const file of files) {
    const bytes = readFileSync(join(CORPUS, file))
    const [folder, group] = file.split(sep)
    const key = folder === 'bmpsuite' ? `${folder}/${group}` : folder!
    const row: Row = rows.get(key) ?? { files: 0, redacted: 0, refused: new Map(), slowest: 0, peak: 0, same: 0, compared: 0 }
    rows.set(key, row)
    row.files++
    const start = performance.now()
    let out: Buffer | undefined
    let why = ''
    try {
      out = (await effaceBuffer(bytes, options)).data
      row.redacted++
    } catch (error) {
      const code = error instanceof EffaceError ? error.code.replace('ERR_', '') : `CRASH ${String(error)}`
      why = error instanceof Error ? error.message : ''
      row.refused.set(code, (row.refused.get(code) ?? 0) + 1)
    }
    row.slowest = Math.max(row.slowest, performance.now() - start)
    row.peak = Math.max(row.peak, process.memoryUsage.rss())
    const before = await seen(bytes)
    if (out === undefined) {
      if (list) console.log(`refused  ${file}: ${why}${before ? ' (libvips reads it)' : ''}`)
      continue
    }
    if (kept !== '') {
      mkdirSync(join(kept, dirname(file)), { recursive: true })
      writeFileSync(join(kept, file), out)
    }
    if (before === undefined) continue
    const after = await seen(out)
    const wrong = after === undefined ? Infinity : differing(before, after)
    row.compared++
    if (wrong === 0) row.same++
    else if (list) console.log(`differs  ${file}: ${wrong === Infinity ? 'size, or unreadable' : `${wrong} pixels`}`)
  }
  await pool.close()
  table('Files of other projects, one region painted', [...rows].map(([folder, row]) => ({
    folder, files: row.files, redacted: row.redacted,
    refused: [...row.refused].map(([code, count]) => `${count} ${code}`).join(', ') || '0',
    'same outside / compared': `${row.same} / ${row.compared}`,
    'slowest, ms': Math.round(row.slowest), 'RSS, MiB': Math.round(row.peak / 2 ** 20),
  })))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { list: { type: 'boolean' }, out: { type: 'string' } } })
  await formats(values)
}
