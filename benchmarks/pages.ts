import gifenc from 'gifenc'
import sharp from 'sharp'
import { encodePages } from './tiff.js'

const NAMES = ['Ada Byron', 'Grace Hopper', 'Alan Kay', 'Edsger Dijkstra', 'Barbara Liskov', 'Tony Hoare']

/** One drawn page with text and personal data, 8-bit grey, as a one-page TIFF. */
export async function formPage(n: number, width = 1240, height = 1754, compression: 'lzw' | 'ccittfax4' = 'lzw'): Promise<Buffer> {
  const name = NAMES[n % NAMES.length]!
  const lines = [
    `Form ${n + 1}`, `Name: ${name}`, `Date of birth: ${1 + n % 28}/04/1961`, `Phone: (212) 555-01${String(n % 100).padStart(2, '0')}`,
    `E-mail: ${name.toLowerCase().replace(' ', '.')}@example.org`, 'Account number: 4417 1234 5678 9113',
    ...Array.from({ length: 14 }, (_, i) => `Line ${i + 1} of the remarks says nothing that would tell who filled in this form.`),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Liberation Sans, DejaVu Sans, sans-serif">
    <rect width="100%" height="100%" fill="#fff"/>${lines.map((line, i) => `<text x="90" y="${140 + i * 70}" font-size="28">${line}</text>`).join('')}</svg>`
  const grey = sharp(Buffer.from(svg)).flatten({ background: '#fff' }).greyscale()
  const resolution = { xres: 5.9, yres: 5.9 }
  if (compression === 'lzw') return await grey.toColourspace('b-w').tiff({ compression, ...resolution }).toBuffer()
  return await grey.threshold(150).toColourspace('b-w').tiff({ compression, bitdepth: 1, ...resolution }).toBuffer()
}

/** A TIFF of so many pages; few different ones, repeated, so that making it is quick. */
export async function formTiff(pages: number, compression: 'lzw' | 'ccittfax4' = 'lzw'): Promise<Buffer> {
  const different = await Promise.all(Array.from({ length: Math.min(pages, 6) }, (_, n) => formPage(n, 1240, 1754, compression)))
  return encodePages(Array.from({ length: pages }, (_, n) => different[n % different.length]!))
}

/** A GIF of so many frames, all of them different: a square that walks over noise. */
export function movingGif(frames: number, width = 400, height = 300): Uint8Array {
  const palette = Array.from({ length: 64 }, (_, i) => [i * 4, 255 - i * 4, i * 2])
  const encoder = gifenc.GIFEncoder()
  const indices = Uint8Array.from({ length: width * height }, (_, i) => i * 2_654_435_761 % 61)
  for (let n = 0; n < frames; n++) {
    const frame = indices.slice()
    for (let y = 0; y < 40; y++) frame.fill(63, (n % 200 + y) * width + n % 350, (n % 200 + y) * width + n % 350 + 40)
    encoder.writeFrame(frame, width, height, { palette, delay: 40 })
  }
  encoder.finish()
  return encoder.bytes()
}
