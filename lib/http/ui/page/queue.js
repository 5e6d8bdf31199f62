/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./server.js').Choices} Choices */

/** So many files before and behind the one that is shown keep their pictures on the server. */
const [BEHIND, AHEAD] = [1, 2]

/**
 * The files under review, one of which is shown. The others are looked through one after the other while somebody looks at that one.
 * Emits 'change' when another is shown or one of them changes.
 */
export class Queue extends EventTarget {
  /** @type {Item[]} */ items = []
  at = -1
  /** What new files are looked through with. @type {Choices} */ choices = {}

  get current() { return /** @type {Item | undefined} */ (this.items[this.at]) }
  /** Files of which all pages are reviewed. */
  get done() { return this.items.filter(item => item.isDone).length }

  /** @param {readonly Item[]} items */
  add(items) {
    for (const item of items) {
      item.addEventListener('change', () => this.dispatchEvent(new Event('change')))
      this.items.push(item)
    }
    this.dispatchEvent(new Event('change'))
  }

  /** @param {Item} item */
  remove(item) {
    const at = this.items.indexOf(item)
    if (at < 0) return
    this.items.splice(at, 1)
    item.cancel()
    item.leave()
    if (at < this.at || this.at >= this.items.length) this.at--
    this.dispatchEvent(new Event('change'))
    this.#run()
  }

  /** @param {number} at */
  goTo(at) {
    if (at < 0 || at >= this.items.length) return
    this.at = at
    const { items } = this
    // One that failed may do better another time.
    if (items[at].state === 'failed') items[at].state = 'waiting'
    this.dispatchEvent(new Event('change'))
    items.forEach((item, i) => {
      if (i < at - BEHIND || i > at + AHEAD) void item.release().catch(() => {})
    })
    this.#run()
  }

  /**
   * The next file that is not done, after the one that is shown; then those before it.
   *
   * @param {(item: Item) => boolean} [wanted]
   */
  next(wanted = () => true) {
    const open = this.items.flatMap((item, i) => i !== this.at && !item.isDone && item.state !== 'failed' && wanted(item) ? i : [])
    return open.find(i => i > this.at) ?? open[0]
  }

  /** The shown one first, then the others in order, one at a time. */
  #run() {
    const { current, items } = this
    if (current && current.state === 'waiting' && !current.isOpening) return this.#open(current)
    if (items.some(({ isOpening }) => isOpening)) return
    const waiting = items.flatMap((item, i) => item.state === 'waiting' && !item.isDone ? i : [])
    const next = waiting.find(i => i > this.at) ?? waiting[0]
    if (next !== undefined) this.#open(items[next])
  }

  /** @param {Item} item */
  #open(item) {
    item.open(this.choices).catch(error => {
      if (item === this.current) item.dispatchEvent(new CustomEvent('trouble', { detail: error }))
    }).finally(() => {
      const i = this.items.indexOf(item)
      if (i < this.at - BEHIND || i > this.at + AHEAD) void item.release().catch(() => {})
      if (item.state !== 'waiting') this.#run()
    })
  }
}
