import { detectLanguages } from './languages.js'
import type { OcrContext, OcrEngine, Reading, View } from '../core/types.js'
import { hasLanguage, tesseract, type TesseractOptions } from './tesseract.js'

/** ISO 639-1, as the language detector says it, to Tesseract's names. */
const CODES = new Map(('am amh ar ara az aze be bel bg bul bn ben ca cat cs ces da dan de deu el ell en eng es spa et est eu eus fa fas fi fin fr fra gu guj ' +
  'he heb hi hin hr hrv hu hun hy hye is isl it ita ja jpn ka kat kn kan ko kor ku kmr lo lao lt lit lv lav ml mal mr mar ms msa nl nld no nor or ori pa pan ' +
  'pl pol pt por ro ron ru rus sk slk sl slv sq sqi sr srp sv swe ta tam te tel th tha tl tgl tr tur uk ukr ur urd vi vie yo yor zh chi_sim')
  .match(/\S+ \S+/g)!.map(pair => pair.split(' ') as [string, string]))

/**
 * Tesseract for pages whose language is not known: a page is read in the languages that are (English, where none is), and again in the
 * one that this reading sounds like, where its data are there. A script that the first reading does not know cannot be told so.
 */
export async function detectingLanguage({ languages = [], ...options }: TesseractOptions = {}): Promise<OcrEngine> {
  const said = languages.filter(code => code !== 'auto')
  const known = said.length > 0 ? said : ['eng']
  const first = await tesseract({ ...options, languages: known })
  /** The last one: pages of one document are mostly of one language, and every engine takes memory of its own. */
  let other: { code: string, engine: Promise<OcrEngine> } | undefined
  const forget = (): void => {
    other?.engine.then(engine => engine.close?.(), () => {})
    other = undefined
  }
  const engineFor = (code: string): Promise<OcrEngine> => {
    if (other?.code !== code) {
      forget()
      other = { code, engine: tesseract({ ...options, languages: [code, ...known] }) }
    }
    return other!.engine
  }
  return {
    async recognize(view: View, context: OcrContext): Promise<Reading> {
      const reading = await first.recognize(view, context)
      const [likely] = Object.keys(await detectLanguages(reading.words.map(word => word.text).join(' ')))
      const code = CODES.get(likely)
      if (code === undefined || known.includes(code) || !hasLanguage(code, options.langPath)) return reading
      context.signal?.throwIfAborted()
      return await (await engineFor(code)).recognize(view, context)
    },
    reset() {
      first.reset?.()
      other?.engine.then(engine => engine.reset?.(), () => {})
    },
    close() {
      first.close?.()
      forget()
    },
  }
}
