import t from 'tap'
import { verticalLinesOf } from '../../lib/text/vertical-text.js'

const line = (cx: number, cy: number, w = 16, h = 13): Parameters<typeof verticalLinesOf>[0][number] => ({ cx, cy, w, h, angle: 0, score: 1 })

t.test('boxes close above each other are a stack, leaning ones too', async t => {
  const members = [0, 1, 2, 3, 4].map(i => line(100 - 2 * i, 50 + 14 * i))
  const [stack, ...others] = verticalLinesOf([...members, line(300, 60), line(300, 200, 120, 14)].reverse())
  t.equal(others.length, 0)
  t.same(stack.members, members)
  t.ok(Math.abs(stack.line.cx - 96) < 1 && Math.abs(stack.line.cy - 78) < 1)
  t.ok(stack.line.h > 65 && stack.line.h < 75 && stack.line.w === 16)
  t.ok(stack.line.angle > 0.1 && stack.line.angle < 0.2, 'down and to the left')
})

t.test('boxes apart, aside, of other sizes, long, or few are none', async t => {
  t.same(verticalLinesOf([0, 1, 2, 3].map(i => line(100, 50 + 30 * i))), [])
  t.same(verticalLinesOf([0, 1, 2, 3].map(i => line(100 + 12 * i, 50 + 14 * i))), [])
  t.same(verticalLinesOf([0, 1, 2, 3].map(i => line(100, 50 + 14 * i, i % 2 ? 10 : 25))), [])
  t.same(verticalLinesOf([0, 1, 2, 3].map(i => line(100, 50 + 14 * i, 60))), [])
  t.same(verticalLinesOf([0, 1].map(i => line(100, 50 + 14 * i))), [])
})
