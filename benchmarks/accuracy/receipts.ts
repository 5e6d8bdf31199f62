import sharp from 'sharp'
import type { Box, View } from '../../lib/core/types.js'

export interface Page { file: string, view: View, words: (Box & { text: string })[] }

const FONTS = ['DejaVu Sans', 'DejaVu Sans Mono', 'DejaVu Serif', 'Liberation Sans', 'Liberation Sans Narrow', 'Liberation Mono', 'Liberation Serif']
const SHOPS = ['CORNER GROCERY', 'Blue Harbour Cafe', 'STATION BOOKS LTD', 'Green Leaf Pharmacy', 'HARDWARE & HOME', 'Night Owl Diner']
const GOODS = ['Milk 1L', 'Rye bread', 'TOMATOES', 'Coffee beans', 'Olive oil', 'Soap bar', 'BATTERIES AA', 'Notebook A5', 'Orange juice', 'Rice 5kg', 'Paper towels', 'Chocolate']
const SIGNS = ['NO PARKING', 'Reception 2nd floor', 'DR. ANNA BERG', 'Room 214', 'Visitors please report', 'EXIT', 'Mon-Fri 08:30-17:00', 'Call 555-0134', 'PRIVATE ROAD', 'Thomas Keller MD']

/** A generator of numbers in [0, 1) that gives the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Receipts (three of four) and signs, as if photographed: perspective, uneven light, blur, noise. The same seed gives the same pages. */
export async function receipts(count: number, seed = 7): Promise<Page[]> {
  const pages: Page[] = []
  for (let i = 0; i < count; i++) pages.push(await photograph(i, random(seed + i)))
  return pages
}

async function photograph(index: number, next: () => number): Promise<Page> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]
  const sign = index % 4 === 3
  const font = pick(FONTS)
  const size = sign ? 34 + Math.floor(next() * 40) : 15 + Math.floor(next() * 14)
  const lines = sign ? Array.from({ length: 3 }, () => pick(SIGNS)) : receiptLines(next, pick)
  const width = sign ? 900 : Math.round(size * 24)
  const height = Math.round(size * 1.5 * (lines.length + 2))
  const page = new Uint8Array(width * height)
  const words: Page['words'] = []
  for (const [row, line] of lines.entries()) {
    let x = size
    for (const part of line.split(' ')) {
      if (part === '\t') {
        x = Math.max(x, width - size * 5)
        continue
      }
      const ink = await inkOf(part, font, size)
      const y = Math.round(size * 1.5 * (row + 1))
      for (let r = 0; r < ink.h; r++) for (let c = 0; c < ink.w; c++) if (x + c < width) page[(y + ink.top + r) * width + x + c] |= ink.data[r * ink.w + c]
      if (x + ink.w < width) words.push({ text: part, x, y: y + ink.top, w: ink.w, h: ink.h })
      x += ink.w + Math.round(size * 0.32)
    }
  }
  return warp(`${index}.png`, page, width, height, words, next)
}

function receiptLines(next: () => number, pick: <T>(list: readonly T[]) => T): string[] {
  const number = (n: number): string => Array.from({ length: n }, () => Math.floor(next() * 10)).join('')
  const price = (): string => `${1 + Math.floor(next() * 90)}.${number(2)}`
  const items = Array.from({ length: 6 + Math.floor(next() * 8) }, () => `${pick(GOODS)} \t ${price()}`)
  return [pick(SHOPS), `${number(2)} Market Street`, `Tel: 555-${number(4)}`, `Date: ${number(2)}/${number(2)}/2024 ${number(2)}:${number(2)}`, ...items,
    `TOTAL \t ${price()}`, `VISA **** **** **** ${number(4)}`, `Invoice No: ${number(8)}`, 'THANK YOU']
}

