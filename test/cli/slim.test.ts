import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { slim, superfluous } from '../../lib/cli/slim.js'

const tree = {
  ort: { bin: { 'napi-v6': { linux: { x64: { a: '1234' }, arm64: { a: '12' } }, darwin: { arm64: { a: '1' } }, win32: { x64: {} } } }, 'package.json': '{}' },
  tess: { 'tesseract-core-simd-lstm.js': '', 'tesseract-core-simd-lstm.wasm': '', 'tesseract-core.wasm.js': '12', 'tesseract-core-lstm.wasm': '1', 'index.js': '', LICENSE: '' },
}

t.test('what other platforms load goes, and nothing else', async t => {
  const folder = t.testdir(tree)
  const where = { onnxruntime: join(folder, 'ort'), tesseract: join(folder, 'tess'), platform: 'linux', arch: 'x64' }
  t.match(await slim({ dry: true, ...where }), /would be freed/)
  t.equal((await readdir(folder, { recursive: true })).includes(join('ort', 'bin', 'napi-v6', 'darwin')), true, 'dry')
  t.match(await slim(where), /are freed/)
  t.same(await readdir(join(folder, 'ort/bin/napi-v6')), ['linux'])
  t.same(await readdir(join(folder, 'ort/bin/napi-v6/linux')), ['x64'])
  t.same((await readdir(join(folder, 'tess'))).sort(), ['LICENSE', 'index.js', 'tesseract-core-simd-lstm.js', 'tesseract-core-simd-lstm.wasm'])
  t.match(await slim(where), 'Nothing lies here')
})

t.test('where this platform has nothing of its own, nothing is touched', async t => {
  const folder = t.testdir(tree)
  t.same(await superfluous({ onnxruntime: join(folder, 'ort'), tesseract: join(folder, 'none'), platform: 'freebsd', arch: 'x64' }), [])
  t.same(await superfluous({ onnxruntime: join(folder, 'none'), tesseract: join(folder, 'ort'), platform: 'linux', arch: 'x64' }), [])
})

t.test('what efface itself loads is found where it is installed', async t => {
  const found = await superfluous()
  t.same(found.filter(path => path.endsWith(join(process.platform, process.arch)) || /tesseract-core-simd-lstm\.(js|wasm)$/.test(path)), [])
})
