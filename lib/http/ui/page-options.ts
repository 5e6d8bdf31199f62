import type { IncomingHttpHeaders } from 'node:http'
import { boolean, list, matching, oneOf, shape } from '../../core/check.js'
import { GROUPS } from '../../core/groups.js'
import { invalidOption } from '../../core/is.js'
import { methodNames } from '../../core/methods.js'
import { objectLabels } from '../../core/object-labels.js'
import { ocrNames, type OcrName } from '../../core/ocr-engines.js'
import type { AnyOptions } from '../../core/option-types.js'
import type { Method } from '../../core/types.js'
import type { PageChoices } from './wire.js'

export const choices = {
  objects: objectLabels, entities: Object.keys(GROUPS), ocr: ocrNames, accuracy: ['standard', 'high'], sensitivity: ['high', 'standard', 'low'],
  onUnread: ['keep', 'cut', 'redact'],
} as const satisfies PageChoices

/** What somebody chose. `anew`: to look again, whatever is kept of an earlier review. */
interface Chosen {
  anew: boolean
  objects: readonly string[]
  entities: readonly string[]
  ocr: OcrName
  accuracy: 'standard' | 'high'
  sensitivity: 'high' | 'standard' | 'low'
  onUnread: 'keep' | 'cut' | 'redact'
  method: Method
  languages: readonly string[]
}

const check = shape<Partial<Chosen>>({
  anew: boolean, objects: list(oneOf(...choices.objects), 'an array of labels'), entities: list(oneOf(...choices.entities), 'an array of groups'),
  ocr: oneOf(...choices.ocr), accuracy: oneOf(...choices.accuracy), sensitivity: oneOf(...choices.sensitivity), onUnread: oneOf(...choices.onUnread),
  method: oneOf(...methodNames), languages: list(matching(/^([a-zA-Z]{3}(_[a-zA-Z]+)?|auto)$/, 'codes such as eng, or auto'), 'an array of codes'),
})

/**
 * What somebody chose in the page, from the header `x-efface-review`: JSON. What is not chosen is as the server says; nothing else can be asked for.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 */
export function readChoices({ 'x-efface-review': header }: IncomingHttpHeaders): { anew: boolean, said: AnyOptions } {
  if (header === undefined) return { anew: false, said: {} }
  let value: unknown
  try {
    value = JSON.parse(String(header))
  } catch {
    throw invalidOption('x-efface-review', 'JSON', header)
  }
  const { anew = false, entities = [], languages = [], ...rest } = check(value, '')
  return { anew, said: { ...rest, ...entities.length > 0 && { entities: { enable: entities } }, ...languages.length > 0 && { languages } } }
}
