import type { Redis } from 'ioredis'
import type { PageFindings } from '../api/findings.js'
import type { PageRange } from '../api/stages.js'
import { seal, unseal } from './sealed.js'

/** Seconds: what nobody came back for goes. */
const KEPT = 7 * 86_400

/** What was found in page ranges of documents, until their pages are joined. Sealed: see sealed.ts. */
export class FindingsStore {
  readonly #redis: Redis
  readonly #prefix: string

  /** @param prefix keys begin with it; not with that of the queue's own keys */
  constructor(redis: Redis, prefix: string) {
    this.#redis = redis
    this.#prefix = prefix
  }

  #key(document: string): string { return `${this.#prefix}:${document}` }

  async put(document: string, { from }: PageRange, pages: readonly PageFindings[], key: Buffer): Promise<void> {
    const sealed = await seal(pages, key)
    await this.#redis.multi().hset(this.#key(document), from, sealed).expire(this.#key(document), KEPT).exec()
  }

  /** The ranges that are there, by their first pages. */
  async have(document: string): Promise<Set<number>> { return new Set((await this.#redis.hkeys(this.#key(document))).map(Number)) }

  /** By index of the page. @throws an Error where the document's bytes are others by now */
  async all(document: string, key: Buffer): Promise<PageFindings[]> {
    const pages: PageFindings[] = []
    for (const sealed of Object.values(await this.#redis.hgetallBuffer(this.#key(document)))) {
      for (const page of await unseal(sealed, key) as PageFindings[]) pages[page.index] = page
    }
    return pages
  }

  async drop(document: string): Promise<void> { await this.#redis.del(this.#key(document)) }
}
