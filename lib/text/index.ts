// The numbers in this folder were chosen by benchmarks/accuracy/ocr.ts on scanned forms (FUNSD's training set) and rendered receipts, and by languages.ts on
// rendered lines; docs/accuracy.md has what they reach.
import type { OcrName } from '../core/ocr-engines.js'
import type { OcrEngine, Reading } from '../core/types.js'
import { paddle } from './paddle.js'
import { detectingLanguage } from './language-detection.js'
import { isReadByPaddle } from './language-engines.js'
import { hasLanguage, tesseract, type TesseractOptions } from './tesseract.js'
import { ensemble } from './ensemble.js'

export { layOut, textOf, type PlacedWord, type ReadWord } from './layout.js'

export interface OcrOptions {
  /** Default 'auto'. */
  ocr?: OcrName
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

type Settings = Omit<OcrOptions, 'ocr'>

const byTesseract = ({ languages = ['eng'], langPath }: Settings, more: TesseractOptions = {}): Promise<OcrEngine> =>
  (languages.includes('auto') ? detectingLanguage : tesseract)({ languages, langPath, ...more })

/** What makes each engine of the table. */
const engines: Readonly<Record<OcrName, (settings: Settings) => Promise<OcrEngine>>> = {
  async auto(settings) {
    const { languages = ['eng'], langPath, accuracy } = settings
    if (!isReadByPaddle(languages, code => hasLanguage(code, langPath))) return await byTesseract(settings)
    const first = await paddle(settings)
    return accuracy === 'high' ? ensemble(first, await byTesseract(settings, { mode: SPARSE })) : first
  },
  tesseract: settings => byTesseract(settings),
  paddle,
  none: async () => ({ recognize: (): Promise<Reading> => Promise.resolve({ words: [] }) }),
}

/**
 * Makes an engine. It computes on the calling thread, so make it in a worker; it keeps its models, so keep it.
 *
 * @throws EffaceError ERR_OCR_FAILED when language data cannot be loaded
 * @example
 * const engine = await createOcr({ ocr: 'paddle' })
 * const { words, unread } = await engine.recognize(view, {})
 */
export async function createOcr(options: OcrOptions = {}): Promise<OcrEngine> {
  const { ocr = 'auto', ...rest } = options
  return await engines[ocr](rest)
}
