// How print that is hard to read is read, by kind, rendered with a fixed seed and put through the whole pipeline:
//   hard-print [--kinds comb,stamp] [--pages 6] [--accuracy high] [--keep FOLDER]
// in-run: words that stand, within 20 % edits, in what was read; whole: without an edit; masked: of the values that are personal (names, numbers, dates),
// those whose ink lies in the boxes of entities, but for 3 % of it. Fonts: DejaVu, Liberation, Z003, and Debian's fonts-dseg, fonts-breip, fonts-femkeklaver,
// fonts-ocr-b, fonts-noto-cjk, as the kinds name them: one that is missing is drawn in another, so have them.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createPool, scan, type EffaceOptions } from '../../lib/api/index.js'
import type { Box } from '../../lib/core/types.js'
import { nearest } from './nearest.js'
import { random } from './receipts.js'

interface Line { caption: string, value: string, personal: boolean }
interface Kind {
  /** SVG of a page of lines, and what is done to its pixels. */
  draw(lines: readonly Line[], next: () => number): Promise<Buffer>
  options?: EffaceOptions
  lines?(next: () => number): Line[]
}

const [WIDTH, HEIGHT] = [1000, 760]
const GIVEN = ['Ada', 'Grace', 'Konrad', 'Maria', 'Edsger', 'Barbara', 'Tony', 'Frances', 'Niklaus', 'Jean']
const FAMILY = ['Hopper', 'Byron', 'Wilkes', 'Sammet', 'Holberton', 'Bartik', 'Naur', 'Keller', 'Spencer', 'Antonelli']
const CJK: Readonly<Record<string, readonly string[]>> = {
  chi_sim: ['姓名王小明', '地址北京市朝阳区', '电话号码', '身份证号码', '出生日期', '申请人李建国', '联系电话', '上海市浦东新区'],
  jpn: ['氏名山田太郎', '住所東京都新宿区', '電話番号', '生年月日', '申請者鈴木花子', '大阪市北区梅田', '株式会社日本', '保険証番号'],
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const svg = (body: string, ground = '#fff', [width, height] = [WIDTH, HEIGHT]): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${body}</svg>`)
const top = (i: number): number => 90 + i * 84
const words = (lines: readonly Line[], font: string, { size = 30, fill = '#111', extra = '' } = {}): string => lines.map(({ caption, value }, i) =>
  `<text x="60" y="${top(i)}" font-family="${font}" font-size="${size}" fill="${fill}" ${extra}>${escaped(`${caption} ${value}`)}</text>`).join('')
const captions = (lines: readonly Line[]): string => lines.map(({ caption }, i) =>
  `<text x="60" y="${top(i)}" font-family="Liberation Sans" font-size="24" fill="#222">${escaped(caption)}</text>`).join('')
const values = (lines: readonly Line[], font: string, size: number, fill: string): string => lines.map(({ value }, i) =>
  `<text x="330" y="${top(i)}" font-family="${font}" font-size="${size}" fill="${fill}">${escaped(value)}</text>`).join('')
const png = async (bytes: Buffer): Promise<Buffer> => await sharp(bytes).png().toBuffer()

const KINDS: Readonly<Record<string, Kind>> = {
  plain: { draw: async lines => await png(svg(words(lines, 'Liberation Sans'))) },
  comb: {
    draw: async lines => await png(svg(captions(lines) + lines.map(({ value }, i) => [...value].map((letter, k) =>
      `<rect x="${330 + k * 34}" y="${top(i) - 32}" width="34" height="42" fill="none" stroke="#777"/>`
      + `<text x="${347 + k * 34}" y="${top(i)}" text-anchor="middle" font-family="Liberation Mono" font-size="28">${escaped(letter)}</text>`).join('')).join(''))),
  },
  handComb: {
    draw: async lines => await png(svg(captions(lines) + lines.map(({ value }, i) => [...value].map((letter, k) =>
      `<rect x="${330 + k * 34}" y="${top(i) - 32}" width="34" height="42" fill="none" stroke="#888"/>`
      + `<text x="${347 + k * 34}" y="${top(i)}" text-anchor="middle" font-family="femkeklaver" font-size="34" fill="#1b2f78">${escaped(letter)}</text>`).join('')).join(''))),
  },
  handwriting: { draw: async lines => await png(svg(captions(lines) + values(lines, 'Breip', 40, '#1b2f78'))) },
  handwritingLoose: { draw: async lines => await png(svg(captions(lines) + values(lines, 'femkeklaver', 40, '#23272f'))) },
  chancery: { draw: async lines => await png(svg(words(lines, 'Z003', { size: 38 }))) },
  dotMatrix: { draw: dotMatrix },
  carbonCopy: { draw: carbonCopy },
  sevenSegment: {
    lines: next => Array.from({ length: 7 }, (_, i) => ({ caption: '', value: digits(next, 6 + i % 4), personal: false })),
    draw: async lines => await png(svg(values(lines, 'DSEG7 Classic', 44, '#6dff8a'), '#101512')),
  },
  ocrB: { draw: async lines => await png(svg(words(lines, 'OCR B'))) },
  stamp: {
    draw: async (lines, next) => await png(svg(words(lines, 'Liberation Serif') + [0, 1, 2].map(n => {
      const [x, y] = [200 + next() * 500, 140 + n * 210]
      return `<g transform="rotate(${-25 + next() * 40} ${x} ${y})" fill="none" stroke="${n % 2 ? '#1d4fc4' : '#c22'}" stroke-width="5" opacity=".6"><circle cx="${x}" cy="${y}" r="92"/><circle cx="${x}" cy="${y}" r="78"/>`
        + `<text x="${x}" y="${y + 12}" text-anchor="middle" font-family="Liberation Sans" font-weight="bold" font-size="34" fill="${n % 2 ? '#1d4fc4' : '#c22'}" stroke="none">RECEIVED</text></g>`
    }).join(''))),
  },
  patterned: {
    draw: async lines => await png(svg(Array.from({ length: 60 }, (_, k) =>
      `<path d="M0 ${k * 14} Q 125 ${k * 14 - 40} 250 ${k * 14} T 500 ${k * 14} T 750 ${k * 14} T 1000 ${k * 14}" fill="none" stroke="${k % 2 ? '#9cc4b2' : '#c9a9c9'}" stroke-width="2.5"/>`).join('')
      + words(lines, 'DejaVu Sans', { size: 27, fill: '#222' }))),
  },
  whiteOnTransparent: {
    draw: async lines => await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${words(lines, 'Liberation Sans', { fill: '#fff' })}</svg>`)).png().toBuffer(),
  },
  skew15: { draw: async lines => await turned(lines, 15) },
  skew20: { draw: async lines => await turned(lines, 20) },
  verticalChinese: { ...vertical('Noto Sans CJK SC', 'chi_sim') },
  verticalJapanese: { ...vertical('Noto Sans CJK JP', 'jpn') },
  chinese: { ...horizontal('Noto Sans CJK SC', 'chi_sim') },
  japanese: { ...horizontal('Noto Serif CJK JP', 'jpn') },
}

