/**
 * Which engine reads which language (ISO 639-2, as Tesseract names them): the letters that PP-OCR's Latin head has read best, those that its whole head
 * has, and those of Latin script that Tesseract reads better, where its data are there. All others are Tesseract's. Measured on rendered lines:
 * docs/accuracy.md.
 */
const LATIN = new Set(('afr aze bos bre cat ceb ces cos cym dan dan_frak deu deu_frak eng enm epo est eus fao fil fin fra frk frm fry gla gle glg hat hrv hun ind isl ita ita_old jav ' +
  'kmr lat lav lit ltz mlt mri msa nld nor oci pol por que ron slk slk_frak slv spa spa_old sqi srp_latn sun swa swe tgl ton tur uzb yor auto').split(' '))
const WHOLE = new Set(['chi_sim', 'chi_tra', 'jpn'])
const BETTER_BY_TESSERACT = new Set(['vie'])

export const needsWholeHead = (language: string): boolean => WHOLE.has(language)

/** Whether PP-OCR reads all of these languages; `hasData` tells whether Tesseract could read one. */
export function isReadByPaddle(languages: readonly string[], hasData: (language: string) => boolean): boolean {
  return languages.every(language => LATIN.has(language) || WHOLE.has(language) || BETTER_BY_TESSERACT.has(language) && !hasData(language))
}

/** Letters that PP-OCR takes for those of a language that look like them, in pairs: it has seen more Turkish than Romanian. */
const TAKEN_FOR: Readonly<Record<string, string>> = { ron: 'ŞȘşșŢȚţțĮȚįț' }

/** The characters as they are spelt where text is of one language alone. */
export function spelt(characters: readonly string[], languages: readonly string[]): string[] {
  const pairs = [...languages.length === 1 && TAKEN_FOR[languages[0]] || '']
  return characters.map(character => {
    const at = pairs.findIndex((read, i) => i % 2 === 0 && read === character)
    return at < 0 ? character : pairs[at + 1]
  })
}
