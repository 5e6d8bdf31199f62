import t from 'tap'
import { join } from 'node:path'
import { listModels, loadModel, packageRoot, verifyModel } from '../lib/models.js'

t.test('the package root is found from the source folder and from dist', async t => {
  const root = packageRoot()
  t.equal(packageRoot(join(root, 'dist', 'lib')), root)
})

t.test('every entry of the manifest is complete', async t => {
  for (const entry of await listModels()) {
    for (const key of ['file', 'kind', 'source', 'licence', 'measured', 'madeBy'] as const) t.type(entry[key], 'string', `${entry.file} ${key}`)
    t.match(entry.sha256, /^[0-9a-f]{64}$/)
  }
})

t.test('unknown files and changed bytes are refused', async t => {
  await t.rejects(loadModel('nothing.onnx'), { code: 'ERR_MODEL_INTEGRITY' })
  await t.rejects(loadModel('../manifest.json'), { code: 'ERR_MODEL_INTEGRITY' })
  t.throws(() => verifyModel('x', Buffer.from('a'), '0'.repeat(64)), { code: 'ERR_MODEL_INTEGRITY' })
  t.doesNotThrow(() => verifyModel('x', Buffer.from(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))
})