/** A word's ink, 0 none to 255 full, cut to its bounds; `top` counts from the baseline. */
async function inkOf(text: string, font: string, size: number): Promise<{ w: number, h: number, top: number, data: Uint8Array }> {
  const width = Math.ceil(size * (text.length + 1))
  const height = size * 2
  const escaped = text.replace(/&/g, '&amp;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>`
    + `<text x="${size / 2}" y="${size * 1.4}" font-family="${font}" font-size="${size}">${escaped}</text></svg>`
  const { data } = await sharp(Buffer.from(svg)).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  let [x0, y0, x1, y1] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] > 200) continue
      x0 = Math.min(x0, x)
      x1 = Math.max(x1, x + 1)
      y0 = Math.min(y0, y)
      y1 = Math.max(y1, y + 1)
    }
  }
  const [w, h] = [x1 - x0, y1 - y0]
  const out = new Uint8Array(w * h)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = 255 - data[(y0 + y) * width + x0 + x]
  return { w, h, top: y0 - Math.round(size * 1.4), data: out }
}

/** Lays the page on a table and photographs it: a projective map, light that falls off, blur, noise, JPEG. */
async function warp(file: string, ink: Uint8Array, w: number, h: number, truth: Page['words'], next: () => number): Promise<Page> {
  const margin = Math.round(0.08 * Math.max(w, h))
  const [width, height] = [w + 2 * margin, h + 2 * margin]
  const angle = (next() - 0.5) * 0.12
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [kx, ky] = [(next() - 0.5) * 0.12 / w, (next() - 0.5) * 0.12 / h]
  const [paper, table, print, fall] = [200 + next() * 50, 60 + next() * 80, 20 + next() * 60, (next() - 0.5) * 0.35]
  // From the photograph to the page; the way back is found by iteration.
  const toPage = (x: number, y: number): [number, number] => {
    const [dx, dy] = [x - width / 2, y - height / 2]
    const d = 1 + kx * dx + ky * dy
    return [(cos * dx + sin * dy) / d + w / 2, (cos * dy - sin * dx) / d + h / 2]
  }
  const toPhoto = (px: number, py: number): [number, number] => {
    let [x, y] = [px + margin, py + margin]
    for (let i = 0; i < 30; i++) {
      const [qx, qy] = toPage(x, y)
      x += px - qx
      y += py - qy
    }
    return [x, y]
  }
  const pixels = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = toPage(x, y)
      const inside = px >= 0 && py >= 0 && px < w - 1 && py < h - 1
      let value = table
      if (inside) {
        const [ix, iy] = [Math.floor(px), Math.floor(py)]
        const [fx, fy] = [px - ix, py - iy]
        const at = iy * w + ix
        const share = ((ink[at] * (1 - fx) + ink[at + 1] * fx) * (1 - fy) + (ink[at + w] * (1 - fx) + ink[at + w + 1] * fx) * fy) / 255
        value = paper + (print - paper) * share
      }
      pixels[y * width + x] = Math.max(0, Math.min(255, value * (1 + fall * (x / width - 0.5))))
    }
  }
  const blurred = await sharp(pixels, { raw: { width, height, channels: 1 } }).blur(0.3 + next() * 0.9).toColourspace('b-w').raw().toBuffer()
  const noise = 2 + next() * 10
  for (let i = 0; i < blurred.length; i++) blurred[i] = Math.max(0, Math.min(255, blurred[i] + (next() + next() + next() - 1.5) * noise))
  const jpeg = await sharp(blurred, { raw: { width, height, channels: 1 } }).jpeg({ quality: 60 + Math.floor(next() * 30) }).toBuffer()
  const data = new Uint8Array(await sharp(jpeg).toColourspace('b-w').raw().toBuffer())
  const words = truth.map(word => {
    const corners = [[word.x, word.y], [word.x + word.w, word.y], [word.x, word.y + word.h], [word.x + word.w, word.y + word.h]].map(([x, y]) => toPhoto(x, y))
    const [xs, ys] = [corners.map(c => c[0]), corners.map(c => c[1])]
    return { text: word.text, x: Math.min(...xs), y: Math.min(...ys), w: Math.max(...xs) - Math.min(...xs), h: Math.max(...ys) - Math.min(...ys) }
  })
  return { file, view: { width, height, channels: 1, data }, words }
}
