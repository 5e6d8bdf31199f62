import t from 'tap'
import type { VisualObject } from '../../lib/core/types.js'
import { BoxTracker, type TrackedFrame } from '../../lib/tracking/box-tracker.js'

const face = (x: number, y = 10, size = 20, type = 'FACE', score = 0.9): VisualObject => ({ type, score, x, y, w: size, h: size })

function track(frames: VisualObject[][], hold?: number): TrackedFrame[] {
  const tracker = new BoxTracker(hold === undefined ? {} : { hold })
  return [...frames.flatMap((objects, i) => tracker.push(i, objects)), ...tracker.flush()]
}

t.test('holes of up to three frames are filled on the way between', async t => {
  const frames = track([[face(0)], [], [], [], [face(16)]])
  t.same(frames.map(frame => frame.objects.map(object => object.x)), [[0], [4], [8], [12], [16]])
  t.same(frames.map(frame => frame.index), [0, 1, 2, 3, 4])
})

t.test('longer holes stay', async t => {
  t.same(track([[face(0)], [], [], [], [], [face(0)]]).map(frame => frame.objects.length), [1, 0, 0, 0, 0, 1])
})

t.test('a face that flickers all along is held all along', async t => {
  const frames = track(Array.from({ length: 40 }, (_, i) => i % 4 === 0 || i === 39 ? [face(i)] : []))
  t.ok(frames.every((frame, i) => frame.objects.length === 1 && Math.abs(frame.objects[0].x - i) < 1e-9))
})

t.test('two faces that pass keep their own boxes', async t => {
  const frames = track([[face(0, 10), face(100, 60)], [face(98, 60)], [face(4, 10)], [face(6, 10), face(94, 60)]])
  t.same(frames.map(frame => frame.objects.length), [2, 2, 2, 2])
  t.same(frames[1].objects.find(object => object.y === 10)?.x, 2)
  t.same(frames[2].objects.find(object => object.y === 60)?.x, 96)
})

t.test('what is far away, of another size or type is another object', async t => {
  t.same(track([[face(0)], [], [face(100)]])[1].objects, [])
  t.same(track([[face(0)], [], [face(0, 10, 60)]])[1].objects, [])
  t.same(track([[face(0)], [], [face(0, 10, 20, 'LICENSE_PLATE')]])[1].objects, [])
})

t.test('the look-ahead is bounded and frames come in order', async t => {
  const tracker = new BoxTracker()
  const out: number[] = []
  for (let i = 0; i < 100; i++) {
    out.push(...tracker.push(i * 2, []).map(frame => frame.index))
    t.ok(i + 1 - out.length <= 3)
  }
  out.push(...tracker.flush().map(frame => frame.index))
  t.same(out, Array.from({ length: 100 }, (_, i) => i * 2))
  t.same(tracker.flush(), [])
})

t.test('corners move along, scores are the lower one', async t => {
  const square = (x: number) => [{ x, y: 0 }, { x: x + 20, y: 0 }, { x: x + 20, y: 20 }, { x, y: 20 }] as VisualObject['quad']
  const [, middle] = track([[{ ...face(0), quad: square(0) }], [], [{ ...face(8), score: 0.5, quad: square(8) }]])
  t.match(middle.objects[0], { score: 0.5, quad: square(4) })
})

t.test('without holding, nothing waits', async t => {
  t.same(new BoxTracker({ hold: 0 }).push(0, [face(0)]).length, 1)
})

t.test('regression: with too little look-ahead, a lost object stays where it was last seen', async t => {
  const tracker = new BoxTracker({ hold: 0, gap: 3 })
  const counts = [face(10), undefined, undefined, undefined, undefined].map((seen, i) => tracker.push(i, seen ? [seen] : [])[0]!.objects.length)
  t.same(counts, [1, 1, 1, 1, 0])
  const one = new BoxTracker({ hold: 1, gap: 3 })
  const frames = [face(10), undefined, undefined, face(16), undefined].flatMap((seen, i) => one.push(i, seen ? [seen] : []))
  t.ok([...frames, ...one.flush()].every(({ objects }) => objects.length > 0), 'no frame is bare')
})
