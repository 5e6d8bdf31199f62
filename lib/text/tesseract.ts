import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { EffaceError } from '../core/errors.js'
import type { Box, ModelUse, OcrContext, OcrEngine, Reading, View } from '../core/types.js'
import { Pyramid, resize, toGrey, type Grey } from '../core/grey.js'
import { layOut, type ReadWord } from './layout.js'
import { textHeights } from './text-height.js'
import { withMargin } from './margin.js'

export interface TesseractOptions {
  /** Language codes of the text, ISO 639-2. Default ['eng']. */
  languages?: readonly string[]
  /** A folder with CODE.traineddata or CODE.traineddata.gz. Default: the packages `@tesseract.js-data/CODE`. */
  langPath?: string
  /** Tesseract's page segmentation mode: 3 for whole pages, 11 for scattered text. Default 3. */
  mode?: number
}

/** What we use of tesseract.js-core. */
interface Api {
  Init(path: string | null, languages: string, engine: number): number
  SetVariable(name: string, value: string): boolean
  SetImageFile(orientation: number, angle: number): number
  SetPageSegMode(mode: number): void
  Recognize(monitor: null): number
  GetTSVText(page: number): string
  Clear(): void
  End(): void
}
interface Core { FS: { mkdir(path: string): void, writeFile(path: string, data: Uint8Array): void, unlink(path: string): void }, TessBaseAPI: new () => Api }

const require = createRequire(import.meta.url)
const LSTM_ONLY = 1
const FOLDER = '/data'
const INPUT = '/input'

/** Small letters are brought to this height, in pixels. */
const LETTERS = 16
const LARGEST_SCALE = 3
const MOST_PIXELS = 16e6

/** Tesseract in its WebAssembly, which is loaded once; an engine that has learnt is made anew. */
class Program {
  readonly #languages: string
  readonly #data: readonly LanguageData[]
  #core: Core | undefined
  #api: Api | undefined

  constructor(data: readonly LanguageData[]) {
    this.#data = data
    this.#languages = data.map(({ code }) => code).join('+')
  }

