import type { Method } from './methods.js'

/** How readily the built-in detectors of objects call something a find. */
export type Sensitivity = 'high' | 'standard' | 'low'

/** What is known of one label of objects. */
export interface ObjectInfo {
  /** For the docs. */
  about: string
  /** Looked for when nothing is said, or only when asked for. */
  byDefault: boolean
  /** Where it is looked for: in the picture, by a detector of vision/detectors.ts; or beside the words that were read, by the stage ocr(). */
  seen: 'picture' | 'words'
  /** Least score of a find, by sensitivity, where the caller sets no threshold. Absent: {@link OTHER_SCORE}. */
  scores?: Readonly<Record<Sensitivity, number>>
  /** How it is painted when nothing is said. */
  method: Method
  /** Added on each side, of the box's height (of its width where it stands like vertical text). */
  padding: number
  /** Labels of entities that its finds are reported as, by what they say. Absent: its own. */
  types?: readonly string[]
}

/** Of objects that are not in the table. */
export const otherObject = { method: 'blackbox', padding: 0.1 } as const satisfies Partial<ObjectInfo>

/** Least score of finds whose row says none. */
const OTHER_SCORE = 0.5

const TABLE = {
  FACE: { about: 'Faces of people', byDefault: true, seen: 'picture', scores: { high: 0.12, standard: 0.3, low: 0.6 }, method: 'blur', padding: 0.15 },
  LICENSE_PLATE: {
    about: 'License plates of vehicles', byDefault: true, seen: 'picture', scores: { high: 0.35, standard: 0.47, low: 0.6 }, method: 'blackbox', padding: 0.2,
  },
  BARCODE: {
    about: 'QR, Aztec, Data Matrix, PDF417 and linear codes that can be decoded. Reported as `URL` where the code holds a link, else as `NUMERICAL_PII`. Settings of `BARCODE` hold for all of them, over those of what they are reported as; `--fail-on BARCODE` is met by any',
    byDefault: false, seen: 'picture', ...otherObject, types: ['URL', 'NUMERICAL_PII'],
  },
  SIGNATURE: {
    about: "Handwriting beside or above words such as \"Signature\" or \"Signed\". Found by the stage `ocr()`, since the words come first; with `ocr: 'none'` there are none",
    byDefault: false, seen: 'words', ...otherObject,
  },
} as const satisfies Record<string, ObjectInfo>

/** A label of objects that is built in. */
export type ObjectLabel = keyof typeof TABLE

/** Those that a detector of vision/detectors.ts looks for. */
export type PictureLabel = { [L in ObjectLabel]: (typeof TABLE)[L]['seen'] extends 'picture' ? L : never }[ObjectLabel]

/** Every label of objects that is built in. Plug-ins may bring labels of their own. */
export const OBJECTS: Readonly<Record<string, ObjectInfo>> = TABLE

/** What can be looked for. */
export const objectLabels: readonly string[] = Object.keys(OBJECTS)

/** What is looked for when nothing is said. */
export const defaultObjects: readonly string[] = objectLabels.filter(label => OBJECTS[label]!.byDefault)

/** What objects found as BARCODE are reported as, by what they say. */
export const codeTypes: readonly string[] = OBJECTS.BARCODE!.types!

/** Least score of a find where the caller sets no threshold. */
export const leastScore = (label: string, sensitivity: Sensitivity): number => OBJECTS[label]?.scores?.[sensitivity] ?? OTHER_SCORE
