import { createHmac, randomBytes } from 'node:crypto'
import type { ProcessedTextOptions } from '../core/option-types.js'
import type { RecognizedEntity } from '../core/types.js'

type Markable = Pick<RecognizedEntity, 'text' | 'bestLabel' | 'labels'>

const PLACEHOLDER = /UNIQUE_NUMBERED_ENTITY_TYPE|UNIQUE_HASHED_ENTITY_TYPE|BEST_ENTITY_TYPE|ALL_ENTITY_TYPES/g

/**
 * Numbers for the entities of one document: the same text gets the same number on every page. One object a document;
 * case and spacing do not make another text.
 *
 * @example
 * const numbering = new Numbering()
 * numbering.marker({ text: 'Ada Byron', bestLabel: 'NAME', labels: { NAME: 0.9 } }) // 'NAME_1'
 */
export class Numbering {
  readonly #numbers = new Map<string, Map<string, number>>()
  readonly #salt = randomBytes(16)
  readonly #pattern: string
  readonly #mask?: string

  constructor(options: ProcessedTextOptions = {}) {
    this.#pattern = options.pattern ?? '[UNIQUE_NUMBERED_ENTITY_TYPE]'
    if (options.type === 'MASK') this.#mask = options.mask_character ?? '#'
  }

  /** NAME_1, NAME_2, … */
  marker(entity: Markable): string {
    let numbers = this.#numbers.get(entity.bestLabel)
    if (!numbers) this.#numbers.set(entity.bestLabel, numbers = new Map())
    const key = entity.text.toLowerCase().replace(/\s+/g, ' ')
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return `${entity.bestLabel}_${number}`
  }

  /** NAME_x4Tz…: the same for the same text in this document, not to be undone or compared across documents. */
  hashed(entity: Markable): string {
    const key = entity.text.toLowerCase().replace(/\s+/g, ' ')
    return `${entity.bestLabel}_${createHmac('sha256', this.#salt).update(key).digest('base64url').slice(0, 8)}`
  }

  /** What replaces the entity in the text, after the pattern. */
  replacement(entity: Markable): string {
    if (this.#mask !== undefined) return this.#mask.repeat([...entity.text].length)
    return this.#pattern.replace(PLACEHOLDER, placeholder => {
      switch (placeholder) {
        case 'UNIQUE_NUMBERED_ENTITY_TYPE': return this.marker(entity)
        case 'UNIQUE_HASHED_ENTITY_TYPE': return this.hashed(entity)
        case 'BEST_ENTITY_TYPE': return entity.bestLabel
        default: return Object.keys(entity.labels).join(',')
      }
    })
  }
}

/**
 * The text with every entity replaced.
 *
 * @param entities not overlapping, as findEntities() gives them
 * @example
 * const text = 'Ada Byron was here'
 * processText(text, await findEntities(text)) // '[NAME_1] was here'
 */
export function processText(text: string, entities: readonly (Markable & { start: number, end: number })[], numbering = new Numbering()): string {
  let out = ''
  let at = 0
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    if (entity.start < at) continue
    out += text.slice(at, entity.start) + numbering.replacement(entity)
    at = entity.end
  }
  return out + text.slice(at)
}
