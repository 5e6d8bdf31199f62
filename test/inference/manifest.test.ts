import onnxProto from 'onnx-proto'
import t from 'tap'
import { join } from 'node:path'
import { objectLabels } from '../../lib/core/object-labels.js'
import { listModels, loadModel, packageRoot, verifyModel } from '../../lib/inference/manifest.js'

t.test('the package root is found from the source folder and from dist', async t => {
  const root = packageRoot()
  t.equal(packageRoot(join(root, 'dist', 'lib')), root)
})

t.test('every entry of the manifest is complete', async t => {
  for (const entry of await listModels()) {
    for (const key of ['file', 'kind', 'source', 'licence', 'measured', 'madeBy'] as const) t.type(entry[key], 'string', `${entry.file} ${key}`)
    t.match(entry.net, /^\w+$/, `${entry.file}: its net`)
    t.same(entry.finds.filter(label => !objectLabels.includes(label)), [], `${entry.file}: what it finds can be asked for`)
    t.match(entry.sha256, /^[0-9a-f]{64}$/)
  }
})

t.test('unknown files and changed bytes are refused', async t => {
  await t.rejects(loadModel('nothing.onnx'), { code: 'ERR_MODEL_INTEGRITY' })
  await t.rejects(loadModel('../manifest.json'), { code: 'ERR_MODEL_INTEGRITY' })
  t.throws(() => verifyModel('x', Buffer.from('a'), '0'.repeat(64)), { code: 'ERR_MODEL_INTEGRITY' })
  t.doesNotThrow(() => verifyModel('x', Buffer.from(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))
})

/** The largest of what two neighbouring input channels of an 8-bit kernel, [out, channels, …], add up to by one sign. */
function largestPair(values: Int8Array, [out, channels, ...area]: readonly number[]): number {
  const hooks = area.reduce((product, dim) => product * dim, 1)
  let largest = 0
  for (let i = 0; i < out * channels; i += 2) {
    for (let tap = 0; tap < hooks; tap++) {
      const [a, b] = [values[i * hooks + tap], values[(i + 1) * hooks + tap]]
      largest = Math.max(largest, Math.max(a, 0) + Math.max(b, 0), -Math.min(a, 0) - Math.min(b, 0))
    }
  }
  return largest
}

// 255 × 129 is more than 16 bits hold: processors without VNNI would compute less than there is.
t.test('pairs of 8-bit weights come to 128 at most, in every kernel that sums over channels', async t => {
  const { onnx } = onnxProto
  for (const { file } of (await listModels()).filter(({ file }) => file.endsWith('.onnx'))) {
    const { graph } = onnx.ModelProto.decode(await loadModel(file))
    const stored = new Map(graph!.initializer!.map(tensor => [tensor.name, tensor]))
    const from = new Map(graph!.node!.map(node => [node.output![0], node]))
    for (const { input } of graph!.node!.filter(({ opType }) => opType === 'Conv')) {
      const kernel = stored.get(from.get(input![1])?.input?.[0])
      if (kernel?.dataType !== onnx.TensorProto.DataType.INT8 || Number(kernel.dims![1]) === 1) continue
      const pair = largestPair(new Int8Array(Uint8Array.from(kernel.rawData!).buffer), kernel.dims!.map(Number))
      if (pair > 128) t.fail(`${file} ${kernel.name}: ${pair}`)
    }
    t.pass(file)
  }
})
