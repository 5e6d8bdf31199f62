import t from 'tap'
import type { Box, View } from '../../lib/core/types.js'
import { clip, share } from '../../lib/core/geometry.js'
import { pictured } from '../../lib/vision/paper.js'
import { drawFace, ground } from './fixtures/pictures.js'

function fill(view: View, { x, y, w, h }: Box, colour: readonly number[]): void {
  for (let row = y; row < y + h; row++) for (let i = (row * view.width + x) * 3; i < (row * view.width + x + w) * 3; i++) view.data[i] = colour[i % 3]
}

/** A page with lines of what is as dense as text, and a rule. */
function page(paper: readonly number[] = [250, 248, 244]): View {
  const view = ground(480, 640, paper)
  for (let y = 40; y < 600; y += 12) for (let x = 40; x < 440; x += 6) fill(view, { x, y, w: 2, h: 6 }, [20, 20, 30])
  fill(view, { x: 30, y: 24, w: 420, h: 6 }, [0, 0, 0])
  return view
}

t.test('text and rules on paper are no picture, whatever the paper', async t => {
  t.equal(pictured(page()), undefined)
  t.equal(pictured(page([240, 225, 190])), undefined)
  t.equal(pictured(ground(480, 640, [255, 255, 255])), undefined)
  t.equal(pictured(ground(1, 1, [255, 255, 255])), undefined)
})

t.test('a photo on a page is in the part that counts, wherever it lies and however small', async t => {
  for (const [cx, cy, r] of [[100, 100, 40], [300, 400, 60], [30, 620, 20], [460, 20, 24]]) {
    const view = page()
    drawFace(view, cx, cy, r)
    const part = pictured(view)
    const face = clip({ x: cx - r, y: cy - r, w: 2 * r, h: 2 * r }, 480, 640)!
    t.ok(part && share(face, part) === 1, `${cx}, ${cy}, ${r}: ${JSON.stringify(part)}`)
    t.ok(part!.w * part!.h < 0.4 * 480 * 640)
  }
})

t.test('pale pictures count by their colour', async t => {
  const view = page([255, 255, 255])
  fill(view, { x: 200, y: 200, w: 48, h: 48 }, [255, 226, 214])
  t.ok(pictured(view))
})

t.test('what is no page counts as a whole', async t => {
  const whole = { x: 0, y: 0, w: 480, h: 640 }
  t.same(pictured(ground(480, 640, [90, 90, 90])), whole)
  const half = page()
  fill(half, { x: 0, y: 0, w: 480, h: 400 }, [120, 100, 90])
  t.same(pictured(half), whole)
  const photo = page()
  fill(photo, { x: 20, y: 20, w: 400, h: 300 }, [150, 120, 90])
  fill(photo, { x: 380, y: 560, w: 60, h: 60 }, [150, 120, 90])
  t.same(pictured(photo), whole)
})
