/** The languages that were said, for recognisers: what is to be told by the text is English until it is told. */
export const saidLanguages = (languages: readonly string[] = ['en']): string[] => languages.map(code => code === 'auto' ? 'eng' : code)

interface Eld { detect(text: string): { language: string, getScores(): Record<string, number>, isReliable(): boolean } }

let eld: Promise<Eld> | undefined

/** Shorter texts tell nothing of their language. */
const MINIMUM = 24

/**
 * The likely languages of a text, as ISO 639-1 codes with scores 0..1; the first is the likeliest. Empty when the text is
 * too short to tell.
 */
export async function detectLanguages(text: string): Promise<Record<string, number>> {
  const letters = text.replace(/[^\p{L}\s]+/gu, ' ').replace(/\s+/g, ' ').trim()
  if (letters.length < MINIMUM) return {}
  eld ??= import('eld/extrasmall').then(module => module.eld as Eld)
  const scores = Object.entries((await eld).detect(letters.slice(0, 4000).toLowerCase()).getScores()).sort((a, b) => b[1] - a[1])
  const top = scores[0]?.[1] ?? 0
  return Object.fromEntries(scores.filter(([, score]) => score >= 0.85 * top).slice(0, 3).map(([code, score]) => [code, Math.round(score * 100) / 100]))
}
