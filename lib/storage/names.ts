import { createHash } from 'node:crypto'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FORMATS } from '../core/formats.js'
import { EffaceError } from '../core/errors.js'

/** 's3' of 's3://bucket/key'; undefined of a path. A scheme has two letters at least: C:\scans is a path. */
export function schemeOf(url: string): string | undefined {
  return (/^([a-z][a-z0-9+.-]+):\/\//i.exec(url) ?? /^(file):/i.exec(url))?.[1].toLowerCase()
}

/** Of a path or `file:` URL. @throws EffaceError ERR_INVALID_OPTION, where the URL names another machine, or cannot be a path */
export function localPath(place: string): string {
  if (schemeOf(place) !== 'file') return place
  try {
    return fileURLToPath(place)
  } catch (error) {
    throw new EffaceError('ERR_INVALID_OPTION', `A file: URL of a file on this machine (file:///folder/name) is needed: ${(error as Error).message}`, { stage: 'options' })
  }
}

/** One name for one place, as far as names tell. @throws as {@link localPath} */
export function canonicalPlace(place: string): string {
  const scheme = schemeOf(place)
  return scheme === undefined || scheme === 'file' ? resolve(localPath(place)) : scheme + place.slice(scheme.length)
}

/** A place in a bucket. Keys are as they are: '%', '?' and '#' mean nothing in them. */
export interface S3Place { bucket: string, key: string }

/** @throws EffaceError ERR_INVALID_OPTION, which does not repeat what may be a secret */
export function s3Place(url: string): S3Place {
  const [, bucket, key] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(url) ?? []
  if (bucket === undefined || !/^[a-z0-9][a-z0-9._-]{1,254}$/i.test(bucket)) {
    throw new EffaceError('ERR_INVALID_OPTION', 'Expected s3://bucket/key, where the bucket has letters, digits, dots and hyphens only', { stage: 'options' })
  }
  return { bucket, key }
}

/**
 * A name that may be shown and written down: an http URL without what may be a secret in it. Of a query there is a hash, so that two URLs
 * that differ in it alone have two names.
 */
export function shown(url: string): string {
  const scheme = schemeOf(url)
  if (scheme !== 'http' && scheme !== 'https') return url
  if (!URL.canParse(url)) return `${scheme}:`
  const { origin, pathname, search } = new URL(url)
  return origin + pathname + (search === '' ? '' : `?${createHash('sha256').update(search).digest('hex').slice(0, 12)}`)
}

/** The last part of a name: a file's own name, fit for any file system. */
export function fileName(url: string): string {
  const scheme = schemeOf(url)
  if (scheme !== 'http' && scheme !== 'https') return basename(url)
  const { pathname, hostname } = new URL(url)
  const last = pathname.split('/').findLast(part => part !== '') ?? hostname
  let name = last
  try {
    name = decodeURIComponent(last)
  } catch {} // no UTF-8: as it stands
  return isPlainName(name) ? name : last
}

/** Whether parts of a key, parted by '/', can be folders and files of their own: '..' would lead out of the folder, and 'a//b' be where 'a/b' is. */
export function isPlainPath(key: string): boolean { return key.split('/').every(isPlainName) }

const isPlainName = (name: string): boolean => !/^\.{0,2}$/.test(name) && !/[/\0]/.test(name) && (process.platform !== 'win32' || !/[\\:]/.test(name))

/** By its extension. */
export function contentTypeOf(url: string): string | undefined {
  const extension = extname(url).slice(1).toLowerCase()
  return Object.values(FORMATS).find(({ extensions }) => (extensions as readonly string[]).includes(extension))?.types[0]
}

/** Whether it is reached over a network. */
export const isRemote = (place: string): boolean => ![undefined, 'file'].includes(schemeOf(place))