const digits = (next: () => number, count: number): string => Array.from({ length: count }, () => Math.floor(next() * 10)).join('')

function formLines(next: () => number): Line[] {
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)]!
  const two = (most: number): string => String(1 + Math.floor(next() * most)).padStart(2, '0')
  return [
    { caption: 'Name:', value: `${pick(GIVEN)} ${pick(FAMILY)}`, personal: true },
    { caption: 'Date of birth:', value: `${two(28)}/${two(12)}/19${50 + Math.floor(next() * 49)}`, personal: true },
    { caption: 'Phone:', value: `212-555-01${digits(next, 2)}`, personal: true },
    { caption: 'Account no.:', value: digits(next, 10), personal: true },
    { caption: 'Contact:', value: `${pick(GIVEN)} ${pick(FAMILY)}`, personal: true },
    { caption: 'Passport no.:', value: `C${digits(next, 8)}`, personal: true },
    { caption: 'Remarks:', value: 'paid by transfer', personal: false },
  ]
}

/** Nine needles: letters as rows of dots, twelve high, that do not touch. */
async function dotMatrix(lines: readonly Line[]): Promise<Buffer> {
  const cell = 3
  const [width, height] = [Math.floor(WIDTH / cell), Math.floor(HEIGHT / cell)]
  const small = lines.map(({ caption, value }, i) =>
    `<text x="14" y="${top(i) / cell}" font-family="DejaVu Sans Mono" font-size="12">${escaped(`${caption} ${value}`)}</text>`).join('')
  const { data } = await sharp(svg(small, '#fff', [width, height])).toColourspace('b-w').threshold(140).raw().toBuffer({ resolveWithObject: true })
  let dots = ''
  for (let i = 0; i < data.length; i++) if (data[i] === 0) dots += `<circle cx="${(i % width + 0.5) * cell}" cy="${(Math.floor(i / width) + 0.5) * cell}" r="1.25"/>`
  return await png(svg(`<g fill="#3a3a52">${dots}</g>`))
}

/** Blurred, faint and violet, on paper with grain. */
async function carbonCopy(lines: readonly Line[], next: () => number): Promise<Buffer> {
  const { data, info } = await sharp(svg(words(lines, 'Liberation Mono', { size: 28, fill: '#7a76a8' }), '#f2eee0')).removeAlpha().blur(1.5).raw().toBuffer({ resolveWithObject: true })
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, Math.min(255, data[i]! + (next() - 0.5) * 46))
  return await sharp(data, { raw: info }).png().toBuffer()
}

