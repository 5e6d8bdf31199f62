import t from 'tap'
import type { VisualObject, Word } from '../../lib/core/types.js'
import { withoutLetteredPlates } from '../../lib/vision/lettered-plates.js'

const plate: VisualObject = { type: 'LICENSE_PLATE', score: 0.8, x: 100, y: 100, w: 200, h: 60 }

/** Words side by side that fill the plate, or so much of its height. */
function words(text: string, { height = 36, confidence = 0.9, x = plate.x + 10 } = {}): Word[] {
  const parts = text.split(' ')
  const w = 180 / parts.length - 4
  return parts.map((part, i) => ({ text: part, confidence, line: 0, x: x + i * (w + 4), y: plate.y + 12, w, h: height }))
}
const stays = (read: readonly Word[]): boolean => withoutLetteredPlates([plate], read).length === 1

t.test('signs, buttons and captions are no plates', async t => {
  for (const text of ['STOP', 'One way', 'SPEED LIMIT 55', 'Cancel', 'Add to cart', 'AUSFAHRT', 'PRIVATE PROPERTY', 'Öffnen']) {
    t.notOk(stays(words(text)), text)
  }
})

t.test('what could be a number, or a land, stays; so does what nothing is read of', async t => {
  for (const text of ['7ABC123', 'AB 123 CD', 'B MW 4711', 'TEXAS', 'California', 'GOTMLK', 'TAXI 4711', 'STOP 7ABC123', 'OR', 'IN', 'HELP 1', 'Figure 12', 'Widget']) {
    t.ok(stays(words(text)), text)
  }
  t.ok(stays([]))
})

t.test('words that are unsure, small beside the plate, or mostly outside of it say nothing', async t => {
  t.ok(stays(words('STOP', { confidence: 0.4 })))
  t.ok(stays(words('STOP', { height: 6 })))
  t.ok(stays(words('STOP', { x: plate.x + 150 })))
  t.notOk(stays(words('STOP')))
})

t.test('faces stay, whatever is read in them', async t => {
  const face = { ...plate, type: 'FACE' }
  t.same(withoutLetteredPlates([face, plate], words('STOP')), [face])
})
