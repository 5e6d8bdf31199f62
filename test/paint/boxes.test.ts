import t from 'tap'
import { fillOptions } from '../../lib/core/options.js'
import type { EffaceOptions } from '../../lib/core/option-types.js'
import { planBoxes, toRaster } from '../../lib/paint/boxes.js'
import type { Box, Entity, Frame, Orientation, PaintBox, View, Word } from '../../lib/core/types.js'

const entity = (text: string, ...boxes: Entity['boxes']): Entity =>
  ({ text, processedText: 'NAME_1', bestLabel: 'NAME', labels: { NAME: 1 }, boxes, start: 0, end: text.length })

function plan(parts: Partial<Frame>, options: EffaceOptions = {}, orientation: Orientation = 1): PaintBox[] {
  const [w, h] = orientation > 4 ? [500, 1000] : [1000, 500]
  const frame = {
    index: 0, width: 1000, height: 500, page: { orientation }, raster: { width: w, height: h },
    objects: [], entities: [], unread: [], words: [], ...parts,
  } as unknown as Frame
  return toRaster(planBoxes(frame, fillOptions(options)), frame)
}

t.test('defaults: faces blurred, plates and text black, each with padding', async t => {
  const boxes = plan({
    objects: [{ type: 'FACE', score: 1, x: 100, y: 100, w: 100, h: 100 }, { type: 'LICENSE_PLATE', score: 1, x: 300, y: 100, w: 100, h: 20 }],
    entities: [entity('Jo', { x: 10, y: 10, w: 80, h: 50 }), entity('J', { x: 50, y: 10, w: 3, h: 4 })],
    unread: [{ x: 1, y: 1, w: 1, h: 1 }],
  })
  t.match(boxes, [
    { label: 'FACE', method: 'blur', x: 85, y: 85, w: 130, h: 130 },
    { label: 'LICENSE_PLATE', method: 'blackbox', x: 296, y: 96, w: 108, h: 28 },
    { label: 'NAME', method: 'blackbox', x: 7, y: 7, w: 86, h: 56 },
    { label: 'NAME', x: 49, y: 9, w: 5, h: 6 },
  ])
  t.equal(boxes.length, 4, 'unread text is kept by default')
})

t.test('a method for all, a method by label, colours, markers', async t => {
  const parts: Partial<Frame> = {
    objects: [{ type: 'FACE', score: 1, x: 100, y: 100, w: 100, h: 100 }],
    entities: [entity('Jo\nMa', { x: 10, y: 10, w: 20, h: 10 }, { x: 10, y: 30, w: 20, h: 10 })],
  }
  t.match(plan(parts, { method: 'solid', color: '#ff8000', labels: { FACE: { method: 'mosaic', shape: 'ellipse', padding: 0 } } }), [
    { method: 'mosaic', shape: 'ellipse', x: 100, w: 100 }, { method: 'solid', color: [255, 128, 0] }, { method: 'solid' },
  ])
  t.same(plan(parts, { method: 'label' }).map(b => b.text), ['[FACE_1]', '[NAME_1]', ''])
})

t.test('kept regions are cut out; redact regions always stay; fractions are of the page', async t => {
  const face = { type: 'FACE', score: 1, x: 100, y: 100, w: 100, h: 100 }
  const options: EffaceOptions = { labels: { FACE: { padding: 0, shape: 'ellipse' } }, regions: { keep: [{ x: 120.5, y: 110, w: 10, h: 10 }], redact: [{ x: 0.11, y: 0.2, w: 0.05, h: 0.1 }, { x: 5, y: 5, w: 5, h: 5, page: 3 }] } }
  const boxes = plan({ objects: [face] }, options)
  const covered = (x: number, y: number, list: PaintBox[]): boolean => list.some(b => x >= b.x && x < b.x + b.w && y >= b.y && y < b.y + b.h)
  const faces = boxes.filter(b => b.label === 'FACE')
  t.equal(faces.length, 4)
  t.ok(faces.every(b => b.shape === 'box'), 'pieces of an ellipse are boxes, so that nothing shows in their corners')
  for (let y = 100; y < 200; y++) {
    for (let x = 100; x < 200; x++) {
      const kept = x >= 120 && x < 131 && y >= 110 && y < 120
      if (covered(x, y, faces) === kept) t.fail(`${x}, ${y}`)
    }
  }
  t.match(boxes.at(-1), { label: 'REGION', x: 110, y: 100, w: 50, h: 50, method: 'blackbox' })
})

