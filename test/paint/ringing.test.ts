import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { effaceBuffer } from '../../lib/api/index.js'
import type { Format } from '../../lib/core/types.js'

// The noise of lossy coding around a box tells what it hides to whoever renders guesses, codes them alike and compares. So a file must come
// out as the very same bytes, whatever stood in the box.

const [width, height] = [320, 96]
const region = { x: 96.5, y: 37, w: 131, h: 23 }

/** A line of print with digits in the place that is to be painted, drawn without fonts. */
function page(digits: string): Sharp {
  const bar = (x: number, y: number, w: number, h: number): string => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="#123"/>`
  const segments = ['abcdef', 'bc', 'abged', 'abgcd', 'fgbc', 'afgcd', 'afgedc', 'abc', 'abcdefg', 'abcdfg']
  const place: Record<string, string> = {
    a: bar(1, 0, 7, 2), b: bar(7, 1, 2, 7), c: bar(7, 9, 2, 7), d: bar(1, 15, 7, 2), e: bar(0, 9, 2, 7), f: bar(0, 1, 2, 7), g: bar(1, 7, 7, 2),
  }
  const drawn = [...digits].map((digit, i) => `<g transform="translate(${98 + i * 14},40)">${[...segments[Number(digit)]!].map(s => place[s]).join('')}</g>`)
  const ground = '<rect width="100%" height="100%" fill="#fdfaf0"/>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${bar(20, 40, 60, 17)}${bar(250, 10, 40, 70)}${drawn.join('')}</svg>`
  return sharp(Buffer.from(svg)).flatten({ background: '#fff' })
}

/** Without colours: chroma is zero, and boxes grow to the blocks of luma alone. */
const uncoloured = (page: Sharp): Sharp => page.greyscale().toColourspace('srgb')

const kinds: Record<string, (page: Sharp) => Sharp> = {
  'JPEG 4:2:0': page => page.jpeg({ quality: 60 }),
  'JPEG 4:2:0 without colours': page => uncoloured(page).jpeg({ quality: 60 }),
  'JPEG 4:4:4': page => page.jpeg({ quality: 60, chromaSubsampling: '4:4:4' }),
  'JPEG progressive': page => page.jpeg({ quality: 60, progressive: true }),
  'TIFF of JPEG strips': page => page.tiff({ compression: 'jpeg', quality: 60 }),
  'TIFF of JPEG tiles': page => page.tiff({ compression: 'jpeg', quality: 60, tile: true, tileWidth: 128, tileHeight: 64 }),
  'JPEG grey': page => page.toColourspace('b-w').jpeg({ quality: 60 }),
}

const targets: (Format | undefined)[] = [undefined, 'png', 'tiff']

for (const [name, encoded] of Object.entries(kinds)) {
  t.test(`${name}: what a box hides leaves no trace around it`, async t => {
    const files = await Promise.all(['271828182', '904137650'].map(async digits => await encoded(page(digits)).toBuffer()))
    t.notSame(files[0], files[1])
    for (const format of targets) {
      const options = { objects: [], ocr: 'none', regions: { redact: [region] }, ...format && { format } } as const
      const [one, other] = await Promise.all(files.map(async file => (await effaceBuffer(file, options)).data))
      t.ok(one!.equals(other!), `to ${format ?? 'the same format'}`)
    }
  })
}