  async start(): Promise<void> {
    if (!this.#core) {
      const load = require('tesseract.js-core/tesseract-core-simd-lstm.js') as (options: object) => Promise<Core>
      this.#core = await load({ print() {}, printErr() {}, TesseractProgress() {} })
      this.#core.FS.mkdir(FOLDER)
      for (const { code, bytes } of this.#data) this.#core.FS.writeFile(`${FOLDER}/${code}.traineddata`, bytes)
    }
    if (this.#api) return
    this.#api = new this.#core.TessBaseAPI()
    if (this.#api.Init(FOLDER, this.#languages, LSTM_ONLY) === 0) return
    throw new EffaceError('ERR_OCR_FAILED', `Tesseract could not start with languages ${this.#languages.replaceAll('+', ', ')}`, { stage: 'ocr' })
  }

  stop(): void {
    this.#api?.End()
    this.#api = undefined
  }

  close(): void {
    this.stop()
    this.#core = undefined
  }

  /** Words of a grey picture, in its own pixels. */
  read(grey: Grey, mode: number): ReadWord[] {
    const api = this.#api!
    try {
      this.#core!.FS.writeFile(INPUT, pgm(grey))
      if (api.SetImageFile(1, 0) !== 0) throw new Error('Tesseract did not take the picture')
      api.SetVariable('user_defined_dpi', '300')
      api.SetPageSegMode(mode)
      if (api.Recognize(null) !== 0) throw new Error('Tesseract gave up')
      return parseTsv(api.GetTSVText(0))
    } catch (cause) {
      // A trap leaves the WebAssembly memory in an unknown state.
      this.#core = undefined
      this.#api = undefined
      throw new EffaceError('ERR_OCR_FAILED', 'Tesseract failed on this picture', { stage: 'ocr', cause })
    } finally {
      this.#api?.Clear()
      if (this.#api) this.#core?.FS.unlink(INPUT)
    }
  }
}

/**
 * Tesseract 5 (LSTM) in WebAssembly. Language data are read from packages or a folder, never fetched.
 *
 * @throws EffaceError ERR_OCR_FAILED when a language's data are not there
 * @example
 * const engine = await tesseract({ languages: ['eng'] })
 * const { words } = await engine.recognize(view, {})
 */
export async function tesseract(options: TesseractOptions = {}): Promise<OcrEngine & { read(grey: Grey, mode: number): ReadWord[] }> {
  const languages = options.languages?.length ? options.languages : ['eng']
  const data = await Promise.all(languages.map(code => languageData(code, options.langPath)))
  const models = data.map(({ model }) => model)
  const program = new Program(data)
  await program.start()
  return {
    read: (grey, mode) => program.read(grey, mode),
    async recognize(view: View, context: OcrContext): Promise<Reading> {
      context.signal?.throwIfAborted()
      await program.start()
      const grey = toGrey(view)
      const scale = scaleFor(grey)
      const scaled = scale === 1 ? grey : resize(new Pyramid(grey), grey.width, grey.height, Math.round(grey.width * scale), Math.round(grey.height * scale))
      const words = program.read(scaled, options.mode ?? 3)
      const fx = grey.width / scaled.width
      const fy = grey.height / scaled.height
      // What is much higher than wide is a rule more often than a letter: its height says nothing of letters.
      const boxOf = ({ x, y, w, h }: Box): Box => withMargin({ x: x * fx, y: y * fy, w: w * fx, h: h * fy }, Math.min(h * fy, 2 * w * fx))
      return { words: layOut(words.map(word => ({ ...word, ...boxOf(word) }))), models }
    },
    reset() { program.stop() },
    close() { program.close() },
  }
}

function scaleFor(grey: Grey): number {
  const letters = textHeights(grey)
  if (!letters) return 1
  const wanted = Math.min(LARGEST_SCALE, LETTERS / letters.usual)
  const most = Math.sqrt(MOST_PIXELS / (grey.width * grey.height))
  const scale = Math.min(wanted, most)
  return scale > 1.2 || scale < 0.5 || most < 1 ? scale : 1
}

const CODE = /^[A-Za-z]{3}(_[A-Za-z]+)?$/

/** Where the data of a language lie, and under which name a report may call them. */
function languageFile(code: string, folder?: string): { path: string, name: string } | undefined {
  if (folder !== undefined) {
    const name = [`${code}.traineddata`, `${code}.traineddata.gz`].find(name => existsSync(join(folder, name)))
    return name === undefined ? undefined : { path: join(folder, name), name }
  }
  const name = `@tesseract.js-data/${code}/4.0.0_best_int/${code}.traineddata.gz`
  try {
    const path = join(dirname(require.resolve(`@tesseract.js-data/${code}/package.json`)), '4.0.0_best_int', `${code}.traineddata.gz`)
    return existsSync(path) ? { path, name } : undefined
  } catch {
    return undefined
  }
}

/** Whether Tesseract can be asked to read a language. */
export const hasLanguage = (code: string, folder?: string): boolean => languageFile(code, folder) !== undefined

/** The languages whose data packages are installed. */
export function installedLanguages(): string[] {
  const folders = require.resolve.paths('@tesseract.js-data/eng') ?? []
  const names = folders.flatMap(folder => {
    try {
      return readdirSync(join(folder, '@tesseract.js-data'))
    } catch {
      return []
    }
  })
  return [...new Set(names)].filter(code => CODE.test(code) && hasLanguage(code)).sort()
}

interface LanguageData { code: string, bytes: Uint8Array, model: ModelUse }

async function languageData(code: string, folder?: string): Promise<LanguageData> {
  if (!CODE.test(code)) throw new EffaceError('ERR_INVALID_OPTION', `Expected a language code such as eng but received ${code}`, { stage: 'options' })
  const file = languageFile(code, folder)
  if (!file) {
    const where = folder === undefined ? `install @tesseract.js-data/${code}` : `put ${code}.traineddata into the folder of langPath`
    throw new EffaceError('ERR_OCR_FAILED', `No data for language ${code}: ${where}`, { stage: 'ocr' })
  }
  const bytes = await readFile(file.path)
  const model = { file: file.name, sha256: createHash('sha256').update(bytes).digest('hex') }
  return { code, bytes: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes, model }
}

/** Portable grey map: the simplest form Tesseract's reader takes. */
function pgm({ width, height, data }: Grey): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`)
  const out = new Uint8Array(header.length + width * height)
  out.set(header)
  out.set(data.subarray(0, width * height), header.length)
  return out
}

/** Columns: level page block paragraph line word left top width height confidence text. */
function parseTsv(tsv: string): ReadWord[] {
  const words: ReadWord[] = []
  for (const row of tsv.split('\n')) {
    const cell = row.split('\t')
    const text = cell[11]?.trim()
    if (cell[0] !== '5' || !text) continue
    words.push({ text, x: +cell[6], y: +cell[7], w: +cell[8], h: +cell[9], confidence: Math.max(0, Math.min(1, +cell[10] / 100)) })
  }
  return words
}