t.test('boxes come in pixels of the stored raster', async t => {
  const [box] = plan({ objects: [{ type: 'FACE', score: 1, x: 0, y: 0, w: 10, h: 20 }] }, { method: 'label', labels: { FACE: { padding: 0 } } }, 6)
  t.match(box, { x: 0, y: 990, w: 20, h: 10, orientation: 6 })
})

t.test('padding stops at the edge of the page; what lies wholly outside is left for paint() to refuse', async t => {
  t.match(plan({ objects: [{ type: 'FACE', score: 1, x: -10, y: 450, w: 100, h: 100 }] }), [{ x: 0, y: 435, h: 65 }])
  t.match(plan({ objects: [{ type: 'FACE', score: 1, x: 2000, y: 0, w: 100, h: 100 }] }), [{ x: 1985 }])
})

t.test('unread text, when asked; lines that an edge cuts, unless told to keep them', async t => {
  const unread = [{ x: 10, y: 10, w: 50, h: 20 }, { x: 10, y: 480, w: 90, h: 20, cut: true as const }]
  t.match(plan({ unread }), [{ label: 'UNREAD', y: 478.8 }])
  t.equal(plan({ unread }).length, 1)
  t.same(plan({ unread }, { onUnread: 'keep' }), [])
  t.equal(plan({ unread }, { onUnread: 'redact' }).length, 2)
  t.match(plan({ unread: [{ x: 10, y: 10, w: 50, h: 20 }] }, { onUnread: 'redact' }), [{ label: 'UNREAD', x: 8.8 }])
})

/** A page with a line of letters six pixels wide, each at its share of the box. */
function letters(text: string, { x, y, w, h }: Box): View {
  const data = new Uint8Array(1000 * 500).fill(255)
  const pitch = w / text.length
  for (let i = 0; i < text.length; i++) {
    if (text[i] === ' ') continue
    for (let row = y; row < y + h; row++) data.fill(0, row * 1000 + Math.round(x + i * pitch) + 2, row * 1000 + Math.round(x + i * pitch) + 8)
  }
  return { width: 1000, height: 500, channels: 1, data }
}

t.test('the last four stay legible where they can be placed, cut between letters', async t => {
  const options: EffaceOptions = { labels: { NAME: { keep: 'last4', padding: 0.1 } } }
  const text = '4111 1111 1111 1234'
  const box = { x: 100, y: 100, w: 190, h: 14 }
  const right = (view: View, words: Word[] = []): number => {
    const [{ x, w }] = plan({ entities: [entity(text, box)], view, words }, options)
    return x + w
  }
  t.equal(right(letters(text, box)), 252, 'up to where the fourth letter from the end begins')
  t.equal(right(letters(`${text}5`, { ...box, w: 200 })), 262, 'what follows the box at once is counted')
  t.ok(right({ ...letters(text, box), data: new Uint8Array(500_000).fill(255) }) >= 290, 'no ink: all of it')
  const word: Word = { text: '1234', confidence: 1, line: 0, ...box, turn: 180 }
  t.ok(right(letters(text, box), [word]) >= 290, 'turned: all of it')
  t.equal(plan({ entities: [entity('12345', { x: 100, y: 100, w: 50, h: 10 })] }, options)[0].w, 52, 'too short: all of it')
  t.equal(plan({ entities: [entity('4111 1111', { x: 0, y: 0, w: 50, h: 10 }, { x: 0, y: 20, w: 50, h: 10 })] }, options).length, 2)
})
