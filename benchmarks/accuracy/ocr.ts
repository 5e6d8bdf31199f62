// How much of the text is read, and where it is: engines on rendered receipts and signs, or on a set with known words.
//   ocr [--engines auto,tesseract] [--accuracy standard] [--gt FOLDER/gt.jsonl] [--limit 30] [--out FOLDER]
// gt.jsonl: one object a line, {file, words: [{text, x, y, w, h}]}. --out writes gt.jsonl, the pictures and ENGINE.jsonl for other judges.
// found: one box covers half of the word; approx: words within its box spell it within 20 % edits; in-run: it stands, within
// 20 % edits, in the words that touch its box; covered: the painted boxes cover 90 % of it; over: what is painted outside all
// words of the page, when every word that was read is painted, as a share of their area.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createOcr, type OcrOptions } from '../../lib/text/index.js'
import type { Box, View, Word } from '../../lib/core/types.js'
import { receipts, type Page } from './receipts.js'

const { values: options } = parseArgs({ options: {
  engines: { type: 'string', default: 'auto,tesseract' }, accuracy: { type: 'string', default: 'standard' },
  gt: { type: 'string' }, limit: { type: 'string', default: '40' }, out: { type: 'string' },
} })

const limit = Number(options.limit)
const pages = options.gt ? await load(options.gt, limit) : await receipts(limit)
if (options.out) await writePages(options.out, pages)
console.log('engine      found  approx  in-run  covered    over   s/page (CPU)   peak MB')
for (const ocr of options.engines.split(',')) {
  const engine = await createOcr({ ocr, accuracy: options.accuracy } as OcrOptions)
  const sums = { n: 0, found: 0, approx: 0, inRun: 0, covered: 0, over: 0, area: 0 }
  let cpu = 0
  const rows: string[] = []
  for (const { file, view, words } of pages) {
    const start = process.cpuUsage()
    const reading = await engine.recognize(view, {})
    const used = process.cpuUsage(start)
    cpu += (used.user + used.system) / 1e6
    engine.reset?.()
    rows.push(JSON.stringify({ file, words: reading.words, cpu: (used.user + used.system) / 1e6 }))
    for (const word of words) judge(word, reading.words, sums)
    judgePaint(view, words, reading.words, sums)
  }
  const share = (v: number): string => (100 * v / sums.n).toFixed(1).padStart(6)
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  const rates = [...[sums.found, sums.approx, sums.inRun, sums.covered].map(share), (100 * sums.over / sums.area).toFixed(1).padStart(6)].join('  ')
  console.log(`${ocr.padEnd(10)} ${rates}   ${(cpu / pages.length).toFixed(2).padStart(6)} ${String(peak).padStart(16)}`)
  if (options.out) await writeFile(join(options.out, `${ocr}.jsonl`), rows.join('\n'))
}

interface Sums { n: number, found: number, approx: number, inRun: number, covered: number, over: number, area: number }

function judge(truth: Box & { text: string }, words: readonly Word[], sums: Sums): void {
  const text = plain(truth.text)
  if (text === '') return
  sums.n++
  const area = truth.w * truth.h
  const touching = words.filter(word => overlap(word, truth) > 0).sort((a, b) => a.x - b.x)
  const covering = touching.filter(word => overlap(word, truth) >= 0.5 * area)
  if (covering.length === 0) return
  sums.found++
  const allowed = Math.floor(0.2 * text.length)
  const inside = touching.filter(word => overlap(word, truth) >= 0.5 * word.w * word.h)
  const spelled = [...covering.map(word => plain(word.text)), inside.map(word => plain(word.text)).join('')]
  if (spelled.some(read => edits(text, read) <= allowed)) sums.approx++
  if (edits(text, touching.map(word => plain(word.text)).join(''), true) <= allowed) sums.inRun++
}

/** As if every word that was read were painted, with the padding that painting adds by itself. */
function judgePaint(view: View, truth: Page['words'], words: readonly Word[], sums: Sums): void {
  const painted = new Uint8Array(view.width * view.height)
  const written = new Uint8Array(view.width * view.height)
  for (const word of words) forEachPixel(pad(word, Math.max(1, 0.06 * (word.h > 2 * word.w ? word.w : word.h))), view, i => { painted[i] = 1 })
  for (const { text, x, y, w, h } of truth) {
    let area = 0
    let under = 0
    forEachPixel({ x: Math.round(x), y: Math.round(y), w: Math.round(w), h: Math.round(h) }, view, i => {
      written[i] = 1
      area++
      under += painted[i]
    })
    if (plain(text) !== '' && area > 0 && under >= 0.9 * area) sums.covered++
  }
  written.forEach((word, i) => {
    if (word === 1) sums.area++
    else if (painted[i] === 1) sums.over++
  })
}

function forEachPixel({ x, y, w, h }: Box, { width, height }: View, visit: (i: number) => void): void {
  const [left, right] = [Math.max(0, Math.floor(x)), Math.min(width, Math.ceil(x + w))]
  const [top, bottom] = [Math.max(0, Math.floor(y)), Math.min(height, Math.ceil(y + h))]
  for (let row = top; row < bottom; row++) for (let i = row * width + left; i < row * width + right; i++) visit(i)
}

function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function pad(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by }
}

function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return w > 0 && h > 0 ? w * h : 0
}

/** Edit distance; `within`: to the nearest part of the second text. */
function edits(a: string, b: string, within = false): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => within ? 0 : j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return within ? Math.min(...row) : row[b.length]
}

async function load(gt: string, limit: number): Promise<Page[]> {
  const rows = (await readFile(gt, 'utf8')).trim().split('\n').map(line => JSON.parse(line) as Pick<Page, 'file' | 'words'>)
  const step = Math.max(1, rows.length / limit)
  const chosen = Array.from({ length: Math.min(limit, rows.length) }, (_, i) => rows[Math.floor(i * step)])
  return Promise.all(chosen.map(async ({ file, words }) => {
    const { data, info } = await sharp(join(dirname(gt), file)).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    return { file, words, view: { width: info.width, height: info.height, channels: 1, data: new Uint8Array(data) } }
  }))
}

async function writePages(folder: string, pages: Page[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { file, view: { width, height, channels, data } } of pages) {
    await sharp(data, { raw: { width, height, channels } }).png().toFile(join(folder, file.replace(/.*\//, '')))
  }
  await writeFile(join(folder, 'gt.jsonl'), pages.map(({ file, words, view }) => JSON.stringify({ file: file.replace(/.*\//, ''), width: view.width, height: view.height, words })).join('\n'))
}
