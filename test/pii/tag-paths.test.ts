import t from 'tap'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tokenClassifier from '../../lib/pii/huggingface.js'
import { calibrationOf, endsAreTagged, likeliestTags } from '../../lib/pii/tag-paths.js'
import { Graph } from '../../models/convert/onnx.mjs'

const NAMES = ['O', 'B-private_person', 'I-private_person', 'E-private_person', 'S-private_person']
const rows = (...tags: number[]): Float32Array => Float32Array.from(tags.flatMap(tag => NAMES.map((_, i) => i === tag ? 4 : 0)))

t.test('an entity that has begun goes on until it ends', t => {
  const none = calibrationOf({})
  t.same(likeliestTags(rows(0, 1, 2, 3, 0), NAMES, 5, none), [0, 1, 2, 3, 0])
  t.same(likeliestTags(rows(0, 1, 0, 3, 0), NAMES, 5, none), [0, 1, 2, 3, 0], 'no gap within')
  t.same(likeliestTags(rows(3, 0), NAMES, 2, none)[0] === 3, false, 'nothing begins with its end')
  t.same(likeliestTags(new Float32Array(0), NAMES, 0, none), [])
  t.ok(endsAreTagged(NAMES))
  t.notOk(endsAreTagged(['O', 'B-PER', 'I-PER']))
  t.end()
})

t.test('the calibration moves the balance', t => {
  const file = { operating_points: { default: { biases: { transition_bias_background_stay: -9, transition_bias_background_to_start: 2 } } } }
  t.match(calibrationOf(file), { stay: -9, start: 2, goOn: 0 })
  t.same(likeliestTags(Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0.9]), NAMES, 2, calibrationOf(file)), [0, 4])
  t.same(likeliestTags(Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0.9]), NAMES, 2, calibrationOf({})), [0, 0])
  t.end()
})

t.test('a folder with the files of such a model is a recogniser', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'ner-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const words = ['[UNK]', 'Ada', 'of', 'Byron', 'Hope']
  const graph = new Graph()
  graph.input('input_ids', 'INT64', [1, 'n'])
  graph.input('attention_mask', 'INT64', [1, 'n'])
  // Ada begins, Byron ends, what stands between is in doubt; Hope is a whole.
  const table = graph.floats('table', [5, 5], [9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 9])
  graph.node('Gather', [table, 'input_ids'], {}, 'logits')
  graph.output('logits', 'FLOAT', [1, 'n', 5])
  await Promise.all(Object.entries({
    'model.onnx': Buffer.from(graph.encode() as Uint8Array), 'config.json': JSON.stringify({ id2label: Object.fromEntries(NAMES.entries()) }),
    'viterbi_calibration.json': JSON.stringify({ operating_points: { default: { biases: { transition_bias_inside_to_continue: 1 } } } }),
    'tokenizer.json': JSON.stringify({
      version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: { type: 'Whitespace' }, post_processor: null, decoder: null,
      model: { type: 'WordPiece', vocab: Object.fromEntries(words.map((word, i) => [word, i])), unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
    }),
  }).map(async ([name, data]) => writeFile(join(folder, name), data)))
  const { find } = await tokenClassifier({ model: folder, threshold: 0 })
  const text = 'Dear Ada of Byron and Hope'
  t.same((await find(text, {})).map(({ start, end, label }) => `${label} ${text.slice(start, end)}`), ['NAME Ada of Byron', 'NAME Hope'])
})
