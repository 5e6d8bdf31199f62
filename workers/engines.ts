import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkedDetector, checkedEngine, checkedRecognizer, loading } from '../lib/core/check-results.js'
import { EffaceError } from '../lib/core/errors.js'
import type { PluginModule } from '../lib/core/options.js'
import type { Detector, OcrEngine, Recognizer, Span, Word } from '../lib/core/types.js'
import type { DetectSettings, Found, OcrSettings, PiiSettings, TextEntity } from './protocol.js'

// What a task does not need its thread does not load: together these are more than half a second of parsing and tables.
const loadVision = () => import('../lib/vision/detectors.js')
const loadText = () => import('../lib/text/index.js')
const loadPii = () => import('../lib/pii/index.js')

/** Models are large and slow to load: each is made once in a thread and kept as long as the thread lives. */
const cache = new Map<string, Promise<unknown>>()

function cached<T>(key: unknown, make: () => Promise<T>): Promise<T> {
  const text = JSON.stringify(key)
  let value = cache.get(text) as Promise<T> | undefined
  if (!value) {
    value = make()
    cache.set(text, value)
    value.catch(() => cache.delete(text))
  }
  return value
}

/** A plug-in by its module: the default export, called with the options, makes it. */
async function load({ module, options }: PluginModule): Promise<unknown> {
  const url = module instanceof URL ? module.href : /^[a-z]+:/i.test(module) && !/^[a-z]:\\/i.test(module) ? module : pathToFileURL(resolve(module)).href
  const { default: make } = await import(url) as { default?: (options: unknown) => unknown }
  if (typeof make !== 'function') throw new EffaceError('ERR_INVALID_OPTION', 'Expected the plug-in module to have a function as its default export', { stage: 'options' })
  return await make(options)
}

async function detectors({ objects, labels, sensitivity, modules }: DetectSettings): Promise<Detector[]> {
  const { builtInLabels, createDetectors } = await loadVision()
  const builtIn = objects.filter(label => builtInLabels.includes(label))
  const wanted = Object.fromEntries(builtIn.map(label => [label, labels[label]?.threshold === undefined ? {} : { threshold: labels[label]!.threshold }]))
  const made = await Promise.all(modules.map(m => cached(['detector', m], async () => checkedDetector(await loading('detector', () => load(m))))))
  if (builtIn.length > 0) made.unshift(await cached(['detectors', wanted, sensitivity], () => createDetectors({ objects: wanted, sensitivity })))
  return made
}

let lastDocument: number | undefined

async function ocr(settings: OcrSettings, document: number): Promise<OcrEngine> {
  const engine = await cached(['ocr', settings], async () => {
    return typeof settings.ocr === 'string' ? await (await loadText()).createOcr({ ...settings, ocr: settings.ocr }) : checkedEngine(await loading('engine', () => load(settings.ocr as PluginModule)))
  })
  if (document !== lastDocument) engine.reset?.()
  lastDocument = document
  return engine
}

async function recognizers(modules: readonly PluginModule[], spans: readonly Span[]): Promise<Recognizer[]> {
  const loaded = await Promise.all(modules.map(m => cached(['recognizer', m], async () => checkedRecognizer(await loading('recognizer', () => load(m))))))
  return spans.length === 0 ? loaded : [...loaded, { labels: [...new Set(spans.map(s => s.label))], find: () => [...spans] }]
}

export const engines = {
  detectors,
  ocr,
  async findInWords(words: Word[], settings: PiiSettings, spans: readonly Span[]): Promise<Found> {
    const { modules, ...options } = settings
    return await (await loadPii()).findInWords(words, { ...options, recognizers: await recognizers(modules, spans) })
  },
  async findInText(text: string, settings: PiiSettings, spans: readonly Span[]): Promise<TextEntity[]> {
    const { modules, ...options } = settings
    return await (await loadPii()).findEntities(text, { ...options, recognizers: await recognizers(modules, spans) })
  },
}
