/** @typedef {import('../wire.js').ReadText} ReadText */

/**
 * What was read in boxes, for as long as somebody wants to see it. The server is asked for nothing of it before, and nothing stays after.
 */
export class Texts {
  on = false
  /** By page. @type {Map<string, ReadText[] | undefined>} */ #read = new Map()

  /** @param {boolean} on */
  turn(on) {
    this.on = on
    if (!on) this.#read.clear()
  }

  /**
   * @param {string} page names the page and its file
   * @param {() => Promise<ReadText[]>} ask
   * @param {() => void} then when it is there
   */
  async want(page, ask, then) {
    if (!this.on || this.#read.has(page)) return
    this.#read.set(page, undefined)
    try {
      const texts = await ask()
      if (!this.on) return
      this.#read.set(page, texts)
      then()
    } catch (error) {
      this.#read.delete(page)
      throw error
    }
  }

  /**
   * What was read in a box; '' where nothing was, or nobody asked.
   *
   * @param {string} page
   * @param {import('./geometry.js').Rect} box
   */
  of(page, { x, y, w, h }) {
    const within = (this.#read.get(page) ?? []).filter(text => {
      const [cx, cy] = [text.x + text.w / 2, text.y + text.h / 2]
      return cx >= x && cx <= x + w && cy >= y && cy <= y + h
    })
    return [...new Set(within.map(({ text }) => text))].join(' ')
  }
}
