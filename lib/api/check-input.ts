// What goes in and comes out, said wrong: in words that name the function that was meant.
import { Readable } from 'node:stream'
import { EffaceError } from '../core/errors.js'

/** The function that takes what was given. */
const TAKERS = { path: 'effaceFile() takes paths', bytes: 'effaceBuffer() takes bytes', stream: 'efface() is a stream to pipe it through' } as const

function kindOf(value: unknown): { words: string, taker?: string } {
  if (typeof value === 'string' || value instanceof URL) return { words: value === '' ? 'an empty text' : 'a path', taker: TAKERS.path }
  if (value instanceof Uint8Array) return { words: 'bytes', taker: TAKERS.bytes }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return { words: `an ${value.constructor.name}`, taker: `${TAKERS.bytes}: new Uint8Array(buffer)` }
  if (value instanceof Readable) return { words: 'a stream', taker: TAKERS.stream }
  if (value instanceof ReadableStream) return { words: 'a Web Stream', taker: 'effaceWeb() of efface/web is one to pipe it through' }
  if (value instanceof Blob) return { words: 'a Blob', taker: `${TAKERS.bytes}: new Uint8Array(await blob.arrayBuffer())` }
  return { words: value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value === 'undefined' ? 'nothing' : `a value of type ${typeof value}` }
}

function refuse(name: string, wants: string, value: unknown): never {
  const { words, taker } = kindOf(value)
  throw new EffaceError('ERR_INVALID_OPTION', `${name} wants ${wants}, and received ${words}${taker === undefined ? '' : `: ${taker}`}`, { stage: 'options' })
}

const isPath = (value: unknown): value is string | URL => (typeof value === 'string' && value !== '') || value instanceof URL

/** @throws EffaceError ERR_INVALID_OPTION */
export function checkPaths(name: string, input: unknown, output: unknown): void {
  if (!isPath(input)) refuse(name, 'a path or URL as its input', input)
  if (!isPath(output)) refuse(name, 'a path or URL for its output', output)
}

/** @throws EffaceError ERR_INVALID_OPTION */
export function checkBytes(name: string, input: unknown): void {
  if (!(input instanceof Uint8Array)) refuse(name, 'bytes (a Buffer or Uint8Array)', input)
}

/** @throws EffaceError ERR_INVALID_OPTION */
export function checkSource(name: string, input: unknown): void {
  if (!isPath(input) && !(input instanceof Uint8Array) && !(input instanceof Readable)) refuse(name, 'a path, bytes (a Buffer or Uint8Array) or a stream of Node', input)
}

/** Options that are something to be redacted. @throws EffaceError ERR_INVALID_OPTION */
export function checkNoInput(name: string, options: unknown): void {
  if (kindOf(options).taker !== undefined) refuse(name, 'options or nothing', options)
}
