import t from 'tap'
import { listModels, objectModels } from '../../lib/inference/manifest.js'
import { anchorFree } from '../../lib/vision/anchor-free.js'
import { centerFace } from '../../lib/vision/centerface.js'
import { weights } from '../../lib/vision/weights.js'

t.test('the report names the nets that were at work', async t => {
  const files = async (...objects: string[]): Promise<string[]> => (await objectModels(objects)).map(({ file }) => file).sort()
  t.same(await files('FACE'), ['centerface.onnx', 'detector.int8.onnx'])
  t.same(await files('LICENSE_PLATE'), ['detector.int8.onnx', 'plate-corners.onnx'])
  t.same(await files('FACE', 'LICENSE_PLATE'), ['centerface.onnx', 'detector.int8.onnx', 'plate-corners.onnx'])
  t.same(await files('BARCODE'), [])
})

t.test('what the nets open is what they declare, and the manifest has it', async t => {
  t.equal(centerFace.file, weights.centerFace.file)
  t.equal(anchorFree.file, weights.anchorFree.file)
  const known = (await listModels()).map(({ file }) => file)
  for (const { file } of Object.values(weights)) t.ok(known.includes(file), file)
})
