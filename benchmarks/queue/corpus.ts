// Small documents of many kinds, some broken, some of very many pages: what is tried is the queue, not the models.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { EffaceOptions } from '../../lib/api/index.js'
import { formPage, movingGif } from '../pages.js'
import { encodePages } from '../tiff.js'

export interface CorpusDocument { place: string, options: EffaceOptions, broken: boolean }

export interface CorpusSize {
  documents: number
  /** Among them. */
  broken: number
  /** Among them: of so many pages. */
  large: number
  pages: number
  /** Every so many-th of the others is looked through with all models. */
  modelsEvery: number
  /** So is the first of the large ones. */
  reads: boolean
}

/** One box is always painted; nothing is looked for. */
const PLAIN: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.2, y: 0.2, w: 0.4, h: 0.3 }] } }
/** Everything, with the numbers of entities in what is painted. */
const FULL: EffaceOptions = { method: 'label' }

export async function makeCorpus(folder: string, size: CorpusSize, random: () => number): Promise<CorpusDocument[]> {
  const { documents, broken, large, pages, modelsEvery, reads } = size
  const forms = await Promise.all([0, 1, 2, 3].map(n => formPage(n, 340, 240)))
  const made: CorpusDocument[] = []
  for (let n = 0; n < documents; n++) {
    const isLarge = n < large
    const isBroken = !isLarge && n < large + broken
    const full = !isLarge && !isBroken && n % modelsEvery === 0
    const ofForms = (count: number): { bytes: Buffer, extension: string } =>
      ({ bytes: encodePages(Array.from({ length: count }, (_, i) => forms[(i + n) % forms.length]!)), extension: 'tif' })
    const { bytes, extension } = isLarge ? ofForms(pages) : full ? ofForms(2) : await draw(n, random)
    const place = join(`part-${n % 7}`, `${n}.${extension}`)
    await mkdir(dirname(join(folder, place)), { recursive: true })
    await writeFile(join(folder, place), isBroken ? breakOne(bytes, n) : bytes)
    // The first of the large ones is read: its entities are numbered over all of its pages.
    made.push({ place, options: full || isLarge && reads && n === 0 ? FULL : PLAIN, broken: isBroken })
  }
  return made
}

const breakOne = (bytes: Uint8Array, n: number): Uint8Array =>
  [Buffer.from('no picture at all'), bytes.subarray(0, Math.floor(bytes.length / 3)), new Uint8Array(0)][n % 3]!

interface Drawn { bytes: Uint8Array, extension: string }

async function draw(n: number, random: () => number): Promise<Drawn> {
  const [width, height] = [60 + Math.floor(random() * 300), 40 + Math.floor(random() * 200)]
  const colour = { r: n * 37 % 256, g: n * 91 % 256, b: n * 151 % 256 }
  const picture = (): Sharp => sharp({ create: { width, height, channels: 3, background: colour, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
  switch (n % 5) {
    case 0: return { bytes: await picture().png().toBuffer(), extension: 'png' }
    case 1: return { bytes: await picture().jpeg({ quality: 80 }).toBuffer(), extension: 'jpg' }
    case 2: return { bytes: await picture().webp({ lossless: true }).toBuffer(), extension: 'webp' }
    case 3: return { bytes: movingGif(2 + n % 9, width, height), extension: 'gif' }
    default: return { bytes: encodePages(await Promise.all(Array.from({ length: 1 + n % 6 }, () => picture().tiff({ compression: 'lzw' }).toBuffer()))), extension: 'tif' }
  }
}
