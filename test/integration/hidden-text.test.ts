import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { createPool, effaceBuffer } from '../../lib/api/index.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const [width, height] = [560, 90]
const text = (fill: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="20" y="55" font-family="DejaVu Sans" font-size="26" fill="${fill}">SSN 536-90-4399</text></svg>`)
/** The figures, without "SSN". */
const number = { left: 92, top: 37, width: 154, height: 16 }

/** Letters of one colour on nothing. */
const onNothing = (fill: string) => sharp(text(fill)).ensureAlpha()
/** Dark letters on white whose alpha is 0: in all of the picture, or in the band of the letters alone. */
async function underNothing(band: boolean) {
  const rgba = await sharp(text('#000')).flatten({ background: '#fff' }).ensureAlpha().raw().toBuffer()
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (!band || (y > 25 && y < 70)) rgba[4 * (y * width + x) + 3] = 0
  return sharp(rgba, { raw: { width, height, channels: 4 } })
}

const HIDDEN: Record<string, () => Promise<Buffer>> = {
  'white on transparent ground': () => onNothing('#fff').png().toBuffer(),
  'black on transparent ground': () => onNothing('#000').png().toBuffer(),
  'nearly white on transparent ground': () => onNothing('#f4f4f0').png().toBuffer(),
  'yellow on transparent ground': () => onNothing('#ffff40').png().toBuffer(),
  'white on transparent ground, WebP': () => onNothing('#fff').webp({ lossless: true }).toBuffer(),
  'white on transparent ground, TIFF': () => onNothing('#fff').tiff().toBuffer(),
  'white on transparent ground, palette': () => onNothing('#fff').png({ palette: true }).toBuffer(),
  'white on transparent ground, AVIF': () => onNothing('#fff').avif({ lossless: true }).toBuffer(),
  'colours under alpha 0, AVIF': async () => (await underNothing(false)).avif({ lossless: true }).toBuffer(),
  'colours under alpha 0': async () => (await underNothing(false)).png().toBuffer(),
  'colours under alpha 0 in a band': async () => (await underNothing(true)).png().toBuffer(),
  'colours under alpha 0, WebP': async () => (await underNothing(false)).webp({ lossless: true, exact: true }).toBuffer(),
  'colours under alpha 0 in a band, WebP': async () => (await underNothing(true)).webp({ lossless: true, exact: true }).toBuffer(),
}

/** What may be shown of a picture: on white, on black, and by a viewer that knows no alpha. */
const SHOWN: Record<string, (data: Buffer) => Sharp> = {
  'on white': data => sharp(data).flatten({ background: '#fff' }),
  'on black': data => sharp(data).flatten({ background: '#000' }),
  'without alpha': data => sharp(data).removeAlpha(),
}

/** Between the lightest and the darkest pixel of the figures. */
async function contrast(picture: Sharp): Promise<number> {
  const pixels = await sharp(await picture.png().toBuffer()).extract(number).greyscale().raw().toBuffer()
  return Math.max(...pixels) - Math.min(...pixels)
}

for (const [name, make] of Object.entries(HIDDEN)) {
  t.test(`regression: ${name}: nothing can be read of it`, async t => {
    const file = await make()
    t.ok(Math.max(...await Promise.all(Object.values(SHOWN).map(show => contrast(show(file))))) > 150, 'it could be before')
    const { data } = await effaceBuffer(file, { pool, objects: [] })
    for (const [how, show] of Object.entries(SHOWN)) t.ok(await contrast(show(data)) < 40, how)
  })
}
