import t from 'tap'
import { TextTracker, type TextFrame } from '../../lib/tracking/text-tracker.js'
import type { Box, Entity, View } from '../../lib/core/types.js'
import { drawLines } from '../text/fixtures/draw.js'

const box: Box = { x: 20, y: 20, w: 200, h: 30 }
const entity = (boxes: Box[] = [box]): Entity => ({ text: '536-90-4399', processedText: 'SSN_1', bestLabel: 'SSN', labels: { SSN: 0.9 }, boxes, start: 0, end: 11 })
const frame = (view: View, entities: Entity[] = []): TextFrame => ({ width: view.width, height: view.height, view, entities })
const number = (text = '536-90-4399', color = '#000000', x = 20): Promise<View> => drawLines([{ text, x, y: 45, size: 30, color }], { width: 260, height: 80, grey: false })
/** A pointer of so many pixels over the letters from x on. */
function under(view: View, x: number, width = 22): View {
  const data = Uint8Array.from(view.data)
  for (let j = 15; j < 60; j++) data.fill(90, (j * view.width + x) * view.channels, (j * view.width + x + width) * view.channels)
  return { ...view, data }
}
/** Passes frames on as track() does, `hold` of them held back. */
function follow(frames: TextFrame[], hold = 3): TextFrame[] {
  const tracker = new TextTracker()
  frames.forEach((one, i) => tracker.push(one, frames.slice(Math.max(0, i - hold), i)))
  return frames
}
const held = ({ entities }: TextFrame): Entity[] => entities.filter(one => one.held)
/** Whether what a frame got covers the letters from x to x + w. */
const covers = (one: TextFrame, x: number, w: number): boolean => held(one).some(({ boxes }) => boxes.some(b => b.x <= x && b.x + b.w >= x + w))

t.test('a pointer that passes over a number does not open it', async t => {
  const plain = await number()
  const frames = follow([frame(plain, [entity()]), ...[40, 100, 160].map(x => frame(under(plain, x))), frame(plain, [entity()])])
  for (const [i, x] of [40, 100, 160].entries()) {
    t.ok(covers(frames[i + 1]!, 20, 190), `frame ${i + 1}, pointer at ${x}`)
    t.same(held(frames[i + 1]!)[0]!.processedText, 'SSN_1')
  }
  t.same([frames[0]!, frames[4]!].map(one => one.entities.length), [1, 1], 'where it was found nothing is added')
})

t.test('a pointer that stays keeps a number covered for as long as it stands there', async t => {
  const plain = await number()
  const frames = follow([frame(plain, [entity()]), ...Array.from({ length: 12 }, () => frame(under(plain, 100)))])
  t.ok(frames.slice(1).every(one => covers(one, 20, 190)))
})

t.test('what is found late is covered in the frames that are still held, as it fades in', async t => {
  const steps = await Promise.all(['#ffffff', '#e0e0e0', '#b0b0b0', '#606060', '#000000'].map(color => number('536-90-4399', color)))
  const frames = follow([...steps.slice(0, -1).map(view => frame(view)), frame(steps.at(-1)!, [entity()])])
  t.same(frames.map(one => held(one).length), [0, 1, 1, 1, 0])
})

t.test('nothing is held over a cut, a scroll, another number or an empty ground', async t => {
  const plain = await number()
  const others = [await number(''), await number('lorem ipsum'), await number('142-17-8825'), await number('536-90-4399', '#000000', 45)]
  for (const view of others) t.same(held(follow([frame(plain, [entity()]), frame(view)])[1]!), [])
})

t.test('text in colours as light as their ground is followed by its colours', async t => {
  const view = (color: string): Promise<View> => drawLines([{ text: '536-90-4399', x: 20, y: 45, size: 30, color }], { width: 260, height: 80, grey: false, background: '#60a060' })
  const red = await view('#e04040')
  t.ok(covers(follow([frame(red, [entity()]), frame(under(red, 100))])[1]!, 20, 190))
  t.same(held(follow([frame(red, [entity()]), frame(await view('#60a060'))])[1]!), [])
})

t.test('what only another rendering shows is held while its place stays as it was', async t => {
  const empty = await number('')
  const frames = follow([frame(empty, [entity()]), frame(empty), frame(under(empty, 100, 120))])
  t.same(frames.map(one => held(one).length), [0, 1, 0])
})

t.test('vertical text is followed along its line', async t => {
  const view = await drawLines([{ text: '536-90-4399', x: 20, y: 20, size: 30, turn: 90 }], { width: 80, height: 260, grey: false })
  const tall = { x: 15, y: 18, w: 35, h: 205 }
  const data = Uint8Array.from(view.data)
  data.fill(90, 100 * view.width * view.channels, 125 * view.width * view.channels)
  const [, second] = follow([frame(view, [entity([tall])]), frame({ ...view, data })])
  t.ok(held(second!).some(({ boxes: [b] }) => b!.y <= 20 && b!.y + b!.h >= 215))
})

t.test('frames whose pixels are not in memory are held blindly, for a while', async t => {
  const none: View = { width: 260, height: 80, channels: 3, data: new Uint8Array() }
  const frames = follow([frame(none, [entity()]), ...Array.from({ length: 6 }, () => frame(none))])
  t.same(frames.map(one => held(one).length), [0, 1, 1, 1, 1, 0, 0])
})

t.test('a frame that is blacked as a whole gives and gets nothing', async t => {
  const plain = await number()
  const failed: TextFrame = { ...frame(plain), failed: { code: 'ERR_OCR_FAILED' } }
  const frames = follow([frame(plain, [entity()]), failed, frame(plain)])
  t.same(frames.map(one => held(one).length), [0, 0, 1])
})
