import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { EffaceError, isAbort } from '../core/errors.js'
import { storageFailed } from './failures.js'
import { request } from './http-request.js'
import { shown } from './names.js'
import type { HttpOptions } from './options.js'
import { resumable } from './resumable.js'
import type { OpenObject, Storage, StorageRequest, StoredObject, Writing } from './storage.js'

const REDIRECTS = 5
/** An answer that may be another one the next time is asked for so often … */
const ATTEMPTS = 4
/** … and no later than so. */
const PATIENCE_MS = 30_000

interface Answer { status: number, headers: IncomingMessage['headers'], body: IncomingMessage }

/** Files on web servers, to be read only. */
export class HttpStorage implements Storage {
  readonly #options: HttpOptions

  constructor(options: HttpOptions = {}) { this.#options = options }

  /** A web server does not tell what lies below: the URL itself. */
  async * list(url: string, request?: StorageRequest): AsyncGenerator<StoredObject> {
    const found = await this.head(url, request)
    if (found) yield found
  }

  /** Where HEAD is refused, as for URLs that are signed for GET, nothing is told of it but that it may be there. */
  async head(url: string, { signal }: StorageRequest = {}): Promise<StoredObject | undefined> {
    const { status, headers, body } = await this.#ask('HEAD', url, {}, signal)
    body.destroy()
    if (status === 404 || status === 410) return undefined
    return status < 300 ? describe(url, headers) : { url }
  }

  async read(url: string, { signal }: StorageRequest = {}): Promise<OpenObject> {
    const { status, headers, body } = await this.#ask('GET', url, {}, signal)
    if (status !== 200) throw refused(url, status, body)
    if (![undefined, 'identity'].includes(headers['content-encoding'])) throw refused(url, status, body, `content-encoding ${headers['content-encoding']}`)
    const object = describe(url, headers)
    const tag = headers.etag
    // Only a strong tag says that the bytes are the same.
    const from = tag?.startsWith('"') ? async (at: number) => {
      const rest = await this.#ask('GET', url, { range: `bytes=${at}-`, 'if-range': tag }, signal)
      if (rest.status !== 206 || !rest.headers['content-range']?.startsWith(`bytes ${at}-`)) throw refused(url, rest.status, rest.body, 'it has changed meanwhile')
      return rest.body
    } : undefined
    return { ...object, stream: resumable(body, { size: object.size, from, signal, failed: error => storageFailed('read', url, error) }) }
  }

  async write(url: string): Promise<Writing> { throw readOnly(url) }
  async remove(url: string): Promise<void> { throw readOnly(url) }
  async sweep(url: string): Promise<void> { throw readOnly(url) }

  /** With what a passing refusal or a broken connection takes in patience. */
  async #ask(method: 'GET' | 'HEAD', url: string, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      let wait = 250 * 2 ** attempt
      try {
        const answer = await this.#follow(method, url, headers, signal)
        if (attempt === ATTEMPTS || ![429, 500, 502, 503, 504].includes(answer.status)) return answer
        answer.body.destroy()
        const seconds = Number(answer.headers['retry-after'])
        if (seconds >= 0) wait = Math.min(seconds * 1000, PATIENCE_MS)
      } catch (error) {
        if (attempt === ATTEMPTS || error instanceof EffaceError || isAbort(error)) throw storageFailed('read', url, error)
      }
      await sleep(wait, undefined, { signal })
    }
  }

  async #follow(method: 'GET' | 'HEAD', url: string, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<Answer> {
    if (!URL.canParse(url)) throw new EffaceError('ERR_INVALID_OPTION', `Not a URL: ${shown(url)}`, { stage: 'options' })
    let place = new URL(url)
    let mayBePrivate = this.#options.privateAddresses !== 'never'
    for (let hops = 0; ; hops++) {
      const { body, isPrivate } = await request(place, { method, headers, mayBePrivate, signal })
      const { statusCode: status = 0, headers: answered } = body
      if (![301, 302, 303, 307, 308].includes(status) || answered.location === undefined) return { status, headers: answered, body }
      body.destroy()
      if (hops === REDIRECTS) throw refused(url, status, body, `more than ${REDIRECTS} redirections`)
      if (!URL.canParse(answered.location, place.href)) throw refused(url, status, body, 'a redirection to nowhere')
      const next = new URL(answered.location, place)
      if (next.protocol !== 'https:' && next.protocol !== place.protocol) throw refused(url, status, body, `a redirection to ${next.protocol}`)
      mayBePrivate &&= isPrivate
      place = next
    }
  }
}

function refused(url: string, status: number, body: IncomingMessage, why?: string): EffaceError {
  body.destroy()
  return new EffaceError('ERR_STORAGE_FAILED', `Cannot read ${shown(url)}: ${status}${why === undefined ? '' : `, ${why}`}`, { status })
}

function describe(url: string, headers: IncomingMessage['headers']): StoredObject {
  const object: StoredObject = { url }
  if (headers['content-length'] !== undefined) object.size = Number(headers['content-length'])
  const modified = new Date(headers['last-modified'] ?? NaN)
  if (!Number.isNaN(modified.getTime())) object.modified = modified
  if (headers.etag !== undefined) object.version = headers.etag
  return object
}

const readOnly = (url: string): EffaceError =>
  new EffaceError('ERR_INVALID_OPTION', `Nothing can be written to a web server: ${shown(url)}`, { stage: 'options' })
