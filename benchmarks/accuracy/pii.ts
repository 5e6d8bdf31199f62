/**
 * How much of the personal text of Presidio's synthetic sentences is found.
 *
 *     node benchmarks/accuracy/pii.js [--no-names] [--missed LABEL] [--false] [--labels]
 *
 * Development data (../shared/data/ner/presidio-synth): it has been looked at, so its figures are not for a headline.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findEntities } from '../../lib/pii/index.js'

interface Gold { full_text: string, spans: { entity_type: string, start_position: number, end_position: number }[] }
interface Range { start: number, end: number, label: string }

const { values } = parseArgs({ options: {
  'no-names': { type: 'boolean' }, missed: { type: 'string' }, false: { type: 'boolean' }, labels: { type: 'boolean' }, data: { type: 'string' }, limit: { type: 'string' },
} })
const file = values.data ?? '../shared/data/ner/presidio-synth/synth_dataset_v2.json'
const samples = (JSON.parse(await readFile(file, 'utf8')) as Gold[]).slice(0, Number(values.limit ?? Infinity))

/**
 * Words that do not count when spans are compared, nor does punctuation: as in Presidio's own evaluation (presidio-research,
 * SpanEvaluator), by which the figures of its configurations were published. Its list is longer.
 */
const SKIPPED = new Set(('a an the and or of in at on to for by from as is was this do de rue via street st apt suite unit box po corner address city state ' +
  'country zip mr mrs ms miss day days week weeks month months year years old age ago morning evening night inc ltd s').split(' '))

/** 1 for each character that counts. */
function counting(text: string): Uint8Array {
  const counts = new Uint8Array(text.length)
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (!SKIPPED.has(word.toLowerCase())) counts.fill(1, index, index + word.length)
  }
  return counts
}

/** Characters that count in [from, to). */
const count = (counts: Uint8Array, from: number, to: number): number => {
  let n = 0
  for (let i = from; i < to; i++) n += counts[i]
  return n
}

function iou(a: Range, b: Range, counts: Uint8Array): number {
  const inter = count(counts, Math.max(a.start, b.start), Math.min(a.end, b.end))
  return inter === 0 ? 0 : inter / (count(counts, a.start, a.end) + count(counts, b.start, b.end) - inter)
}

/** Python counts code points, JavaScript UTF-16 units. */
function utf16(text: string, offset: number): number {
  let at = 0
  for (let i = 0; i < offset; i++) at += text.codePointAt(at)! > 0xffff ? 2 : 1
  return at
}

/** Spans of one family with nothing but spaces and punctuation between them are one span, as in Presidio's own evaluation. */
function joined(text: string, ranges: Range[], family: (label: string) => string): Range[] {
  const out: Range[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = out.at(-1)
    const near = last && family(last.label) === family(range.label)
    if (near && /^[\s\p{P}]*$/u.test(text.slice(last.end, range.start))) last.end = Math.max(last.end, range.end)
    else out.push({ ...range })
  }
  return out
}

const family = (label: string): string => /^LOCATION_(?:ADDRESS|ZIP)/.test(label) ? 'ADDRESS' : label.split('_')[0]

