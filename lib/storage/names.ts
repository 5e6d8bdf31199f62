import { extname } from 'node:path'
import { FORMATS } from '../core/formats.js'

/** 's3' of 's3://bucket/key'; undefined of a path. A scheme has two letters at least: C:\scans is a path. */
export function schemeOf(url: string): string | undefined {
  return (/^([a-z][a-z0-9+.-]+):\/\//i.exec(url) ?? /^(file):/i.exec(url))?.[1].toLowerCase()
}

/** By its extension. */
export function contentTypeOf(url: string): string | undefined {
  const extension = extname(url).slice(1).toLowerCase()
  return Object.values(FORMATS).find(({ extensions }) => (extensions as readonly string[]).includes(extension))?.types[0]
}
