import { Readable } from 'node:stream'
import t from 'tap'
import { track } from '../../streams/track.js'
import type { Entity, Frame, View, VisualObject } from '../../lib/core/types.js'

const layout = { width: 60, height: 40, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' }
const face = (x: number): VisualObject => ({ type: 'FACE', score: 0.9, x, y: 10, w: 20, h: 20 })
const frame = (format: 'gif' | 'tiff', index: number, objects: VisualObject[]): Frame => ({ index, objects, entities: [], page: { format, orientation: 1, ...format === 'gif' && { animated: true }, info: { screen: { width: 60, height: 40 }, rect: { x: 0, y: 0, w: 60, h: 40 } }, layout } }) as unknown as Frame
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

t.test('a number that was not found in one frame of an animation stays covered there', async t => {
  const ssn = (): Entity[] => [{ text: '536-90-4399', processedText: 'SSN_1', bestLabel: 'SSN', labels: { SSN: 0.9 }, boxes: [{ x: 5, y: 5, w: 50, h: 10 }], start: 0, end: 11 }]
  // Bars stand for letters; over one of them lies a pointer.
  const view = (pointer = -1): View => ({ width: 60, height: 40, channels: 1, data: Uint8Array.from({ length: 2400 }, (_, i) => {
    const [x, y] = [i % 60, Math.floor(i / 60)]
    return x >= pointer && x < pointer + 8 && pointer >= 0 ? 90 : y >= 6 && y < 14 && x % 4 < 2 ? 0 : 255
  }) })
  const one = (format: 'gif' | 'tiff', index: number, entities: Entity[], pointer?: number): Frame => ({ ...frame(format, index, []), entities, view: view(pointer), width: 60, height: 40 })
  const animation = (format: 'gif' | 'tiff'): Frame[] => [one(format, 0, []), one(format, 1, ssn()), one(format, 2, [], 20), one(format, 3, ssn())]
  t.same((await through(animation('gif'))).map(f => f.entities.map(e => e.held ?? false)), [[true], [false], [true], [false]])
  t.same((await through(animation('tiff'))).map(f => f.entities.length), [0, 1, 0, 1], 'pages of a document are left alone')
})
