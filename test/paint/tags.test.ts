import t from 'tap'
import { intersection } from '../../lib/core/geometry.js'
import { annotate, colourOf } from '../../lib/paint/preview.js'
import { placeTags, tagSize } from '../../lib/paint/tags.js'
import type { Box, PaintBox } from '../../lib/core/types.js'

const picture = { width: 600, height: 400 }
const page = Array.from({ length: 60 }, (_, i) => ({ x: i % 4 * 150, y: Math.floor(i / 4) * 26, w: 90 + i, h: 18, label: ['NAME_GIVEN', 'DOB', 'LOCATION_ADDRESS_STREET', 'SSN'][i % 4]! }))

t.test('no tag lies over another, and all lie in the picture', async t => {
  const tags = placeTags(page, picture).filter(tag => tag !== undefined)
  for (const [i, tag] of tags.entries()) {
    t.ok(tag.x >= 0 && tag.y >= 0 && tag.x + tag.w <= 600 && tag.y + tag.h <= 400)
    t.equal(tags.slice(i + 1).find(other => intersection(tag, other) > 0), undefined)
  }
  t.ok(tags.length > 20, 'most of a full page have one')
})

t.test('a tag stands above its box, or else where it hides least', async t => {
  const at = (boxes: (Box & { label: string })[]): Box => placeTags(boxes, picture)[0]!
  const box = { x: 100, y: 100, w: 200, h: 20, label: 'NAME' }
  t.match(at([box]), { x: 100, y: 100 - at([box]).h })
  t.match(at([{ ...box, y: 2 }]), { x: 100, y: 22 }, 'below, at the upper edge')
  t.match(at([{ ...box, x: 590, w: 9 }]), { x: 600 - at([box]).w }, 'within the picture')
  t.match(at([box, { ...box, y: 76 }]), { x: 100, y: 120 }, 'not over another box')
  t.same(placeTags([{ ...box, label: 'A'.repeat(90) }], picture), [undefined], 'wider than the picture')
})

t.test('letters of tags are 12 pixels at least, and grow with the picture', async t => {
  t.equal(tagSize({ width: 100, height: 80 }), 12)
  t.equal(tagSize({ width: 1600, height: 3200 }), 40)
})

t.test('a preview shows every box and tag in the colour of its label', async t => {
  const view = { width: 200, height: 120, channels: 1 as const, data: new Uint8Array(200 * 120).fill(255) }
  const box: PaintBox = { x: 40, y: 60, w: 100, h: 30, label: 'NAME', method: 'blackbox' }
  const { data } = annotate(view, [box])
  const at = (x: number, y: number): number[] => [...data.subarray((y * 200 + x) * 3, (y * 200 + x) * 3 + 3)]
  t.same(at(40, 70), colourOf('NAME'))
  t.same(at(41, 58), colourOf('NAME'), 'its tag')
  t.same(at(90, 75), [255, 255, 255], 'inside it nothing is painted')
  t.ok(view.data.every(v => v === 255), 'the view itself stays')
})
