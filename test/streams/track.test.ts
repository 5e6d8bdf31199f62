import { Readable } from 'node:stream'
import t from 'tap'
import { track } from '../../streams/track.js'
import type { Frame, VisualObject } from '../../lib/core/types.js'

const layout = { width: 60, height: 40, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' }
const face = (x: number): VisualObject => ({ type: 'FACE', score: 0.9, x, y: 10, w: 20, h: 20 })
const frame = (format: 'gif' | 'tiff', index: number, objects: VisualObject[]): Frame => ({ index, objects, page: { format, orientation: 1, ...format === 'gif' && { animated: true }, info: { screen: { width: 60, height: 40 }, rect: { x: 0, y: 0, w: 60, h: 40 } }, layout } }) as unknown as Frame
const through = async (frames: Frame[]): Promise<Frame[]> => await Readable.from(frames).pipe(track()).toArray() as Frame[]

t.test('a face that is lost for two frames of an animation stays covered', async t => {
  const seen = await through([10, 12, undefined, undefined, 18, 20].map((x, i) => frame('gif', i, x === undefined ? [] : [face(x)])))
  t.same(seen.map(f => f.index), [0, 1, 2, 3, 4, 5])
  t.same(seen.map(f => f.objects.length), [1, 1, 1, 1, 1, 1])
  t.ok(seen[2]!.objects[0]!.x > 12 && seen[2]!.objects[0]!.x < 18)
})

t.test('pages of a document are left alone', async t => {
  const seen = await through([[face(1)], [], [face(1)]].map((objects, i) => frame('tiff', i, objects)))
  t.same(seen.map(f => f.objects.length), [1, 0, 1])
})
