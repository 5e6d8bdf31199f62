/** What is known of one engine. */
export interface EngineInfo {
  /** Names that a request in Limina's form may call it by. */
  limina: readonly string[]
}

/** What `ocr` may say. What makes each engine stands in text/index.ts, under the same name. */
const OCR_ENGINES = {
  auto: { limina: ['auto'] },
  tesseract: { limina: ['tesseract'] },
  paddle: { limina: ['paddleocr', 'paddle'] },
  none: { limina: ['none'] },
} as const satisfies Record<string, EngineInfo>

/** A built-in engine by name; 'auto' chooses one, 'none' reads nothing. */
export type OcrName = keyof typeof OCR_ENGINES

export const ocrNames = Object.keys(OCR_ENGINES) as OcrName[]

/** Limina's name → ours. */
export const ocrByLimina: Readonly<Record<string, OcrName>> =
  Object.fromEntries(ocrNames.flatMap(name => OCR_ENGINES[name].limina.map(theirs => [theirs, name])))
