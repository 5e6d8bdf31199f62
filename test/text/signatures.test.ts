import t from 'tap'
import sharp from 'sharp'
import type { View, Word } from '../../lib/core/types.js'
import { detectSignatures } from '../../lib/text/signatures.js'

const word = (text: string, x: number, y: number, w: number, confidence = 0.95): Word => ({ text, x, y, w, h: 14, confidence, line: 0 })

async function draw(content: string): Promise<View> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><rect width="600" height="200" fill="#fff"/>${content}</svg>`
  const { data } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: 600, height: 200, channels: 3, data }
}

/** A pen that goes up and down without being lifted, 120 × 36 pixels from (x, y). */
const scribble = (x: number, y: number) =>
  `<path d="M${x} ${y + 30} q10 -40 18 -10 t16 6 q6 -40 14 -14 t14 8 t14 -4 q8 -34 16 2 t16 -6 t12 4" fill="none" stroke="#113" stroke-width="2"/>`
const rule = '<line x1="120" y1="122" x2="420" y2="122" stroke="#000"/>'

t.test('handwriting beside or above its caption is found', async t => {
  for (const [caption, at] of [[word('Signature:', 30, 108, 80), [140, 78]], [word('Signature', 140, 128, 80), [140, 76]]] as const) {
    const [found, ...rest] = detectSignatures(await draw(rule + scribble(at[0], at[1])), [caption])
    t.same(rest, [])
    t.match(found, { type: 'SIGNATURE' })
    t.ok(Math.abs(found.x - at[0]) < 8 && found.w > 90 && found.w < 150 && found.y > at[1] - 12, JSON.stringify(found))
  }
})

t.test('empty lines, printed names and scribbles without a caption are none', async t => {
  t.same(detectSignatures(await draw(rule), [word('Signature:', 30, 108, 80)]), [])
  t.same(detectSignatures(await draw(scribble(140, 86)), [word('Remarks:', 30, 108, 80)]), [])
  const letters = [...Array(12).keys()].map(i => `<path d="M${140 + i * 10} 120 v-10 h7 v10" fill="none" stroke="#000" stroke-width="2"/>`).join('')
  t.same(detectSignatures(await draw(letters), [word('Signature:', 30, 108, 80)]), [])
  t.same(detectSignatures(await draw(scribble(140, 86)), []), [])
})
