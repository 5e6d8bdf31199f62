import { loadPlugin } from '../lib/core/plugins.js'
import { Cache } from '../lib/inference/cache.js'
import { currentProviders } from '../lib/inference/providers.js'
import type { PluginModule } from '../lib/core/option-types.js'
import type { Detector, OcrEngine, RecognizedEntity, Recognizer, Span, View, VisualObject, Word } from '../lib/core/types.js'
import type { DetectSettings, Found, OcrSettings, PiiSettings } from './protocol.js'

// What a task does not need its thread does not load: together these are more than half a second of parsing and tables.
const loadVision = () => import('../lib/vision/detectors.js')
const loadText = () => import('../lib/text/index.js')
const loadPii = () => import('../lib/pii/index.js')

/** As long as the thread lives. */
const made = new Cache()
const cached = <T>(key: unknown, make: () => Promise<T>): Promise<T> => made.get(JSON.stringify([currentProviders(), key]), make)

async function detectors({ objects, labels, sensitivity, modules }: DetectSettings): Promise<Detector[]> {
  const { builtInLabels, createDetectors } = await loadVision()
  const builtIn = objects.filter(label => builtInLabels.includes(label))
  const wanted = Object.fromEntries(builtIn.map(label => [label, labels[label]?.threshold === undefined ? {} : { threshold: labels[label]!.threshold }]))
  const made = await Promise.all(modules.map(m => cached(['detector', m], () => loadPlugin('detector', m))))
  if (builtIn.length > 0) made.unshift(await cached(['detectors', wanted, sensitivity], () => createDetectors({ objects: wanted, sensitivity })))
  return made
}

let lastDocument: number | undefined

async function ocr(settings: OcrSettings, document: number): Promise<OcrEngine> {
  const { ocr } = settings
  const engine = await cached(['ocr', settings], async () =>
    typeof ocr === 'string' ? await (await loadText()).createOcr({ ...settings, ocr }) : await loadPlugin('engine', ocr))
  if (document !== lastDocument) engine.reset?.()
  lastDocument = document
  return engine
}

async function recognizers(modules: readonly PluginModule[], spans: readonly Span[]): Promise<Recognizer[]> {
  const loaded = await Promise.all(modules.map(m => cached(['recognizer', m], () => loadPlugin('recognizer', m))))
  return spans.length === 0 ? loaded : [...loaded, { labels: [...new Set(spans.map(s => s.label))], find: () => [...spans] }]
}

export const engines = {
  detectors,
  ocr,
  async findInWords(words: Word[], settings: PiiSettings, spans: readonly Span[]): Promise<Found> {
    const { modules, ...options } = settings
    return await (await loadPii()).findInWords(words, { ...options, recognizers: await recognizers(modules, spans) })
  },
  async findInCodes(view: View, settings: PiiSettings): Promise<VisualObject[]> {
    const read = await cached(['codes'], async () => (await import('../lib/codes/barcodes.js')).createCodeReader())
    const codes = await read(view)
    if (codes.length === 0) return []
    const { modules, ...options } = settings
    return await (await loadPii()).findInCodes(codes, { ...options, recognizers: await recognizers(modules, []) })
  },
  async findInText(text: string, settings: PiiSettings, spans: readonly Span[]): Promise<RecognizedEntity[]> {
    const { modules, ...options } = settings
    return await (await loadPii()).findEntities(text, { ...options, recognizers: await recognizers(modules, spans) })
  },
}
