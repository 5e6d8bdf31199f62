import { extname } from 'node:path'
import { FORMATS, formatNames, type Format } from '../core/formats.js'
import type { StoredObject } from '../storage/storage.js'

/** A file to work on, or one that is left out. */
export interface Input {
  /** Path or URL. */
  path: string
  /** Below the output folder: where the file is to lie. Trees of folders are kept. */
  place: string
  /** What a listing has told of it. */
  found?: StoredObject
  /** Why it is left out although nobody asked for it. */
  skipped?: string
}

/** Which files are wanted. */
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

/** Formats by the endings of names, in small letters and without the dot. */
export const BY_EXTENSION: Readonly<Record<string, Format>> = Object.fromEntries(
  formatNames.flatMap(name => FORMATS[name].extensions.map(extension => [extension, name])))

/** The format that a file's name promises. */
export const formatOfName = (path: string): Format | undefined => BY_EXTENSION[extname(path).slice(1).toLowerCase()]

const PATTERN = /[*?[{]/
export const isPattern = (name: string): boolean => PATTERN.test(name)
/** What stands before the first sign of a pattern. */
export const beforePattern = (name: string): string => name.slice(0, name.search(PATTERN))
