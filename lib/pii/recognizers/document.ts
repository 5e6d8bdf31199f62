import { stdnum } from 'stdnum'
import { uniform } from '../checks.js'
import type { Meaning } from '../lexicon/index.js'
import type { Rule } from '../rule.js'

const B = '(?<![\\p{L}\\p{N}/.:-])'
const E = '(?![\\p{L}\\p{N}]|-\\p{N})'

interface Options {
  name?: string
  /** Score without a keyword nearby. Default 0.1: it takes a keyword. */
  score?: number
  /** What it must be made of. */
  check?: (value: string) => boolean
  /** Check digits: a number that fails them is still one beside its keyword. */
  valid?: (value: string) => boolean
  /** Capitals only: small letters make words of it. */
  capitals?: boolean
}

/**
 * A number of a card or paper.
 *
 * @param look regular expression, without anchors; letters as capitals
 * @param context keywords that prove it
 * @example document('PASSPORT_NUMBER', '[A-Z]\\d{8}', ['passport'])
 */
export function document(label: string, look: string, context: readonly Meaning[], { name, score = 0.1, check, valid, capitals = false }: Options = {}): Rule {
  return {
    name, label, pattern: new RegExp(`${B}(?:${look})${E}`, capitals ? 'gu' : 'giu'), validate: value => !uniform(value) && (check?.(value.toUpperCase()) ?? true),
    ...valid && { check: (value: string) => valid(value.toUpperCase()) }, score, context, contextScore: 0.88,
  }
}

/** A check of the stdnum library. */
export const std = (country: string, kind: string) => (value: string): boolean => stdnum[country][kind].validate(value.toUpperCase()).isValid

/** At least this many digits. */
export const digits = (count: number) => (value: string): boolean => value.replace(/\D/g, '').length >= count
