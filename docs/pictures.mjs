// Draws the pictures of gallery.md (nobody's faces, made-up text), redacts them with the built program, and writes them side by
// side into docs/pictures: node docs/pictures.mjs, after a build. The fonts of the machine decide how the text looks.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { face } from '../examples/demo/face.mjs'
import { effaceBuffer } from '../dist/lib/api/index.js'

const svg = (width, height, body, paper = '#fff') => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Liberation Sans, Arial, sans-serif">
<defs>${face.defs}</defs><rect width="100%" height="100%" fill="${paper}"/>${body}</svg>`)
const text = (x, y, size, value, more = '') => `<text x="${x}" y="${y}" font-size="${size}" ${more}>${value}</text>`
const lines = (x, y, size, step, list, more) => list.map((line, i) => text(x, y + i * step, size, line, more)).join('')
const head = (x, y, width) => `<svg x="${x}" y="${y}" width="${width}" height="${width * 460 / 360}" viewBox="0 0 360 460">${face.body}</svg>`
const plate = (x, y, value, fill = '#f4f4ee', ink = '#151515', w = 210, h = 54) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="${fill}" stroke="#333" stroke-width="3"/>${text(x + w / 2, y + h * 0.74, h * 0.72, value, `font-weight="bold" text-anchor="middle" fill="${ink}" textLength="${w * 0.84}"`)}`
const car = (x, y, colour, value) => `<g><rect x="${x + 34}" y="${y + 230}" width="66" height="76" rx="14" fill="#111"/><rect x="${x + 400}" y="${y + 230}" width="66" height="76" rx="14" fill="#111"/>
<path d="M${x} ${y + 190} q0 -90 50 -100 l45 -70 q10 -16 40 -16 h230 q30 0 40 16 l45 70 q50 10 50 100 v70 h-500z" fill="${colour}"/>
<path d="M${x + 108} ${y + 84} l34 -54 q6 -10 22 -10 h172 q16 0 22 10 l34 54z" fill="#26343d"/><rect x="${x + 20}" y="${y + 130}" width="80" height="36" rx="12" fill="#f6e9b0"/>
<rect x="${x + 400}" y="${y + 130}" width="80" height="36" rx="12" fill="#f6e9b0"/><rect x="${x}" y="${y + 196}" width="500" height="64" rx="14" fill="#20262a"/></g>${plate(x + 145, y + 186, value)}`

const letter = ['Dear Mr. Okonkwo,', '', 'Thank you for your call on 3 March 2026. Your policy number is', 'PX-2291-40087 and your claim will be paid to the account', 'IBAN GB33 BUKB 2020 1555 5555 55. Please write to us at',
  '17 Harbour Row, Bristol BS1 4QD, or call 0117 496 0123.', '', 'Yours sincerely,', 'Philippa Thornbury', 'Claims Adviser']
const brief = ['Sehr geehrte Frau Lindqvist,', '', 'Ihre Steuer-ID lautet 86 095 742 719. Wir erreichen Sie unter der', 'Rufnummer 030 901820 oder per E-Mail an k.lindqvist@example.de.', 'Geburtsdatum: 12.07.1984', 'Anschrift: Ahornweg 14, 10115 Berlin']
const receipt = ['CORNER PHARMACY', '212 Elm Street, Dayton OH 45402', 'Tel (937) 555-0164', '------------------------------', 'IBUPROFEN 200MG          6.49', 'BANDAGES                 3.25', 'TOTAL                    9.74',
  'VISA 4012 8888 8888 1881', 'EXP 11/27   AUTH 493021', 'CUSTOMER: J. ABERNATHY', '14:32  02/19/2026']

