import { ocrByLimina } from '../core/ocr-engines.js'
import { fillOptions } from '../core/options.js'
import type { EffaceOptions, EntityFilter, FilledOptions, ProcessedTextOptions } from '../core/option-types.js'
import { HttpError } from './errors.js'
import type { Reader } from './schema.js'

/** What a request in Limina's form asks for. */
export interface LiminaRequest {
  options: EffaceOptions
  returnEntity: boolean
}

const CLOUD_OCR = ['azure_computer_vision', 'azure_doc_intelligence', 'hybrid']
const ACCURACY = /^(standard|standard_high|high)(_multilingual|_automatic)?$/

/** One of Limina's labels, which may be asked for and is never found here. */
const NOT_FOUND = 'LOGO'

/**
 * The options that a `/process/files/*` or `/process/text` body says; what it does not say is not among them. Collects faults in the reader:
 * call `check()` after it.
 *
 * @param under what holds where it says nothing
 * @throws EffaceError ERR_INVALID_OPTION for an object label that is not known
 */
export function readOptions(body: Reader, under: FilledOptions): LiminaRequest {
  const options: EffaceOptions = {}
  body.string('project_id', { pattern: /^[a-zA-Z0-9\-_:]{0,60}$/ })

  const detection = body.object('entity_detection')
  const returnEntity = detection?.boolean('return_entity') ?? true
  if (detection) {
    const accuracy = detection.string('accuracy', { pattern: ACCURACY })
    if (accuracy !== undefined) options.accuracy = accuracy.startsWith('high') ? 'high' : 'standard'
    detection.boolean('enable_non_max_suppression')
    const types = detection.objects('entity_types')
    if (types.length > 0) options.entities = selection(types)
    const filters = detection.objects('filter').map(readFilter).filter(filter => filter !== undefined)
    if (filters.length > 0) options.filters = filters
  }

  const objects = body.object('object_entity_detection')?.objects('object_entity_types') ?? []
  if (objects.length > 0) {
    const { enable, disable = [] } = selection(objects)
    const labels = (enable ?? under.objects).filter(label => label !== NOT_FOUND)
    // A misspelt label is refused in either list.
    fillOptions({ objects: [...labels, ...disable.filter(label => label !== NOT_FOUND)] }, under)
    options.objects = labels.filter(label => !disable.includes(label))
  }

  const image = body.object('image_options')
  const method = image?.string('masking_method', { oneOf: ['blur', 'blackbox'] })
  image?.boolean('palette')
  if (method !== undefined) options.method = method as 'blur'

  const engine = body.object('ocr_options')?.string('ocr_system')
  if (engine !== undefined) {
    if (CLOUD_OCR.includes(engine)) throw new HttpError(400, `ocr_system ${engine} is a cloud engine; this server works offline: use paddleocr, tesseract or auto`)
    if (!Object.hasOwn(ocrByLimina, engine)) throw new HttpError(400, `ocr_system must be one of ${Object.keys(ocrByLimina).join(', ')}`)
    options.ocr = ocrByLimina[engine]!
  }
  const marked = body.object('processed_text')
  options.report = { text: true, ...marked ? { processedText: readProcessedText(marked) } : {} }
  return { options, returnEntity }
}

/** Entity types as a client lists them: ENABLE wins the field, DISABLE takes away from it. */
function selection(types: readonly Reader[]): { enable?: string[], disable?: string[] } {
  const result: { enable?: string[], disable?: string[] } = {}
  for (const entry of types) {
    const type = entry.string('type', { oneOf: ['ENABLE', 'DISABLE'] }) ?? 'ENABLE'
    const key = type === 'ENABLE' ? 'enable' : 'disable'
    result[key] = [...result[key] ?? [], ...entry.strings('value') ?? []]
  }
  return result
}

function readFilter(entry: Reader): EntityFilter | undefined {
  const type = entry.string('type', { required: true, oneOf: ['ALLOW', 'ALLOW_TEXT', 'BLOCK'] })
  const pattern = entry.string('pattern', { required: true })
  const label = entry.string('entity_type')
  const threshold = entry.number('threshold')
  if (type === undefined || pattern === undefined) return undefined
  const filter: EntityFilter = { type: type as 'ALLOW', pattern }
  if (label !== undefined && type === 'BLOCK') filter.entity_type = label
  if (threshold !== undefined) filter.threshold = threshold
  return filter
}

function readProcessedText(body: Reader): ProcessedTextOptions {
  const result: ProcessedTextOptions = {}
  const type = body.string('type', { oneOf: ['MARKER', 'MASK', 'SYNTHETIC'] })
  if (type === 'SYNTHETIC') throw new HttpError(400, 'processed_text.type SYNTHETIC is not offered; use MARKER or MASK')
  if (type !== undefined) result.type = type as 'MARKER'
  const pattern = body.string('pattern')
  if (pattern !== undefined) result.pattern = pattern
  const mask = body.string('mask_character')
  if (mask !== undefined) result.mask_character = mask
  return result
}
