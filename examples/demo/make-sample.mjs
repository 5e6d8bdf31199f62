// Draws sample.tif: a form with made-up personal text (1-bit, G4) and an ID card with a drawn face (colour). Run by hand when
// the sample is to change; the fonts of the machine it runs on decide how the text looks, so the result is committed.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { face } from './face.mjs'

const rows = [
  ['Patient name', 'Margaret Eleanor Whitcombe'], ['Date of birth', '14 March 1957'], ['Social security no.', '536-22-8714'],
  ['Address', '48 Larkspur Lane, Cedar Falls, IA 50613'], ['Telephone', '(319) 555-0142'], ['E-mail', 'm.whitcombe@example.com'],
  ['Insurance member ID', 'HX-4471-90266'], ['Medical record no.', 'MRN 00482913'], ['Card on file', '4539 1488 0343 6467, exp 09/27'],
]
const form = `<svg xmlns="http://www.w3.org/2000/svg" width="1654" height="2339" font-family="Liberation Sans, Arial, sans-serif">
<rect width="100%" height="100%" fill="#fff"/>
<text x="120" y="190" font-size="58" font-weight="bold">Outpatient Registration</text>
<text x="120" y="250" font-size="30">Please complete all fields. Return this form to the front desk.</text>
<line x1="120" y1="285" x2="1534" y2="285" stroke="#000" stroke-width="4"/>
${rows.map(([label, value], i) => `<text x="120" y="${370 + i * 100}" font-size="30">${label}:</text>
<text x="560" y="${370 + i * 100}" font-size="36" font-family="Liberation Serif, Times, serif">${value}</text>
<line x1="550" y1="${385 + i * 100}" x2="1534" y2="${385 + i * 100}" stroke="#000" stroke-width="2"/>`).join('\n')}
<text x="120" y="1330" font-size="34" font-weight="bold">Reason for visit</text>
${['Follow-up after knee surgery. Mrs. Whitcombe reports mild swelling in the',
    'evening and no pain at rest. Her husband, Thomas Whitcombe, may be called',
    'on (319) 555-0178. Referred by Dr. Anil Deshpande on 2 May 2024.'].map((line, i) => `<text x="120" y="${1390 + i * 52}" font-size="32">${line}</text>`).join('\n')}
<text x="120" y="1720" font-size="30">Signature of patient</text><line x1="440" y1="1725" x2="1100" y2="1725" stroke="#000" stroke-width="2"/>
<text x="120" y="2240" font-size="24">Form OR-7, revision 12. Keep for seven years.</text>
</svg>`

const card = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="800" font-family="Liberation Sans, Arial, sans-serif">
<defs>${face.defs}</defs>
<rect width="100%" height="100%" fill="#dfe8ee"/><rect x="20" y="20" width="1200" height="760" rx="36" fill="#f7fafc" stroke="#7f97a8" stroke-width="4"/>
<rect x="20" y="20" width="1200" height="120" rx="36" fill="#2f5d7c"/>
<text x="70" y="100" font-size="52" font-weight="bold" fill="#fff">STATE OF NEW HARBOR  DRIVER LICENSE</text>
<rect x="70" y="200" width="360" height="460" fill="#c9d4da"/><svg x="70" y="200" width="360" height="460" viewBox="0 0 360 460">${face.body}</svg>
${[['DL', 'W482-1193-5570'], ['LN', 'WHITCOMBE'], ['FN', 'MARGARET ELEANOR'], ['DOB', '03/14/1957'], ['EXP', '03/14/2029'], ['ADDR', '48 LARKSPUR LANE'], ['', 'CEDAR FALLS, IA 50613']]
    .map(([label, value], i) => `<text x="480" y="${240 + i * 74}" font-size="28" fill="#2f5d7c">${label}</text><text x="580" y="${240 + i * 74}" font-size="42" fill="#111">${value}</text>`).join('\n')}
</svg>`

const first = await sharp(Buffer.from(form)).flatten({ background: '#fff' }).greyscale().threshold(150).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 7.874, yres: 7.874 }).toBuffer()
const second = await sharp(Buffer.from(card)).removeAlpha().tiff({ compression: 'deflate', predictor: 'horizontal', xres: 5.9, yres: 5.9 }).toBuffer()

/** Appends the one-page TIFF `b` to the one-page TIFF `a` (both little-endian) by moving b's offsets. */
function append(a, b) {
  const pad = a.length % 2
  const base = a.length + pad
  const moved = Buffer.from(b)
  const ifd = moved.readUInt32LE(4)
  const size = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 }
  for (let i = 0; i < moved.readUInt16LE(ifd); i++) {
    const at = ifd + 2 + i * 12
    const tag = moved.readUInt16LE(at), type = moved.readUInt16LE(at + 2), count = moved.readUInt32LE(at + 4)
    const outside = (size[type] ?? 1) * count > 4
    const values = outside ? moved.readUInt32LE(at + 8) : at + 8
    if (tag === 273) for (let k = 0; k < count; k++) moved.writeUInt32LE(moved.readUInt32LE(values + 4 * k) + base, values + 4 * k)
    if (outside) moved.writeUInt32LE(values + base, at + 8)
  }
  const joined = Buffer.concat([a, Buffer.alloc(pad), moved])
  let next = joined.readUInt32LE(4)
  next += 2 + 12 * joined.readUInt16LE(next)
  joined.writeUInt32LE(ifd + base, next)
  return joined
}

await writeFile(fileURLToPath(new URL('sample.tif', import.meta.url)), append(first, second))