const scenes = [
  { name: 'card', title: 'A staff card', width: 700, height: 400, body: `<rect x="12" y="12" width="676" height="376" rx="22" fill="#eef3f6" stroke="#678"/>${head(40, 60, 200)}${lines(270, 110, 30, 56, ['Harriet Vandermeer', 'Employee no. 400-71823', 'DOB 09/21/1988', 'h.vandermeer@example.org'])}` },
  { name: 'letter', title: 'A letter', width: 760, height: 470, body: lines(40, 60, 24, 40, letter, 'font-family="Liberation Serif, Times, serif"') },
  { name: 'brief', title: 'A German letter', width: 840, height: 300, body: lines(40, 60, 24, 40, brief) },
  { name: 'receipt', title: 'A receipt, photographed', width: 520, height: 520, paper: '#f2efe6', body: lines(50, 60, 22, 40, receipt, 'font-family="Liberation Mono, monospace" xml:space="preserve"'), after: image => image.rotate(4, { background: '#8a8175' }).blur(0.6) },
  { name: 'chat', title: 'A chat on a dark screen', width: 560, height: 420, paper: '#10151c', body: [['hey its Marisol, new phone', 40, '#2a3542'], ['who is this??', 300, '#1d5c8a'], ['Marisol Etxeberria! 646-555-0193', 40, '#2a3542'], ['send it to marisol.etx@example.net', 40, '#2a3542']].map(([line, x, fill], i) => `<rect x="${x - 16}" y="${30 + i * 95}" width="${line.length * 12.5 + 32}" height="56" rx="18" fill="${fill}"/>${text(x, 66 + i * 95, 24, line, 'fill="#f2f5f8"')}`).join('') },
  { name: 'group', title: 'A group', width: 760, height: 420, paper: '#7d8f86', body: [[20, 90, 190], [200, 40, 150], [340, 120, 200], [540, 60, 140], [660, 220, 80]].map(([x, y, w]) => head(x, y, w)).join('') },
  { name: 'car', title: 'A car', width: 700, height: 420, paper: '#aebfca', body: `<rect y="300" width="700" height="120" fill="#6d6f70"/>${car(100, 90, '#8d2f2a', 'KX7 4TLP')}` },
  { name: 'fax', title: 'A fax of one bit a pixel, upside down', width: 760, height: 470, body: lines(40, 60, 26, 44, ['FAX TO: Dr. Ines Calloway', 'FROM: St. Brannoc Surgery', 'RE: Patient Desmond Ferreira', 'MRN 00731964', 'Phone: (503) 555-0127', 'Lab results of 11 January 2026 attached.']), after: image => image.greyscale().threshold(150).rotate(180) },
  { name: 'form', title: 'A form, markers in place of the text', width: 700, height: 330, body: [['Surname', 'Whitlock'], ['Given names', 'Rosamund Ivy'], ['Date of birth', '30/06/1979'], ['Passport no.', '533380006'], ['Occupation', 'bookkeeper']].map(([label, value], i) => text(40, 60 + i * 56, 24, `${label}:`) + text(280, 60 + i * 56, 28, value)).join(''), options: { method: 'label' } },
  { name: 'invoice', title: 'An invoice; the last four digits of the card stay', width: 700, height: 300, body: lines(40, 60, 26, 48, ['Invoice 20731 for Bartholomew Quill', 'Card: 5555 5555 5555 4444', 'Ship to: 9 Canal Street, Manchester M1 3HN', 'Tel. 0161 496 0345']), options: { labels: { CREDIT_CARD: { keep: 'last4' } } } },
]

const folder = fileURLToPath(new URL('pictures/', import.meta.url))
await mkdir(folder, { recursive: true })
for (const { name, width, height, paper, body, options = {}, after = image => image } of scenes) {
  const drawn = await sharp(svg(width, height, body, paper)).flatten().png().toBuffer()
  const before = await after(sharp(drawn)).png().toBuffer()
  const { data } = await effaceBuffer(before, options)
  const { width: w, height: h } = await sharp(before).metadata()
  await sharp({ create: { width: 2 * w + 12, height: h, channels: 3, background: '#fff' } })
    .composite([{ input: before, left: 0, top: 0 }, { input: data, left: w + 12, top: 0 }])
    .png({ palette: true, colours: 64, compressionLevel: 9 }).toFile(`${folder}${name}.png`)
}
process.exit()
