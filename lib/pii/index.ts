// Scores and thresholds in this folder were chosen by benchmarks/accuracy: pii.ts (presidio-research's sentences), forms.ts (drawn forms) and labels.ts
// (sentences of our own for each label); docs/entities.md has what they reach.
import { Cache } from '../inference/cache.js'
import { listModels } from '../inference/manifest.js'
import { currentProviders } from '../inference/providers.js'
import { textOf } from '../text/layout.js'
import type { Filter } from '../core/option-types.js'
import type { Entity, RecognizedEntity, Recognizer, Span, TextContext, VisualObject, Word } from '../core/types.js'
import { allower, blocked, labelSelector } from './filters.js'
import { LABELS } from '../core/labels.js'
import { hasFormLabel, withoutFormLabels } from './form-labels.js'
import { detectLanguages, saidLanguages } from '../text/languages.js'
import { mergeSpans } from './merge.js'
import { combsOf } from './cells.js'
import { documentOf } from './document.js'
import { addresses } from './recognizers/addresses.js'
import { contact, urls } from './recognizers/contact.js'
import { cheques } from './recognizers/cheques.js'
import { coordinates } from './recognizers/coordinates.js'
import { dates } from './recognizers/dates.js'
import { devices } from './recognizers/devices.js'
import { dialogue } from './recognizers/dialogue.js'
import { employers } from './recognizers/employers.js'
import { fields } from './recognizers/fields.js'
import { finance } from './recognizers/finance.js'
import { health } from './recognizers/health.js'
import { ids } from './recognizers/ids.js'
import { medical } from './recognizers/medical.js'
import { mrz } from './recognizers/mrz.js'
import { titledNames } from './recognizers/names.js'
import { listed } from './recognizers/listed.js'
import { licences } from './recognizers/licences.js'
import { occupations } from './recognizers/occupations.js'
import { parcels } from './recognizers/parcels.js'
import { passports } from './recognizers/passports.js'
import { persons } from './recognizers/persons.js'
import { payloads } from './recognizers/payloads.js'
import { phones } from './recognizers/phones.js'
import { places } from './recognizers/places.js'
import { secrets } from './recognizers/secrets.js'
import { tickets } from './recognizers/tickets.js'
import { vehicles } from './recognizers/vehicles.js'
import { vocabularies } from './recognizers/vocabulary.js'
import { withHyphens } from './views.js'
import { behindStates, postprocess, uncrossed, withoutPlacesInPlates } from './postprocess.js'
import { letterheads, postcodes } from './neighbours.js'
import { repeats } from './repeats.js'
import { boxesOf, widened } from './words.js'

export { list, pattern, recognizer, type PatternOptions } from './adhoc.js'
export { GROUPS } from '../core/groups.js'
export { LABELS } from '../core/labels.js'
export { Numbering, processText } from './markers.js'

export interface PiiOptions {
  /** Labels or groups. Default: the group DEFAULT, everything that tells of a person. */
  entities?: { enable?: readonly string[], disable?: readonly string[] }
  filters?: readonly Filter[]
  /** ISO 639 codes, two or three letters. */
  languages?: readonly string[]
  recognizers?: readonly Recognizer[]
  /** Settings by label; only `threshold` counts here. */
  labels?: Readonly<Record<string, { threshold?: number }>>
  /** Whether wrong check digits only make a number less sure, or rule it out. Default 'evidence'. */
  checksums?: 'evidence' | 'required'
  /** ISO 3166 codes of the countries whose telephone numbers are looked for, besides those of the languages. */
  countries?: readonly string[]
  /** Use the names model. Default true. */
  names?: boolean
}

/** Finds below this score do not count, unless the label has a threshold of its own. */
export const defaultThreshold = 0.5

/** The built-in recognisers. */
export const builtIn: readonly Recognizer[] = [
  mrz, payloads, contact, urls, phones, finance, dates, ids,
  passports, licences, parcels, health, vehicles, devices, medical, persons, places, coordinates, addresses, titledNames,
  tickets, secrets, cheques, dialogue, employers, occupations, fields, vocabularies, listed,
]

const names = new Cache()

/** The names model, made when it is first needed; onnxruntime is not loaded before. */
function namesModel(): Promise<Recognizer | undefined> {
  return names.get(currentProviders().join(), async () => {
    if (!(await listModels()).some(model => model.file === 'names.onnx')) return
    const { createNames } = await import('./names.js')
    return await createNames()
  })
}

