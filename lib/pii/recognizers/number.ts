import { stdnum } from 'stdnum'
import { uniform } from '../checks.js'
import type { Meaning } from '../lexicon/index.js'
import type { Rule } from '../rule.js'

export const B = '(?<![\\p{L}\\p{N}-]|\\p{N}[.,/])'
export const E = '(?![\\p{L}\\p{N}]|[-.,/]\\p{N})'
const KEYED: readonly Meaning[] = ['ssn', 'taxid', 'id']

/** Look alone tells them from every other number, check digits or not. */
const DISTINCT: ReadonlySet<string> = new Set(('us.ssn gb.nino fr.nir it.codicefiscale fi.hetu in.gstin sg.nric br.cpf br.cnpj mx.curp mx.rfc cl.rut be.nn be.nn.bis ch.ssn ' +
  'es.dni.dotted es.nie.dashed ae.id pk.cnic hk.hkid').split(' '))

/**
 * A number with check digits of its own.
 *
 * @param name country and kind; `.plain` without separators, which proves less
 * @param look what it looks like; separators as they are written
 * @param check its check digits; `any` where it has none
 * @param score without a keyword nearby: above 0.5 where look and check digits prove it
 */
export const number = (name: string, look: string, check: (value: string) => boolean, score: number, label = 'SSN', context = KEYED): Rule => ({
  name, label, view: /\p{L}/u.test(look.replace(/\\[dpN]/g, '')) ? 'raw' : 'digits',
  pattern: new RegExp(`${B}(?:${look})${E}`, 'giu'), validate: value => !uniform(value), score, context, contextScore: 0.9,
  ...check !== any && { check: (value: string) => check(value.toUpperCase()) }, ...DISTINCT.has(name) && { distinct: true },
  // Without check digits a lone number is nobody's.
  bare: check === any && score < 0.5 ? 0 : undefined,
})

/** For numbers without check digits. */
export const any = (): boolean => true

/** A check of the stdnum library, with the signs taken out that people put between the figures. */
export const std = (country: string, kind: string) => (value: string): boolean => stdnum[country][kind].validate(value.replace(/[. ]/g, '')).isValid
/** The same with every separator taken out. */
export const bareStd = (country: string, kind: string) => (value: string): boolean => stdnum[country][kind].validate(value.replace(/[^\p{L}\p{N}]/gu, '')).isValid
