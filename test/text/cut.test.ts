import sharp from 'sharp'
import t from 'tap'
import { isCutOff } from '../../lib/text/cut.js'
import { withGround, type Grey, type Rotated } from '../../lib/core/grey.js'
import { createOcr } from '../../lib/text/index.js'

const MARGIN = 8

/** Strokes of 3 pixels, 12 apart, along one edge of light ground, so deep; a rule from end to end where they leave no gap. */
function strokes(edge: 'top' | 'bottom' | 'left' | 'right', depth: number, every = 12): Grey {
  const grey = { width: 200, height: 100, data: new Uint8Array(20_000).fill(220) }
  const flat = edge === 'top' || edge === 'bottom'
  const [start, end] = every === 1 ? [0, flat ? 200 : 100] : [20, flat ? 180 : 80]
  for (let along = start; along < end; along++) {
    if (along % every > 2) continue
    for (let d = 0; d < depth; d++) {
      const [x, y] = { top: [along, d], bottom: [along, 99 - d], left: [d, along], right: [199 - d, along] }[edge]
      grey.data[y * 200 + x] = 30
    }
  }
  return withGround(grey, MARGIN)
}
const LINES: Record<'top' | 'bottom' | 'left' | 'right', Rotated> = {
  top: { cx: 100, cy: 4, w: 164, h: 16, angle: 0 }, bottom: { cx: 100, cy: 96, w: 164, h: 16, angle: 0 },
  left: { cx: 4, cy: 50, w: 16, h: 64, angle: 0 }, right: { cx: 196, cy: 50, w: 16, h: 64, angle: 0 },
}
const seen = (edge: keyof typeof LINES, page: Grey): boolean =>
  isCutOff({ ...LINES[edge], cx: LINES[edge].cx + MARGIN, cy: LINES[edge].cy + MARGIN }, page, MARGIN, MARGIN)

t.test('ground goes on round the picture, letters at its edge do not', async t => {
  const page = strokes('top', 8)
  t.same([page.width, page.height], [216, 116])
  for (let y = 0; y < MARGIN; y++) for (let x = 0; x < page.width; x++) if (page.data[y * page.width + x] !== 220) t.fail(`${x}, ${y}`)
  t.equal(page.data[MARGIN * page.width + MARGIN + 24], 30)
  t.same(withGround({ width: 1, height: 1, data: new Uint8Array([7]) }, 1).data, new Uint8Array(9).fill(7))
})

t.test('an edge that runs through letters cuts their line; dust, a rule and a line that ends there are something else', async t => {
  for (const edge of ['top', 'bottom', 'left', 'right'] as const) {
    t.ok(seen(edge, strokes(edge, 8)), edge)
    t.notOk(seen(edge, strokes(edge, 8, 200)), `${edge}: dust`)
    t.notOk(seen(edge, strokes(edge, 3, 1)), `${edge}: a rule`)
    t.notOk(seen(edge, strokes(edge, 0)), `${edge}: nothing`)
  }
  t.notOk(isCutOff({ cx: 100 + MARGIN, cy: 30 + MARGIN, w: 164, h: 16, angle: 0 }, strokes('top', 8), MARGIN, MARGIN), 'a line further in')
  t.notOk(isCutOff({ cx: 190 + MARGIN, cy: 50 + MARGIN, w: 80, h: 20, angle: 0 }, strokes('right', 8), MARGIN, MARGIN), 'a line that the edge ends')
})

t.test('regression: a line that is cut in half is not kept, one that stands at the edge is read', async t => {
  const engine = await createOcr()
  const lines = ['Patient: Harriet Vandermeer', 'Card: 5555 5555 5555 4444', 'Ship to: 9 Canal Street'].map((text, i) => `<text x="30" y="${30 + 44 * i}" font-size="26" font-family="sans-serif">${text}</text>`)
  const page = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="520" height="140"><rect width="520" height="140" fill="#fff"/>${lines.join('')}</svg>`)).flatten()
  const read = async (top: number, height: number, turn = 0) => {
    const part = await page.clone().extract({ left: 0, top, width: 520, height }).toBuffer()
    const { data, info } = await sharp(await sharp(part).rotate(turn).png().toBuffer()).raw().toBuffer({ resolveWithObject: true })
    return await engine.recognize({ width: info.width, height: info.height, channels: 3, data }, {})
  }
  for (const turn of [0, 90]) {
    for (const [top, height] of [[18, 122], [0, 108]] as const) {
      const cut = (await read(top, height, turn)).unread!.filter(place => place.cut)
      const along = turn === 0 ? cut.reduce((sum, { w }) => sum + w, 0) : cut.reduce((sum, { h }) => sum + h, 0)
      t.ok(along > 200, `from ${top}, ${height} high, turned by ${turn}: ${JSON.stringify(cut)}`)
    }
  }
  const { words, unread } = await read(5, 115)
  t.same(unread!.filter(place => place.cut), [])
  for (const word of ['Harriet', '4444', 'Canal']) t.ok(words.some(({ text }) => text === word), word)
})
