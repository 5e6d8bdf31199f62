// The outlines of lib/paint/inter.ts, from the font package @fontsource/inter (SIL Open Font License 1.1): node models/convert/font.mjs
//
// Labels are painted in worker threads, in one go and the same on every machine. Reading the font there would cost each thread 150 ms and
// 12 MB; the outlines of the letters that labels are made of are 50 kB, and read one by one as they are used.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'opentype.js/dist/opentype.mjs'

const at = path => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const file = fileURLToPath(import.meta.resolve('@fontsource/inter/files/inter-latin-600-normal.woff'))
const bytes = await readFile(file)
const font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
const characters = [...range(0x20, 0x7e), ...range(0xa1, 0xff).filter(char => char !== '\u00ad'), '…']

/** Absolute, y upward; quadratic curves and lines alone: 'M10 20L30 40Q1 2 3 4Z'. */
const outline = ({ path }) => path.commands.map(({ type, x, y, x1, y1 }, i) => {
  if (type === 'Z') return 'Z'
  if (!'MLQ'.includes(type)) throw new Error(`No ${type} was expected in an outline of TrueType`)
  const before = path.commands[i - 1]
  if (type === 'L' && before.x === x && before.y === y) return ''
  return type + (type === 'Q' ? [x1, y1, x, y] : [x, y]).map(Math.round).join(' ')
}).join('')

const quoted = text => `'${text.replace(/[\\']/g, '\\$&')}'`

const glyphs = characters.map(char => {
  const glyph = font.charToGlyph(char)
  if (glyph.index === 0) throw new Error(`${char} is not in the font`)
  return `  ${quoted(char)}: '${Math.round(glyph.advanceWidth)} ${outline(glyph)}',`
})

await writeFile(at('lib/paint/inter.ts'), `// Made by models/convert/font.mjs: not to be edited. Outlines of the font Inter, semi-bold. Copyright 2016 The Inter Project Authors
// (https://github.com/rsms/inter). Licensed under the SIL Open Font License, Version 1.1: models/weights/inter.LICENSE.txt

/** Units of the font an em, and how far letters and brackets reach above and below the line that they stand on. */
export const METRICS = { em: ${font.unitsPerEm}, capitals: ${font.tables.os2.sCapHeight}, top: ${Math.max(...['[', 'j', '|'].map(c => font.charToGlyph(c).yMax))}, bottom: ${Math.min(...['[', 'j', '|'].map(c => font.charToGlyph(c).yMin))} } as const

/** Character → how far it moves on, and its outline: M and L to a point, Q by a point to another, Z back to the first; y upward. */
export const GLYPHS: Readonly<Record<string, string>> = {
${glyphs.join('\n')}
}
`)
await copyFile(fileURLToPath(new URL('../LICENSE', `file://${file}`)), at('models/weights/inter.LICENSE.txt'))