/** Our labels that mean what one of the annotation means, as patterns. */
const COMPATIBLE: Readonly<Record<string, RegExp>> = {
  PERSON: /^NAME/, STREET_ADDRESS: /^LOCATION/, GPE: /^LOCATION/, ORGANIZATION: /^ORGANIZATION/, CREDIT_CARD: /^CREDIT_CARD$/, DATE_TIME: /^(?:DATE|DOB|TIME|DURATION)/,
  PHONE_NUMBER: /^PHONE_NUMBER$/, AGE: /^AGE$/, NRP: /^(?:ORIGIN|RELIGION|POLITICAL|LANGUAGE)/, EMAIL_ADDRESS: /^EMAIL_ADDRESS$/, TITLE: /^(?:OCCUPATION|GENDER)/,
  ZIP_CODE: /^LOCATION/, DOMAIN_NAME: /^URL$/, IBAN_CODE: /^BANK_ACCOUNT$/, US_SSN: /^SSN$/, IP_ADDRESS: /^IP_ADDRESS$/, US_DRIVER_LICENSE: /^DRIVER_LICENSE$/,
}
const byLabel = new Map<string, { gold: number, hit: number, chars: number, masked: number, found: number, agreed: number }>()
const falseByLabel = new Map<string, number>()
let gold = 0, predicted = 0, matched = 0, goldChars = 0, maskedChars = 0, goodChars = 0, ms = 0
for (const sample of samples) {
  const text = sample.full_text
  const annotated = sample.spans.map(s => ({ start: utf16(text, s.start_position), end: utf16(text, s.end_position), label: s.entity_type }))
  const counts = counting(text)
  const counted = (range: Range): boolean => count(counts, range.start, range.end) > 0
  const truth = joined(text, annotated, label => label).filter(counted)
  const from = performance.now()
  const found = await findEntities(text, { names: values['no-names'] !== true })
  ms += performance.now() - from
  const entities = joined(text, found.map(e => ({ start: e.start, end: e.end, label: e.bestLabel })), family).filter(counted)
  const personal = new Uint8Array(text.length)
  const masked = new Uint8Array(text.length)
  for (const t of truth) for (let i = t.start; i < t.end; i++) personal[i] = /\s/.test(text[i]) ? 0 : 1
  for (const e of entities) for (let i = e.start; i < e.end; i++) masked[i] = /\s/.test(text[i]) ? 0 : 1
  gold += truth.length
  predicted += entities.length
  for (let i = 0; i < text.length; i++) {
    goldChars += personal[i]
    maskedChars += masked[i]
    goodChars += personal[i] & masked[i]
  }
  const used = new Set<Range>()
  for (const t of truth) {
    const row = byLabel.get(t.label) ?? { gold: 0, hit: 0, chars: 0, masked: 0, found: 0, agreed: 0 }
    byLabel.set(t.label, row)
    row.gold++
    let covered = 0
    for (let i = t.start; i < t.end; i++) {
      row.chars += personal[i]
      covered += masked[i] & personal[i]
    }
    row.masked += covered
    // What it is called: by the entity that covers most of it.
    const [most] = found.map(e => ({ label: e.bestLabel, shared: count(counts, Math.max(e.start, t.start), Math.min(e.end, t.end)) }))
      .sort((a, b) => b.shared - a.shared)
    if (most && most.shared > 0) {
      const agreed = COMPATIBLE[t.label].test(most.label)
      row.found++
      row.agreed += Number(agreed)
      if (values.labels && !agreed) {
        console.log(`CALLED ${t.label} ${most.label} <${text.slice(t.start, t.end)}> in ` +
          `${JSON.stringify(text.slice(Math.max(0, t.start - 40), t.end + 20))}`)
      }
    }
    const hit = entities.find(e => !used.has(e) && iou(e, t, counts) >= 0.9)
    if (hit) {
      used.add(hit)
      row.hit++
      matched++
    } else if (values.missed === t.label || values.missed === 'ALL') {
      console.log(`${t.label} <${text.slice(t.start, t.end)}> in ${JSON.stringify(text.slice(Math.max(0, t.start - 40), t.end + 20))} ` +
        `found ${entities.filter(e => iou(e, t, counts) > 0).map(e => `${e.label} <${text.slice(e.start, e.end)}>`).join(', ')}`)
    }
  }
  for (const e of entities) {
    if (used.has(e)) continue
    falseByLabel.set(e.label, (falseByLabel.get(e.label) ?? 0) + 1)
    if (values.false && !truth.some(t => iou(t, e, counts) > 0)) console.log(`FALSE ${e.label} <${text.slice(e.start, e.end)}> in ${JSON.stringify(text.slice(Math.max(0, e.start - 30), e.end + 30))}`)
  }
}

const percent = (a: number, b: number): string => (100 * a / Math.max(1, b)).toFixed(1).padStart(5)
const precision = matched / predicted
const recall = matched / gold
console.log('label               spans  found %  masked %  compatible label %')
for (const [label, row] of [...byLabel].sort((a, b) => b[1].gold - a[1].gold)) {
  console.log(`${label.padEnd(18)} ${String(row.gold).padStart(6)}    ${percent(row.hit, row.gold)}     ${percent(row.masked, row.chars)}     ${percent(row.agreed, row.found)}`)
}
console.log('predicted, not matched:', [...falseByLabel].sort((a, b) => b[1] - a[1]).map(([l, n]) => `${l} ${n}`).join(', '))
console.log(`span precision ${percent(matched, predicted)}, recall ${percent(matched, gold)}, F2 ${(5 * precision * recall / (4 * precision + recall)).toFixed(3)}`)
console.log(`personal characters masked ${percent(goodChars, goldChars)} %, of masked characters personal ${percent(goodChars, maskedChars)} %`)
const rows = [...byLabel.values()]
console.log(`of spans of which something was found, with a compatible label ${percent(rows.reduce((n, row) => n + row.agreed, 0), rows.reduce((n, row) => n + row.found, 0))} %`)
console.log(`${(ms / samples.length).toFixed(2)} ms a sample`)
