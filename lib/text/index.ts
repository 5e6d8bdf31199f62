import { EffaceError } from '../core/errors.js'
import type { OcrEngine, Reading } from '../core/types.js'
import { paddle } from './paddle.js'
import { detectingLanguage } from './language-detection.js'
import { tesseract, type TesseractOptions } from './tesseract.js'
import { ensemble } from './ensemble.js'

export { layOut, textOf, type PlacedWord, type ReadWord } from './layout.js'

export interface OcrOptions {
  /** Default 'auto'. `{module, options}`: the module's default export is called with the options and gives an engine. */
  ocr?: 'auto' | 'tesseract' | 'paddle' | 'none' | { module: URL | string, options?: unknown }
  /** ISO 639-2 codes; 'auto' tells the language of each page by its text. Default ['eng']. */
  languages?: readonly string[]
  /** A folder with Tesseract's language data. Default: the packages @tesseract.js-data/CODE. */
  langPath?: string
  accuracy?: 'standard' | 'high'
  /** Threads that one reading may use. Default 1. */
  threads?: number
}

/** Tesseract's page segmentation mode that looks for text anywhere, in no order. */
const SPARSE = 11
const NOT_LATIN = /^(amh|ara|asm|aze_cyrl|bel|ben|bod|bul|chi|chr|dzo|ell|fas|grc|guj|heb|hin|iku|jpn|kan|kat|kaz|khm|kir|kor|lao|mal|mar|mkd|mon|mya|nep|ori|pan|pus|rus|san|sin|snd|srp$|syr|tam|tel|tgk|tha|tir|uig|ukr|urd|yid)/

const none: OcrEngine = { recognize: (): Promise<Reading> => Promise.resolve({ words: [] }) }

/**
 * Makes an engine. It computes on the calling thread, so make it in a worker; it keeps its models, so keep it.
 *
 * @throws EffaceError ERR_OCR_FAILED when language data or a plug-in cannot be loaded
 * @example
 * const engine = await createOcr({ ocr: 'paddle' })
 * const { words, unread } = await engine.recognize(view, {})
 */
export async function createOcr(options: OcrOptions = {}): Promise<OcrEngine> {
  const { ocr = 'auto', languages = ['eng'], langPath, accuracy = 'standard', threads = 1 } = options
  if (ocr === 'none') return none
  const byTesseract = (options: TesseractOptions = {}): Promise<OcrEngine> => (languages.includes('auto') ? detectingLanguage : tesseract)({ languages, langPath, ...options })
  if (ocr === 'tesseract') return byTesseract()
  if (ocr === 'paddle') return paddle({ accuracy, threads })
  if (ocr === 'auto') {
    // The built-in recogniser of PP-OCR knows Latin letters only.
    if (languages.some(code => NOT_LATIN.test(code))) return byTesseract()
    const first = await paddle({ accuracy, threads })
    return accuracy === 'high' ? ensemble(first, await byTesseract({ mode: SPARSE })) : first
  }
  return plugin(ocr.module, ocr.options)
}

async function plugin(module: URL | string, options: unknown): Promise<OcrEngine> {
  let engine: unknown
  try {
    engine = await ((await import(String(module))) as { default: (options: unknown) => unknown }).default(options)
  } catch (cause) {
    throw new EffaceError('ERR_OCR_FAILED', 'The OCR plug-in could not be loaded', { stage: 'ocr', cause })
  }
  if (typeof (engine as OcrEngine | null)?.recognize !== 'function') throw new EffaceError('ERR_OCR_FAILED', 'The OCR plug-in has no recognize()', { stage: 'ocr' })
  return engine as OcrEngine
}
