import t from 'tap'
import { loadPlugin, type PluginKind } from '../../lib/core/plugins.js'

const source = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`
const view = { width: 10, height: 10, channels: 1 as const, data: new Uint8Array(100) }

t.test('every kind is loaded by its module, with its options', async t => {
  const detector = await loadPlugin('detector', { module: source("export default ({ score }) => ({ labels: ['A'], detect: () => [{ type: 'A', score, x: 0, y: 0, w: 1, h: 1 }] })"), options: { score: 0.5 } })
  t.same(await detector.detect(view, {}), [{ type: 'A', score: 0.5, x: 0, y: 0, w: 1, h: 1 }])
  const engine = await loadPlugin('engine', { module: source('export default ({ text }) => ({ recognize: async () => ({ words: [{ text, x: 0, y: 0, w: 1, h: 1, confidence: 1, line: 0 }] }) })'), options: { text: 'hello' } })
  t.match((await engine.recognize(view, {})).words, [{ text: 'hello' }])
  const recognizer = await loadPlugin('recognizer', { module: source("export default async ({ word }) => ({ labels: ['WORD'], find: text => [{ start: text.indexOf(word), end: text.length, label: 'WORD', score: 1 }] })"), options: { word: 'zebra' } })
  t.same(await recognizer.find('a zebra', {}), [{ start: 2, end: 7, label: 'WORD', score: 1 }])
})

const kinds: Record<PluginKind, [code: string, stage: string]> = {
  detector: ['ERR_DETECTOR_FAILED', 'detect'], engine: ['ERR_OCR_FAILED', 'ocr'], recognizer: ['ERR_RECOGNIZER_FAILED', 'pii'],
}

for (const [kind, [code, stage]] of Object.entries(kinds) as [PluginKind, [string, string]][]) {
  t.test(`${kind}: a module that makes something else is a wrong option`, async t => {
    const made = ['1', '() => 1', '() => null', '() => ({})', ...kind === 'engine' ? [] : ['() => ({ detect() {}, find() {} })', '() => ({ labels: [], detect() {}, find() {} })']]
    for (const what of made) await t.rejects(loadPlugin(kind, { module: source(`export default ${what}`) }), { code: 'ERR_INVALID_OPTION', stage: 'options' }, what)
    await t.rejects(loadPlugin(kind, { module: source('export const nothing = 1') }), { code: 'ERR_INVALID_OPTION' })
  })

  t.test(`${kind}: a module that cannot be loaded, or fails as it starts, is told by the kind`, async t => {
    for (const module of ['./none.mjs', source('('), source("export default () => { throw new Error('own') }")]) {
      await t.rejects(loadPlugin(kind, { module }), { code, stage, cause: Error })
    }
  })
}
