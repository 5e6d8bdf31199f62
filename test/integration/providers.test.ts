// Nets on other execution providers. No GPU is needed: what cannot be started gives way, and the report says so.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { effaceBuffer, findEntities } from '../../lib/api/index.js'

const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } }).png().toBuffer()
const onnxruntime = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')))
const hasCuda = existsSync(join(onnxruntime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'))
const skip = `${process.platform} ${process.arch}` !== 'linux x64' ? 'CUDA is for linux x64' : hasCuda && 'the GPU files are installed'

t.test('without the GPU files, cuda gives way to the processor, and the report says so', { skip }, async t => {
  const { report } = await effaceBuffer(png, { objects: ['FACE'], ocr: 'none', providers: ['cuda', 'cpu'] })
  t.match(report.providers, { used: ['cpu'], fallbacks: [/^cuda could not be started: .*Failed to load shared library/] })
  t.same(report.skipped, report.providers!.fallbacks, 'once, however many nets')
  await t.rejects(effaceBuffer(png, { objects: ['FACE'], ocr: 'none', providers: ['cuda'] }), { code: 'ERR_INVALID_OPTION', message: /No execution provider of cuda could be started/ })
  t.equal((await findEntities('Call Ada Byron', { providers: ['cuda', 'cpu'] }))[0]?.best_label, 'NAME')
})

t.test('the processor, said or not, is all the same but for the report', async t => {
  const said = await effaceBuffer(png, { objects: ['FACE'], ocr: 'none', providers: ['cpu'] })
  const unsaid = await effaceBuffer(png, { objects: ['FACE'], ocr: 'none' })
  t.same(said.report.providers, { used: ['cpu'], fallbacks: [] })
  t.equal(unsaid.report.providers, undefined)
  t.same(said.data, unsaid.data)
})
