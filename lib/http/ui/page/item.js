import { Pictures } from './pictures.js'
import { Review } from './review.js'
import { ServerError } from './server.js'
import { duration } from './summary.js'
import { extensions, methods } from './tables.js'

/** @typedef {import('./server.js').Server} Server */
/** @typedef {import('./server.js').Source} Source */
/** @typedef {import('./server.js').Choices} Choices */

/** Milliseconds after an edit until the page is kept. */
const CALM_MS = 700

/**
 * One file of the queue. The server holds its pictures only while somebody is near it; its boxes stay here.
 * Emits 'change' when what its tile tells has changed, 'review' when boxes have, 'trouble' with an error.
 */
export class Item extends EventTarget {
  /** @type {'waiting' | 'looking' | 'ready' | 'failed'} */ state = 'waiting'
  /** @type {Review | undefined} */ review
  /** @type {number | undefined} */ total
  error = ''
  /** Its redacted file was written by the server. */
  written = false
  saving = false
  /** Changed, and neither kept nor downloaded. */
  unsaved = false
  pictures = new Pictures(page => this.ask(id => this.#server.picture(id, page)))
  /** Small pictures of pages, by URL. @type {Map<number, Promise<string>>} */ #small = new Map()
  /** @type {string | undefined} */ #id
  /** @type {Promise<void> | undefined} */ #opening
  /** @type {AbortController | undefined} */ #abort
  /** @type {Promise<unknown>} */ #turn = Promise.resolve()
  /** @type {Set<number>} */ #edited = new Set()
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  #began = 0
  #server
  #source

  /**
   * @param {Server} server
   * @param {string} name
   * @param {Source} source
   * @param {{ pages?: number, reviewed?: number }} [before] as far as it was reviewed another time
   */
  constructor(server, name, source, before = {}) {
    super()
    this.#server = server
    this.name = name
    this.#source = source
    this.total = before.pages
    this.before = before.reviewed ?? 0
  }

  get isHeld() { return this.#id !== undefined }
  get isOpening() { return this.#opening !== undefined }
  get reviewed() { return this.review ? this.review.reviewed : this.before }
  /** Whether all of it was reviewed. */
  get isDone() { return this.total !== undefined && this.reviewed >= this.total && (this.review === undefined || this.review.whole) }
  /** The type that a browser tells of it, '' where it tells none. */
  get type() { return this.#source instanceof File ? this.#source.type : '' }

  /** Time that is left until all pages are there, in words; nothing where that cannot be said yet. */
  get left() {
    const done = this.review?.pages.length ?? 0
    if (this.state !== 'looking' || done < 2 || !this.total) return ''
    return duration((Date.now() - this.#began) / (done - 1) * (this.total - done))
  }

  /**
   * Has it looked through, or if that was done, has the server hold it again.
   *
   * @param {Choices} [choices]
   */
  async open(choices = {}) {
    if (this.#id !== undefined && this.review?.whole) return
    await (this.#opening ??= this.#open(choices).finally(() => { this.#opening = undefined }))
  }

  /** @param {Choices} choices */
  async #open(choices) {
    const known = this.review?.whole ? this.review : undefined
    const review = known ?? new Review(methods)
    this.#abort = new AbortController()
    if (!known) this.#set({ state: 'looking', error: '' })
    try {
      const { id, plan } = await this.#server.open(this.#source, known ? {} : choices, (page, total, document) => {
        this.#id = document
        if (known) return
        if (page.index === 0) this.#began = Date.now()
        this.total = total ?? this.total
        this.#shown(review)
        review.addPage(page)
        this.dispatchEvent(new Event('change'))
      }, this.#abort.signal)
      this.#id = id
      if (known) return
      this.total = plan.pages.length
      review.finish(plan)
      this.#set({ state: 'ready' })
      await this.#keep()
    } catch (error) {
      this.#id = undefined
      if (known) throw error
      this.review = undefined
      const wanted = !this.#abort.signal.aborted
      this.#set({ state: wanted ? 'failed' : 'waiting', error: wanted && error instanceof Error ? error.message : '' })
      if (wanted) throw error
    }
  }

  /** @param {Review} review */
  #shown(review) {
    if (this.review === review) return
    this.review = review
    review.addEventListener('change', () => { if (this.review === review) this.dispatchEvent(new Event('review')) })
    review.addEventListener('edit', event => this.#onEdit(/** @type {CustomEvent<number[]>} */ (event).detail))
  }

  /** Stops looking through it, and forgets what was found. */
  async reset() {
    this.#abort?.abort()
    await this.#opening?.catch(() => {})
    this.review = undefined
    this.before = 0
    this.written = false
    this.#forget()
    this.#set({ state: 'waiting' })
  }

  cancel() { this.#abort?.abort() }

  /**
   * Asks the server for something of this file, which it may have dropped meanwhile.
   *
   * @template T
   * @param {(id: string) => Promise<T>} question
   * @returns {Promise<T>}
   */
  async ask(question) {
    if (this.#id === undefined) await this.open()
    const id = this.#id
    if (id === undefined) throw new ServerError(404, `${this.name} cannot be opened.`)
    try {
      return await question(id)
    } catch (error) {
      if (!(error instanceof ServerError) || error.status !== 404 || !this.review?.whole) throw error
      if (this.#id === id) this.#id = undefined
      await this.open()
      if (this.#id === undefined) throw error
      return await question(this.#id)
    }
  }

  /**
   * The small picture of a page.
   *
   * @param {number} page
   * @returns {Promise<string>} its URL
   */
  small(page) {
    const url = this.#small.get(page) ?? this.ask(id => this.#server.small(id, page)).then(blob => URL.createObjectURL(blob))
    url.catch(() => this.#small.delete(page))
    this.#small.set(page, url)
    return url
  }

  /**
   * Says that a page is right, or is not, and has that kept.
   *
   * @param {number} at
   * @param {boolean} right
   */
  async mark(at, right) {
    const { review } = this
    if (!review) return
    review.mark(at, right)
    this.#edited.add(at)
    const isLast = this.isDone
    if (isLast) this.#set({ saving: true })
    try {
      await this.#keep()
    } catch (error) {
      review.mark(at, !right)
      throw error
    } finally {
      if (isLast) this.#set({ saving: false })
    }
  }

  /** @param {number[]} pages */
  #onEdit(pages) {
    this.unsaved = true
    for (const page of pages) this.#edited.add(page)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#keep().catch(error => this.dispatchEvent(new CustomEvent('trouble', { detail: error }))), CALM_MS)
    this.dispatchEvent(new Event('change'))
  }

  /** Has pages kept that were edited or marked, one after the other. */
  async #keep() {
    const turn = this.#turn.then(async () => {
      for (const at of [...this.#edited]) {
        const { review } = this
        if (!review || at >= review.pages.length) continue
        this.#edited.delete(at)
        const state = { boxes: review.boxesOf(at), reviewed: review.isReviewed(at) }
        const { written } = await this.ask(id => this.#server.putPage(id, at, state)).catch(error => {
          this.#edited.add(at)
          throw error
        })
        if (written) this.#set({ written: true, unsaved: false })
      }
    })
    this.#turn = turn.catch(() => {})
    await turn
  }

  /** Lets the server forget the pictures; what was said of the boxes is kept before. */
  async release() {
    if (this.#id === undefined || this.#opening) return
    clearTimeout(this.#timer)
    await this.#keep()
    await this.#turn
    if (this.#opening || this.#id === undefined) return
    this.#forget()
  }

  /** At once, while the page goes away. */
  leave() { this.#forget() }

  #forget() {
    if (this.#id !== undefined) void this.#server.close(this.#id)
    this.#id = undefined
    this.pictures.clear()
  }

  async touch() { if (this.#id !== undefined) await this.#server.touch(this.#id) }

  /** @returns {Promise<{ blob: Blob, name: string }>} the redacted file */
  async redacted() {
    const { review } = this
    if (!review) throw new Error('It was not looked through yet.')
    const blob = await this.ask(id => this.#server.apply(id, review.toPlan()))
    // The file's own way to write its extension, unless the format changed.
    const own = /\.[^.]+$/.exec(this.name)?.[0] ?? ''
    return { blob, name: `${this.stem}.redacted${this.type === blob.type || this.type === '' && own ? own : extensions[blob.type] ?? ''}` }
  }

  /** Its name without folders and extension. */
  get stem() { return this.name.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '') }

  /** @param {Partial<Pick<Item, 'state' | 'error' | 'saving' | 'written' | 'unsaved'>>} change */
  #set(change) {
    Object.assign(this, change)
    this.dispatchEvent(new Event('change'))
  }
}
