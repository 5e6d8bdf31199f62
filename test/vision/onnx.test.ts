import t, { type Test } from 'tap'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Detector } from '../../lib/core/types.js'
import { onnx, type OnnxOptions } from '../../lib/vision/onnx.js'
import { ground } from './fixtures/pictures.js'
import { tinyOnnx } from './fixtures/tiny-onnx.js'

const size = 64
const cells = (stride: number) => (size / stride) ** 2

async function load(t: Test, name: string, model: Uint8Array, options: OnnxOptions): Promise<Detector> {
  const path = join(t.testdir({}), `${name}.onnx`)
  await writeFile(path, model)
  const plugin = structuredClone(onnx(path, { inputSize: size, ...options }))
  const { default: create } = await import(plugin.module) as { default: (options: unknown) => Promise<Detector> }
  return create(plugin.options)
}

t.test('yunet', async t => {
  const model = tinyOnnx(size, Object.fromEntries([8, 16, 32].flatMap(stride => [
    [`cls_${stride}`, { dims: [1, cells(stride), 1], set: stride === 16 ? { 5: 0.81 } : {} }],
    [`obj_${stride}`, { dims: [1, cells(stride), 1], set: stride === 16 ? { 5: 1 } : {} }],
    [`bbox_${stride}`, { dims: [1, cells(stride), 4], set: stride === 16 ? { 20: 0.5, 21: 0.5, 22: Math.log(2), 23: Math.log(1) } : {} }],
    [`kps_${stride}`, { dims: [1, cells(stride), 10] }],
  ])))
  const detector = await load(t, 'yunet', model, { kind: 'yunet' })
  t.same(detector.labels, ['FACE'])
  // 128 × 96 pixels are seen at half size: cell (1, 1) of stride 16, middle 24, 24, box 32 × 16.
  const [face, ...rest] = await detector.detect(ground(128, 96), {})
  t.same(rest, [])
  t.match(face, { type: 'FACE' })
  t.ok(Math.abs(face.score - 0.9) < 1e-3)
  t.same([face.x, face.y, face.w, face.h].map(Math.round), [16, 32, 64, 32])
})

t.test('scrfd', async t => {
  const outputs = Object.fromEntries([8, 16, 32].flatMap((stride, i) => {
    const n = cells(stride) * 2
    const hit = stride === 32 ? 3 : -1
    return [
      [`${450 + i}`, { dims: [n, 1], set: hit < 0 ? {} : { [hit]: 0.7 } }],
      [`${460 + i}`, { dims: [n, 4], set: hit < 0 ? {} : { 12: 0.5, 13: 0.25, 14: 0.5, 15: 0.75 } }],
      [`${470 + i}`, { dims: [n, 10] }],
    ]
  }))
  const detector = await load(t, 'scrfd', tinyOnnx(size, outputs), { kind: 'scrfd' })
  // Anchor 3 belongs to cell 1 of two in a row: 32, 0.
  const [face] = await detector.detect(ground(size, size), {})
  t.same([face.x, face.y, face.w, face.h].map(Math.round), [16, 0, 32, 24])
})

t.test('yolov8', async t => {
  const n = 84
  const model = tinyOnnx(size, { output0: { dims: [1, 7, n], set: {
    10: 20, [n + 10]: 30, [2 * n + 10]: 10, [3 * n + 10]: 20, [6 * n + 10]: 0.6,
    11: 21, [n + 11]: 30, [2 * n + 11]: 10, [3 * n + 11]: 20, [6 * n + 11]: 0.55,
    50: 50, [n + 50]: 50, [2 * n + 50]: 8, [3 * n + 50]: 8, [5 * n + 50]: 0.9,
    60: 8, [n + 60]: 8, [2 * n + 60]: 8, [3 * n + 60]: 8, [4 * n + 60]: 0.4,
  } } })
  const labels = ['PERSON', null, 'BADGE']
  const detector = await load(t, 'yolov8', model, { kind: 'yolov8', labels })
  t.same(detector.labels, ['PERSON', 'BADGE'])
  const found = await detector.detect({ ...ground(1, 1), width: size, height: size, channels: 1, data: new Uint8Array(size * size) }, {})
  t.equal(found.length, 1, 'one of two overlapping, no class without label, nothing below the threshold')
  t.match(found[0], { type: 'BADGE', x: 15, y: 20, w: 10, h: 20 })
  const low = await load(t, 'low', model, { kind: 'yolov8', labels, threshold: 0.3 })
  t.same((await low.detect(ground(size, size), {})).map(object => object.type), ['BADGE', 'PERSON'])
})

t.test('what is not a detector of its kind fails with a code', async t => {
  const model = tinyOnnx(size, { output0: { dims: [1, 3, 5] } })
  for (const kind of ['yunet', 'scrfd', 'yolov8'] as const) {
    const detector = await load(t, kind, model, { kind, labels: ['FACE'] })
    await t.rejects(async () => detector.detect(ground(8, 8), {}), { code: 'ERR_DETECTOR_FAILED' })
  }
  const other = await load(t, 'other', model, { kind: 'yunet', inputSize: 96 })
  await t.rejects(async () => other.detect(ground(8, 8), {}), { code: 'ERR_DETECTOR_FAILED' })
  await t.rejects(load(t, 'broken', Buffer.from('no graph'), { kind: 'yunet' }), { code: 'ERR_DETECTOR_FAILED' })
  await t.rejects(async () => other.detect(ground(8, 8), { signal: AbortSignal.abort() }), { name: 'AbortError' })
})

t.test('wrong options are refused at once', async t => {
  const wrong: [string, unknown][] = [
    ['', { kind: 'yunet' }], ['a.onnx', undefined], ['a.onnx', { kind: 'ssd' }], ['a.onnx', { kind: 'yolov8' }], ['a.onnx', { kind: 'yolov8', labels: [] }],
    ['a.onnx', { kind: 'yunet', inputSize: 100 }], ['a.onnx', { kind: 'yunet', threshold: 2 }], ['a.onnx', { kind: 'yunet', labels: [3] }],
  ]
  for (const [path, options] of wrong) t.throws(() => onnx(path, options as OnnxOptions), { code: 'ERR_INVALID_OPTION' })
})
