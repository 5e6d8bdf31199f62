import type { Dirent } from 'node:fs'
import { basename, extname } from 'node:path'
import { FORMATS, formatNames, type Format } from '../core/formats.js'
import { shown } from '../storage/names.js'
import type { StoredObject } from '../storage/storage.js'
import { IGNORE_FILE } from './ignore-file.js'

export const BY_EXTENSION: Readonly<Record<string, Format>> = Object.fromEntries(
  formatNames.flatMap(name => FORMATS[name].extensions.map(extension => [extension, name])))

/** The format that a file's name promises. */
export const formatOfName = (path: string): Format | undefined => BY_EXTENSION[extname(path).slice(1).toLowerCase()]

export interface Input {
  /** Path or URL. */
  path: string
  /** Below the output folder: where the file is to lie. Trees of folders are kept. */
  place: string
  /** Why it is left out although nobody asked for it. */
  skipped?: string
  /** What a listing has told of it. */
  found?: StoredObject
}

/** Said where nothing is left to do, before what was skipped. */
export const noImages = (names: readonly string[]): string => `No image files in ${names.map(shown).join(', ')}`

export interface InputFilter {
  /** Patterns of places, or of names where they have no slash: what matches is left out. */
  exclude?: readonly string[]
  /** Patterns as `.gitignore` has them. Folders may have more, in a file `.effaceignore`. */
  ignore?: readonly string[]
  /** Files that were changed before are left out. */
  since?: Date
  /** Folders that a run writes to: what lies there are its outputs, and so are files called `NAME.redacted.EXT`. Absent: nothing is written. */
  outputs?: readonly string[]
}

/** Why a file of a folder is left out; '' where nobody need be told; undefined where it is not. */
export function whySkipped(name: string, kind: Pick<Dirent, 'isFile'> | undefined, writes: boolean): string | undefined {
  const isPicture = formatOfName(name) !== undefined
  if (!kind) return 'a link to nothing'
  if (!kind.isFile()) return 'no file'
  if (name === IGNORE_FILE) return ''
  if (name.startsWith('.')) return isPicture ? 'hidden' : ''
  if (!isPicture) return 'no picture by its name'
  return writes && isOutput(name) ? OUTPUT : undefined
}

export const OUTPUT = 'an output of efface, by its name'
export const MARK = '.redacted'
export const isOutput = (path: string): boolean => formatOfName(path) !== undefined && basename(path, extname(path)).endsWith(MARK)
