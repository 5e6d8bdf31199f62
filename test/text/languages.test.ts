// Text in the languages that are promised, drawn and read with the default engine. Accents may be lost: names are found without them.
import t from 'tap'
import { createOcr } from '../../lib/text/index.js'
import { drawLines } from './fixtures/draw.js'

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  eng: ['The patient was seen on Thursday morning', 'Please return this letter to the address below', 'Her brother lives in Stoke with two children'],
  fra: ['Madame Hélène Lefèvre habite à Besançon', 'Le garçon a reçu la lettre où son père écrivait', 'Votre numéro de dossier figure ci-dessus'],
  deu: ['Herr Jürgen Müller wohnt in der Größenstraße', 'Bitte überweisen Sie den Betrag bis Dienstag', 'Die Rechnung für März wurde nicht bezahlt'],
  spa: ['El señor Peña llegó mañana por la mañana', 'La dirección del niño está en el expediente', 'Devuélvalo con su número de teléfono'],
  ita: ['La città è più bella con la neve', 'Il signor Nicolò abita vicino al caffè', 'Si prega di restituire questa lettera firmata'],
  por: ['A senhora Conceição não está em São João', 'O número da apólice é o seguinte', 'Devolva este formulário até amanhã'],
  nld: ['Mevrouw Van den Heuvel woont in Coördinatie', 'Graag ontvangen wij deze brief ondertekend retour', 'De rekening is vorige week betaald'],
}

const plain = (text: string): string => text.normalize('NFD').replace(/ß/g, 'b').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]
}

const engine = await createOcr({ ocr: 'auto' })
for (const [language, lines] of Object.entries(TEXTS)) {
  t.test(language, async t => {
    const view = await drawLines(lines.map((text, i) => ({ text, x: 30, y: 60 + 60 * i })), { width: 900, height: 240 })
    const { words } = await engine.recognize(view, {})
    const read = words.map(word => plain(word.text))
    const missed = lines.join(' ').split(' ').map(plain).filter(word => !read.some(other => edits(word, other) <= 0.2 * word.length))
    const count = lines.join(' ').split(' ').length
    t.ok(missed.length <= 0.1 * count, `${missed.length} of ${count} words not read: ${missed.join(' ')}`)
  })
}