const turned = async (lines: readonly Line[], degrees: number): Promise<Buffer> =>
  await sharp(await png(svg(words(lines, 'Liberation Sans')))).rotate(degrees, { background: '#fff' }).flatten({ background: '#fff' }).png().toBuffer()

function cjkLines(language: string): (next: () => number) => Line[] {
  const texts = CJK[language]!
  return next => Array.from({ length: 7 }, () => ({ caption: '', value: texts[Math.floor(next() * texts.length)]!, personal: false }))
}

function horizontal(font: string, language: string): Kind {
  return { lines: cjkLines(language), options: { languages: [language] }, draw: async lines => await png(svg(values(lines, font, 34, '#111'))) }
}

function vertical(font: string, language: string): Kind {
  const draw: Kind['draw'] = async lines => await png(svg(lines.map(({ value }, i) => [...value].map((letter, k) =>
    `<text x="${880 - i * 120}" y="${110 + k * 44}" text-anchor="middle" font-family="${font}" font-size="38">${letter}</text>`).join('')).join('')))
  return { lines: cjkLines(language), options: { languages: [language] }, draw }
}

const { values: flags } = parseArgs({ options: {
  kinds: { type: 'string' }, pages: { type: 'string', default: '6' }, accuracy: { type: 'string', default: 'standard' }, keep: { type: 'string' },
} })
const pool = createPool({ threads: 1 })
console.log('| kind | words | in-run | whole | personal values | masked |\n|---|---|---|---|---|---|')
for (const name of flags.kinds?.split(',') ?? Object.keys(KINDS)) {
  const kind = KINDS[name]
  if (!kind) throw new Error(`no kind ${name}: ${Object.keys(KINDS).join(', ')}`)
  const sums = { words: 0, read: 0, whole: 0, values: 0, masked: 0 }
  for (let page = 0; page < Number(flags.pages); page++) {
    const { lines, file } = await pageOf(kind, 1000 + page)
    if (flags.keep !== undefined) {
      await mkdir(flags.keep, { recursive: true })
      await writeFile(join(flags.keep, `${name}-${page}.png`), file)
    }
    for await (const { words, entities } of scan(file, { ...kind.options, accuracy: flags.accuracy as 'standard', pool })) {
      judgeWords(lines, words.map(({ text }) => text).join(''), sums)
      for (const [i, { personal }] of lines.entries()) {
        if (!personal) continue
        sums.values++
        if (await isMasked(file, (await pageOf(kind, 1000 + page, i)).file, entities.flatMap(({ boxes }) => boxes))) sums.masked++
      }
    }
  }
  const share = (part: number, of: number): string => of === 0 ? '' : `${(100 * part / of).toFixed(1)} %`
  console.log(`| ${name} | ${sums.words} | ${share(sums.read, sums.words)} | ${share(sums.whole, sums.words)} | ${sums.values} | ${share(sums.masked, sums.values)} |`)
}
await pool.close()

/** A page, without the value of one line if wanted. */
async function pageOf(kind: Kind, seed: number, without?: number): Promise<{ lines: Line[], file: Buffer }> {
  const next = random(seed)
  const lines = (kind.lines ?? formLines)(next)
  const drawn = lines.map((line, i) => i === without ? { ...line, value: ' '.repeat(line.value.length) } : line)
  return { lines, file: await kind.draw(drawn, next) }
}

interface Sums { words: number, read: number, whole: number, values: number, masked: number }

function judgeWords(lines: readonly Line[], read: string, sums: Sums): void {
  const seen = read.normalize('NFC').replace(/\s+/g, '')
  for (const { caption, value } of lines) {
    for (const word of `${caption} ${value}`.trim().split(' ')) {
      const { distance } = nearest(word, seen)
      sums.words++
      if (distance <= Math.floor(0.2 * word.length)) sums.read++
      if (distance === 0) sums.whole++
    }
  }
}

/** Whether boxes hold what differs between a page and the page without a value: that value's ink. */
async function isMasked(file: Buffer, without: Buffer, boxes: readonly Box[]): Promise<boolean> {
  const { data, info: { width, channels } } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  const other = await sharp(without).raw().toBuffer()
  let [ink, inside] = [0, 0]
  for (let at = 0; at < data.length; at += channels) {
    let differs = false
    for (let channel = 0; channel < channels; channel++) differs ||= Math.abs(data[at + channel]! - other[at + channel]!) > 48
    if (!differs) continue
    const [px, py] = [at / channels % width, Math.floor(at / channels / width)]
    ink++
    if (boxes.some(({ x, y, w, h }) => px >= x - 1 && px < x + w + 1 && py >= y - 1 && py < y + h + 1)) inside++
  }
  return inside >= 0.97 * ink
}
