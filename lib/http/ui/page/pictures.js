/** Pictures of large pages take memory: so many are kept. */
const KEPT = 6

/** The pictures of the pages, fetched when they are wanted and kept for a while. */
export class Pictures {
  /** From page to the URL of its blob, longest unused first. @type {Map<number, Promise<string>>} */ #urls = new Map()
  #fetch

  /** @param {(page: number) => Promise<Blob>} fetch */
  constructor(fetch) { this.#fetch = fetch }

  clear() {
    for (const page of [...this.#urls.keys()]) this.#drop(page)
  }

  /**
   * @param {number} page
   * @returns {Promise<string>} the URL of its picture
   */
  url(page) {
    const url = this.#urls.get(page) ?? this.#fetch(page).then(blob => URL.createObjectURL(blob))
    this.#urls.delete(page)
    this.#urls.set(page, url)
    url.catch(() => this.#urls.delete(page))
    for (const old of [...this.#urls.keys()].slice(0, -KEPT)) this.#drop(old)
    return url
  }

  /** @param {number} page */
  #drop(page) {
    this.#urls.get(page)?.then(url => URL.revokeObjectURL(url), () => {})
    this.#urls.delete(page)
  }
}
