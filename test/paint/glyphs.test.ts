import sharp from 'sharp'
import t from 'tap'
import { startOfLast } from '../../lib/paint/glyphs.js'
import type { Box, View } from '../../lib/core/types.js'

/** A line of text in two parts, one of which may be left out. */
async function line(parts: [string, string], shown: [boolean, boolean], font: string, size: number): Promise<View> {
  const [width, height] = [Math.ceil(parts.join('').length * size * 1.1) + 60, size * 3]
  const spans = parts.map((part, i) => `<tspan fill="${shown[i] ? '#000' : '#fff'}">${part}</tspan>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <text x="20" y="${2 * size}" font-family="${font}" font-size="${size}" xml:space="preserve">${spans}</text></svg>`
  const data = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).greyscale().toColourspace('b-w').raw().toBuffer()
  return { width, height, channels: 1, data }
}

/** The box of what is dark, as an engine gives it. */
function boxOf({ width, data }: View): Box {
  let [left, right, top, bottom] = [Infinity, 0, Infinity, 0]
  data.forEach((value, i) => {
    if (value > 128) return
    const [x, y] = [i % width, Math.floor(i / width)]
    ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x + 1), Math.min(top, y), Math.max(bottom, y + 1)]
  })
  return { x: left, y: top - 2, w: right - left, h: bottom - top + 4 }
}

const ink = ({ width, data }: View, from: number): number => data.reduce((sum, value, i) => sum + (i % width >= from ? 255 - value : 0), 0)

t.test('regression: no more than the last four are left, in any font and size', async t => {
  for (const font of ['Liberation Sans', 'Liberation Mono', 'DejaVu Serif', 'DejaVu Sans Condensed']) {
    for (const size of [12, 16, 30]) {
      for (const parts of [['4111 1111 1111 ', '1234'], ['4111111111111', '1111'], ['123-45-', '6789'], ['A1B2C3D4E5', 'MWMW'], ['WWWWMMMM', 'illi']] as [string, string][]) {
        const kinds: [boolean, boolean][] = [[true, true], [true, false], [false, true]]
        const [whole, first, last] = await Promise.all(kinds.map(shown => line(parts, shown, font, size)))
        const box = boxOf(whole!)
        for (const w of [box.w, box.w - 0.4 * box.w / parts.join('').length]) {
          const start = Math.ceil(startOfLast(4, whole!, { ...box, w }, parts.join('')))
          const letter = ink(first!, 0) / parts[0].replace(/ /g, '').length
          const shows = ink(first!, start) / letter
          if (shows > 0.15) t.fail(`${font} ${size} ${parts.join('')}: ${shows.toFixed(2)} letters more`)
          if (size === 30 && w === box.w && parts[1] === '6789') t.ok(ink(last!, start) > 0.95 * ink(last!, 0), `${font}: the last four are all there`)
        }
      }
    }
  }
})

t.test('white on black is read as well; where nothing is told, nothing is left', async t => {
  const black = await line(['5500 0000 ', '0004'], [true, true], 'Liberation Mono', 24)
  const white = { ...black, data: black.data.map(value => 255 - value) }
  const box = boxOf(black)
  t.equal(startOfLast(4, white, box, '5500 0000 0004'), startOfLast(4, black, box, '5500 0000 0004'))
  t.equal(startOfLast(4, { ...black, data: black.data.map(() => 7) }, box, '5500 0000 0004'), box.x + box.w)
})
