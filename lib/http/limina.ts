import { ocrByLimina } from '../core/ocr-engines.js'
import { fillOptions } from '../core/options.js'
import { boolean, list, named, number, object, oneOf, text, type Static } from '../core/schema.js'
import type { AnyOptions, EntityFilter, FilledOptions, ProcessedTextOptions } from '../core/option-types.js'
import { HttpError } from './errors.js'

/** What a request in Limina's form asks for. */
export interface LiminaRequest {
  options: AnyOptions
  returnEntity: boolean
}

const CLOUD_OCR = ['azure_computer_vision', 'azure_doc_intelligence', 'hybrid']

/** One of Limina's labels, which may be asked for and is never found here. */
const NOT_FOUND = 'LOGO'

const selection = list(object({ type: oneOf('ENABLE', 'DISABLE'), value: list(text()) }))

/** The fields of a body that say options. */
export const optionFields = {
  project_id: text({ pattern: '^[a-zA-Z0-9\\-_:]{0,60}$' }),
  entity_detection: object({
    accuracy: text({ pattern: '^(standard|standard_high|high)(_multilingual|_automatic)?$' }),
    return_entity: boolean,
    enable_non_max_suppression: boolean,
    languages: list(text()),
    countries: list(text({ pattern: '^[A-Z]{2}$' })),
    checksums: oneOf('evidence', 'required'),
    entity_types: selection,
    filter: list(object({ type: oneOf('ALLOW', 'ALLOW_TEXT', 'BLOCK'), pattern: text(), entity_type: text(), threshold: number() }, ['type', 'pattern'])),
  }),
  object_entity_detection: object({ object_entity_types: selection }),
  image_options: object({ masking_method: oneOf('blur', 'blackbox'), palette: boolean, witness: boolean }),
  ocr_options: object({ ocr_system: text({ description: `One of ${Object.keys(ocrByLimina).join(', ')}` }) }),
  processed_text: object({ type: oneOf('MARKER', 'MASK', 'SYNTHETIC'), pattern: text(), mask_character: text() }),
} as const

export const optionsSchema = named('Options', object(optionFields))
export type OptionsBody = Static<typeof optionsSchema>

/**
 * The options that a body of that schema says; what it does not say is not among them.
 *
 * @param under what holds where it says nothing
 * @throws EffaceError ERR_INVALID_OPTION for an object label that is not known, HttpError 400 for what is not offered here
 */
export function readOptions(body: OptionsBody, under: FilledOptions): LiminaRequest {
  const { entity_detection: detection = {}, object_entity_detection, image_options, ocr_options, processed_text } = body
  const options: AnyOptions = {}
  const { accuracy, languages = [], countries = [], checksums, entity_types: types = [], filter: filters = [], return_entity: returnEntity = true } = detection
  if (accuracy !== undefined) options.accuracy = accuracy.startsWith('high') ? 'high' : 'standard'
  // Not Limina's: how text is looked for here.
  if (languages.length > 0) options.languages = languages
  if (countries.length > 0) options.countries = countries
  if (checksums !== undefined) options.checksums = checksums
  if (types.length > 0) options.entities = selected(types)
  if (filters.length > 0) {
    options.filters = filters.map(({ type, pattern, entity_type, threshold }): EntityFilter =>
      ({ type, pattern, ...type === 'BLOCK' && entity_type !== undefined && { entity_type }, ...threshold !== undefined && { threshold } }))
  }

  const objects = object_entity_detection?.object_entity_types ?? []
  if (objects.length > 0) {
    const { enable, disable = [] } = selected(objects)
    const labels = (enable ?? under.objects).filter(label => label !== NOT_FOUND)
    // A misspelt label is refused in either list.
    fillOptions({ objects: [...labels, ...disable.filter(label => label !== NOT_FOUND)] }, under)
    options.objects = labels.filter(label => !disable.includes(label))
  }

  if (image_options?.masking_method !== undefined) options.method = image_options.masking_method

  if (image_options?.witness !== undefined) options.witness = image_options.witness

  const engine = ocr_options?.ocr_system
  if (engine !== undefined) {
    if (CLOUD_OCR.includes(engine)) throw new HttpError(400, `ocr_system ${engine} is a cloud engine; this server works offline: use paddleocr, tesseract or auto`)
    if (!Object.hasOwn(ocrByLimina, engine)) throw new HttpError(400, `ocr_system must be one of ${Object.keys(ocrByLimina).join(', ')}`)
    options.ocr = ocrByLimina[engine]!
  }
  options.report = { text: true, ...processed_text && { processedText: processedTextOf(processed_text) } }
  return { options, returnEntity }
}

/** Entity types as a client lists them: ENABLE wins the field, DISABLE takes away from it. */
function selected(types: Static<typeof selection>): { enable?: string[], disable?: string[] } {
  const result: { enable?: string[], disable?: string[] } = {}
  for (const { type = 'ENABLE', value = [] } of types) {
    const key = type === 'ENABLE' ? 'enable' : 'disable'
    result[key] = [...result[key] ?? [], ...value]
  }
  return result
}

function processedTextOf({ type, pattern, mask_character }: NonNullable<OptionsBody['processed_text']>): ProcessedTextOptions {
  if (type === 'SYNTHETIC') throw new HttpError(400, 'processed_text.type SYNTHETIC is not offered; use MARKER or MASK')
  return { ...type !== undefined && { type }, ...pattern !== undefined && { pattern }, ...mask_character !== undefined && { mask_character } }
}