/**
 * Personal text in a text.
 *
 * @returns entities in order, not overlapping; offsets in UTF-16 units
 * @example
 * await findEntities('Mail ada@example.org') // [{ start: 5, end: 20, text: 'ada@example.org', bestLabel: 'EMAIL_ADDRESS', labels: {…} }]
 */
export async function findEntities(text: string, options: PiiOptions = {}, context: TextContext = {}): Promise<RecognizedEntity[]> {
  const plugins = options.recognizers ?? []
  const filters = options.filters ?? []
  const custom = [...plugins.flatMap(p => p.labels), ...filters.flatMap(f => f.entityType ?? [])].filter(label => !(label in LABELS))
  const wanted = labelSelector(options.entities, custom)
  const { checksums, countries } = options
  const full = { ...context, ...checksums && { checksums }, ...countries && { countries }, languages: context.languages ?? await languagesOf(text, options) }
  const ours: Span[] = []
  const model = options.names === false ? undefined : await namesModel()
  const plain = withHyphens(text)
  for (const recognizer of builtIn) ours.push(...await recognizer.find(plain, full))
  if (model) ours.push(...uncrossed(postprocess(text, await model.find(text, full), full.words !== undefined), ours))
  const document = documentOf(plain, full)
  const spans = [...blocked(text, filters), ...withoutFormLabels(document, behindStates(plain, withoutPlacesInPlates(ours)))]
  for (const plugin of plugins) spans.push(...await plugin.find(text, full))
  const allowed = allower(text, filters)
  const kept = spans.filter(({ start, end, label, score }) =>
    score >= (options.labels?.[label]?.threshold ?? defaultThreshold) && wanted(label) && !allowed(start, end))
  const companies = letterheads(text, kept).filter(({ start, end }) => !hasFormLabel(document, start, end))
  const besides = [...postcodes(text, kept), ...companies].filter(({ start, end, label }) => wanted(label) && !allowed(start, end))
  kept.push(...repeats(text, kept), ...besides)
  return mergeSpans(text, kept, custom).filter(entity => !allowed(entity.start, entity.end))
}

/** A code on a page: what it says, and of what kind it is. */
interface ReadCode extends VisualObject { text: string, format: string }

/** Codes on goods: their numbers are nobody's. */
const GOODS = /^(?:EAN|UPC|ISBN)/i

/** The codes that hold an entity which is asked for, as objects of the type of its label. What they say stays here. */
export async function findInCodes(codes: readonly ReadCode[], options: PiiOptions = {}): Promise<VisualObject[]> {
  const found = await Promise.all(codes.filter(({ format }) => !GOODS.test(format)).map(async ({ text, format: _, ...code }) => {
    const [first] = (await findEntities(text.slice(0, LONGEST), options)).sort((a, b) => b.labels[b.bestLabel] - a.labels[a.bestLabel])
    return first ? [{ ...code, type: first.bestLabel, score: first.labels[first.bestLabel] }] : []
  }))
  return found.flat()
}

/** What a code can hold at most: no symbology has room for more. */
const LONGEST = 8192

/** For a text without a page: its own language counts when it was asked for. */
async function languagesOf(text: string, { languages }: PiiOptions): Promise<string[]> {
  const told = languages?.includes('auto') ? Object.keys(await detectLanguages(text)).slice(0, 1) : []
  return [...saidLanguages(languages), ...told]
}

/**
 * Personal text in the words of a page, with its boxes.
 *
 * @returns the words as one text (see textOf()), and the entities in it; `processedText` is the label, until a Numbering
 * has made it a marker
 */
export async function findInWords(
  words: readonly Word[], options: PiiOptions = {},
): Promise<{ text: string, entities: Entity[], languages: Record<string, number> }> {
  const { text, placed } = textOf(words)
  const languages = await detectLanguages(text)
  const spoken = new Set([...saidLanguages(options.languages), ...Object.keys(languages).slice(0, 1)])
  const found = await findEntities(text, options, { words: placed, languages: [...spoken] })
  const combs = combsOf(placed)
  const entities = found.map(entity => {
    const boxes = boxesOf(placed, entity.start, entity.end)
    return { ...entity, processedText: entity.bestLabel, boxes: widened(boxes, placed, combs, entity) }
  })
  return { text, languages, entities }
}
