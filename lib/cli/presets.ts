import type { EffaceOptions } from '../core/option-types.js'

export interface Preset {
  /** For help and docs. */
  about: string
  options: EffaceOptions
}

/** Everything that a code, a signature or what cannot be read may say of a person. */
const DOCUMENTS: EffaceOptions = { objects: ['FACE', 'LICENSE_PLATE', 'BARCODE', 'SIGNATURE'], onUnread: 'redact' }

/** What `--preset` and the config file's `preset` stand for. Options that are said besides win. */
export const PRESETS = {
  hipaa: {
    about: 'the eighteen identifiers of 45 CFR 164.514(b)(2), full-face photographs, codes and signatures; text that cannot be read',
    options: { ...DOCUMENTS, entities: { enable: ['HIPAA_SAFE_HARBOR'] }, method: 'blackbox' },
  },
  gdpr: {
    about: 'what articles 4(1) and 9(1) of the GDPR call personal or sensitive, faces, plates, codes and signatures; text that cannot be read',
    options: { ...DOCUMENTS, entities: { enable: ['GDPR', 'GDPR_SENSITIVE'] } },
  },
  pci: {
    about: 'card and bank numbers, expiration dates, verification values and PINs, and codes; names and faces stay; text that cannot be read goes',
    options: { objects: ['BARCODE'], entities: { enable: ['PCI', 'PASSWORD'] }, onUnread: 'redact', method: 'blackbox' },
  },
  street: {
    about: 'faces and license plates, missing as few as can be; signs are not read',
    options: { objects: ['FACE', 'LICENSE_PLATE'], ocr: 'none', sensitivity: 'high' },
  },
  screenshots: {
    about: 'all personal text, faces and codes; no plates, since icons are taken for them; text that cannot be read',
    options: { objects: ['FACE', 'BARCODE'], entities: { enable: ['DEFAULT'] }, onUnread: 'redact' },
  },
  'faces-only': { about: 'faces; no text is read', options: { objects: ['FACE'], ocr: 'none' } },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof PRESETS

export const presetNames = Object.keys(PRESETS) as PresetName[]
