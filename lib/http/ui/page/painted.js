/** Milliseconds after an edit until the page is painted anew. */
const CALM_MS = 150

/**
 * The page that is shown as it will be written, painted by the server on the page's own pixels. Painted anew when boxes change.
 */
export class Painted {
  on = false
  #key = ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer
  /** @type {AbortController | undefined} */ #abort
  /** @type {string | undefined} */ #url
  #show

  /** @param {(url: string | undefined, isOld: boolean) => void} show the picture; none while there is none; an old one while the next is painted */
  constructor(show) { this.#show = show }

  /**
   * Wants the picture of a page with these boxes.
   *
   * @param {string} page names the page and its file
   * @param {readonly object[]} boxes
   * @param {(signal: AbortSignal) => Promise<Blob>} paint
   * @returns {Promise<void>} settles when it is shown, or another is wanted
   */
  async want(page, boxes, paint) {
    const key = `${page} ${JSON.stringify(boxes)}`
    if (!this.on || key === this.#key) return
    const isFirst = !this.#key.startsWith(`${page} `)
    if (isFirst) this.#drop()
    this.#key = key
    this.#abort?.abort()
    const abort = this.#abort = new AbortController()
    this.#show(this.#url, true)
    clearTimeout(this.#timer)
    if (!isFirst) await new Promise(resolve => { this.#timer = setTimeout(resolve, CALM_MS) })
    if (abort.signal.aborted) return
    try {
      const blob = await paint(abort.signal)
      if (abort.signal.aborted) return
      this.#drop()
      this.#url = URL.createObjectURL(blob)
      this.#show(this.#url, false)
    } catch (error) {
      if (abort.signal.aborted) return
      this.#key = ''
      throw error
    }
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on
    if (on) return
    this.#abort?.abort()
    this.#key = ''
    this.#drop()
    this.#show(undefined, false)
  }

  #drop() {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url)
    this.#url = undefined
  }
}
