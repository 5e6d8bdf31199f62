// Options as they act in the pipeline: on built-in finders and plug-ins alike, in efface() and in its stages put together by hand.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import t from 'tap'
import { createPool, effaceBuffer, findEntities, makePlan, onnx, scan, type EffaceOptions, type Frame, type ScannedFrame, type View, type VisualObject } from '../../lib/api/index.js'
import { decode, detect, find, ocr, split } from '../../streams/index.js'
import { qrCode } from '../fixtures/barcode.js'
import { tinyNer } from '../fixtures/tiny-ner.js'
import { tinyOnnx } from '../vision/fixtures/tiny-onnx.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())

const draw = (content: string, width = 600, height = 200): Promise<Buffer> =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/>${content}</svg>`)).png().toBuffer()
const empty = await draw('')
const scanned = async (file: Buffer, options: EffaceOptions<string>): Promise<ScannedFrame[]> => {
  const pages: ScannedFrame[] = []
  for await (const page of scan(file, { pool, ...options })) pages.push(page)
  return pages
}

t.test('regression: the flags of a filter reach the workers', async t => {
  const filters = [{ type: 'BLOCK' as const, pattern: /ab-\d+/i, entity_type: 'EMPLOYEE_ID' }]
  const entities = { enable: ['EMPLOYEE_ID'] }
  t.match(await findEntities('Badge AB-12', { pool, entities, filters }), [{ best_label: 'EMPLOYEE_ID', text: 'AB-12' }])
  t.same(await findEntities('Badge AB-12', { pool, entities, filters: [{ ...filters[0]!, pattern: 'ab-\\d+' }] }), [])
  t.match(await findEntities('Badge AB-12', { pool, entities, filters: [{ ...filters[0]!, pattern: /ab-\d+/iy }] }), [{ text: 'AB-12' }])
})

t.test('regression: signatures are found by the stages as by efface()', async t => {
  const pen = '<path d="M190 96 q10 -40 18 -10 t16 6 q6 -40 14 -14 t14 8 t14 -4 q8 -34 16 2 t16 -6 t12 4" fill="none" stroke="#113" stroke-width="2"/>'
  const file = await draw(`<text x="40" y="100" font-size="26" font-family="sans-serif">Signature:</text>${pen}`)
  const options: EffaceOptions = { pool, objects: ['SIGNATURE'], ocr: 'tesseract' }
  const [whole] = await scanned(file, options)
  t.match(whole!.objects, [{ type: 'SIGNATURE' }])
  for (const stages of [[detect(options), ocr(options)], [find(options)]]) {
    const found: VisualObject[] = []
    await pipeline([Readable.from([file], { objectMode: false }), decode(options), split(options), ...stages, async (frames: AsyncIterable<Frame>) => {
      for await (const frame of frames) {
        found.push(...frame.objects)
        frame.memory?.release()
      }
    }] as never)
    t.same(found, whole!.objects)
  }
  t.same((await scanned(file, { ...options, labels: { SIGNATURE: { threshold: 1 } } }))[0]!.objects, [], 'held to its threshold')
})

t.test('regression: a threshold holds for the finds of plug-ins, in this thread or in a worker', async t => {
  const module = 'export default () => ({ labels: ["SIGN"], detect: () => [0.3, 0.7].map(score => ({ type: "SIGN", score, x: 1, y: 1, w: 9, h: 9 })) })'
  const folder = t.testdir({ 'signs.mjs': module })
  const plain = { labels: ['SIGN'], detect: (): VisualObject[] => [0.3, 0.7].map(score => ({ type: 'SIGN', score, x: 1, y: 1, w: 9, h: 9 })) }
  for (const detector of [plain, { module: pathToFileURL(join(folder, 'signs.mjs')) }]) {
    const options: EffaceOptions = { objects: [], ocr: 'none', detectors: [detector] }
    t.equal((await scanned(empty, options))[0]!.objects.length, 2)
    t.match((await scanned(empty, { ...options, labels: { SIGN: { threshold: 0.5 } } }))[0]!.objects, [{ score: 0.7 }])
  }
})

t.test('regression: codes have the settings of BARCODE, over those of what they say', async t => {
  const file = await qrCode('hello 12345')
  const boxes = async (options: EffaceOptions): Promise<object[]> => (await makePlan(file, { pool, objects: ['BARCODE'], ocr: 'none', ...options })).pages[0]!.boxes
  t.match(await boxes({ labels: { BARCODE: { method: 'mosaic' } } }), [{ label: 'NUMERICAL_PII', method: 'mosaic' }])
  t.match(await boxes({ labels: { NUMERICAL_PII: { method: 'solid' } } }), [{ method: 'solid' }])
  t.match(await boxes({ objects: { BARCODE: { method: 'label' } }, labels: { NUMERICAL_PII: { method: 'solid', shape: 'ellipse' } } }), [{ method: 'label', shape: 'ellipse' }])
})

t.test('regression: the report names the weights that ran', async t => {
  const models = async (options: EffaceOptions, file = empty): Promise<string[]> => {
    const { report } = await effaceBuffer(file, { pool, ...options })
    return report.models.map(({ file }) => file).sort()
  }
  t.same(await models({ objects: ['BARCODE'], ocr: 'none' }), [])
  t.same(await models({ objects: ['LICENSE_PLATE'], ocr: 'none' }), ['detector.int8.onnx', 'plate-corners.onnx'])
  t.same(await models({ objects: ['FACE'], ocr: 'none' }), ['centerface.onnx', 'detector.int8.onnx'])
  t.same(await models({ objects: [], ocr: 'tesseract' }), ['@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'], 'nothing was read: no names model')
  const text = await draw('<text x="20" y="60" font-size="26">Name: Ada Byron</text>')
  t.same(await models({ objects: [], ocr: 'tesseract' }, text), ['@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz', 'names.onnx'])
  t.same(await models({ objects: [], ocr: 'paddle' }, text), ['names.onnx', 'ppocr-det.onnx', 'ppocr-latin.onnx', 'ppocr-latin.txt'])
  t.match(await makePlan(empty, { pool, objects: ['LICENSE_PLATE'], ocr: 'none' }), { models: [{ file: 'detector.int8.onnx', sha256: /^[0-9a-f]{64}$/ }] })
})

t.test("regression: languages 'auto'", { timeout: 120_000 }, async t => {
  const german = await draw('<text x="20" y="60" font-size="24">Bitte schreiben Sie uns einen Brief</text><text x="20" y="100" font-size="24">an die Adresse unserer Verwaltung</text>')
  for (const options of [{ ocr: 'tesseract' }, { ocr: 'auto', accuracy: 'high' }, { ocr: 'auto' }] as const) {
    const { report } = await effaceBuffer(german, { pool, objects: [], languages: 'auto', ...options })
    t.match(report.languages_detected, { de: Number }, JSON.stringify(options))
    t.notOk(report.models.some(({ file }) => file.includes('deu')), 'German is not installed: English reads it')
  }
  t.match(await findEntities('Call (01) 2345 6789 or mail ada@example.org', { pool, languages: 'auto' }), [{ best_label: 'EMAIL_ADDRESS' }].slice(1))
})

t.test('faces: a detector in place of the built-in one', async t => {
  const view = 64
  const folder = t.testdir()
  const path = join(folder, 'faces.onnx')
  // Centre 32, 16, 20 wide and 10 high, of one class.
  await writeFile(path, tinyOnnx(view, { out: { dims: [1, 5, 1], set: { 0: 32, 1: 16, 2: 20, 3: 10, 4: 0.8 } } }))
  const faces = onnx(path, { kind: 'yolov8', labels: ['FACE'], inputSize: view })
  const file = await draw('', 128, 64)
  const [page] = await scanned(file, { faces, ocr: 'none', objects: ['FACE'] })
  t.match(page!.objects.map(({ type, x, y, w, h }) => [type, ...[x, y, w, h].map(Math.round)]), [['FACE', 44, 22, 40, 20]])
  t.same((await scanned(file, { faces, ocr: 'none', objects: [] }))[0]!.objects, [], 'idle where FACE is not asked for')
  t.same((await effaceBuffer(file, { pool, faces, ocr: 'none', objects: ['FACE'] })).report.models, [], 'the built-in one does not run')
  const own = { labels: ['FACE'], detect: ({ width }: View): VisualObject[] => [{ type: 'FACE', score: 0.9, x: 0, y: 0, w: width, h: 5 }] }
  t.match((await scanned(file, { faces: own, ocr: 'none', objects: { FACE: { threshold: 0.5 } } }))[0]!.objects, [{ w: 128 }])
})

t.test("a names model of Hugging Face's kind, by its module and by pii.ner", async t => {
  const model = t.testdir(tinyNer(['zqxv']))
  const entities = { enable: ['NAME'] } as const
  const text = 'and zqxv then'
  t.same(await findEntities(text, { pool, entities }), [])
  t.match(await findEntities(text, { pool, entities, pii: { ner: { model } } }), [{ best_label: 'NAME', text: 'zqxv' }])
  t.match(await findEntities(text, { pool, entities, recognizers: [{ module: import.meta.resolve('efface/huggingface'), options: { model } }] }), [{ text: 'zqxv' }])
  t.match(await findEntities<'ALIEN'>(text, { pool, entities: { enable: ['ALIEN'] }, pii: { ner: { model, labels: { PER: 'ALIEN' } } } }), [{ best_label: 'ALIEN' }])
})

t.test('a board that looks like a license plate is none once a sign is read on it', async t => {
  const strokes = '<path d="M215 175v28M230 175h20v28h-20zM265 175v28M285 175v28h20M320 175v28h20v-28zM355 175v28" stroke="#111" stroke-width="7" fill="none"/>'
  const file = await draw(`<rect width="600" height="400" fill="#5b5f63"/><rect x="200" y="160" width="180" height="56" fill="#fff" stroke="#111" stroke-width="3"/>${strokes}`, 600, 400)
  for (const [text, plates] of [['EXIT', 0], ['7ABC123', 1], [undefined, 1]] as const) {
    const words = text === undefined ? [] : [{ text, confidence: 0.9, x: 210, y: 170, w: 160, h: 36, line: 0 }]
    const [page] = await scanned(file, { objects: ['LICENSE_PLATE'], ocr: { recognize: async () => ({ words }) } })
    t.equal(page!.objects.length, plates, text ?? 'nothing')
  }
})

t.test('encoded bytes that are needed again lie on the frame\'s memory, others are gone', async t => {
  const frames = await Promise.all(['red', 'blue'].map(color => sharp({ create: { width: 40, height: 30, channels: 3, background: color } }).png().toBuffer()))
  const gif = await sharp(frames, { join: { animated: true } }).gif({ delay: [50, 50] }).toBuffer()
  for (const [file, kept] of [[gif, true], [empty, false]] as const) {
    let count = 0
    await pipeline(Readable.from([file], { objectMode: false }), decode({ pool }), split({ pool }), async (frames: AsyncIterable<Frame>) => {
      for await (const { page, raster, memory } of frames) {
        t.equal(page.data.length > 0, kept)
        if (kept) t.equal(page.data.buffer, raster.data.buffer)
        memory?.release()
        count++
      }
    })
    t.equal(count, kept ? 2 : 1)
  }
})
