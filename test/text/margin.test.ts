import t from 'tap'
import { withMargin } from '../../lib/text/margin.js'

t.test('a margin of pixels, and of the height of the letters', async t => {
  const ink = { x: 100, y: 100, w: 80, h: 10 }
  for (const height of [0, 10, 40]) {
    const { x, y, w, h } = withMargin(ink, height)
    const sides = { left: 100 - x, top: 100 - y, right: x + w - 180, bottom: y + h - 110 }
    for (const [side, margin] of Object.entries(sides)) t.ok(margin >= 2 + 0.04 * height && margin <= 2 + 0.11 * height, `${side} of ${height}`)
  }
})
