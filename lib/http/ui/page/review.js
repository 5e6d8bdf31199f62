import { clamp } from './geometry.js'

/** @typedef {import('../../../api/plan.js').Plan} Plan */
/** @typedef {import('../../../api/plan.js').PlanBox} PlanBox */
/** @typedef {import('../wire.js').ReviewPage} ReviewPage */
/** @typedef {import('../wire.js').ReviewBox} ReviewBox */
/** @typedef {import('../../../core/types.js').Method} Method */
/**
 * A box with a number of its own. One that is `off` is shown, but not painted.
 * @typedef {PlanBox & { id: number, off: boolean, score?: number, doubt?: true }} Box
 */
/** @typedef {{ index: number, width: number, height: number, boxes: readonly Box[] }} Page */
/**
 * Pages are never changed in place: a state is a value, and undo goes back to it.
 * @typedef {{ pages: readonly Page[], at: number, selected: number | undefined }} State
 */

const MOST_UNDO = 500

/**
 * The pages under review, as far as they are there: their boxes, which page is shown, which box is selected, which pages are right, and the
 * way back. Knows nothing of the screen; whoever shows it listens to 'change'.
 */
export class Review extends EventTarget {
  /** @type {Omit<Plan, 'pages'> | undefined} */ #head
  #methods
  /** @type {State} */ #state = { pages: [], at: 0, selected: undefined }
  /** @type {State[]} */ #past = []
  /** @type {State[]} */ #future = []
  /** @type {unknown} */ #gesture
  #nextId = 1
  /** Pages that somebody has said are right. @type {Set<number>} */ #reviewed = new Set()

  /** @param {Readonly<Record<Method, { text: boolean }>>} methods which of them show the marker of the find */
  constructor(methods) {
    super()
    this.#methods = methods
  }

  get pages() { return this.#state.pages }
  get at() { return this.#state.at }
  get page() { return this.#state.pages[this.#state.at] }
  get selected() { return this.page?.boxes.find(({ id }) => id === this.#state.selected) }
  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#future.length > 0 }
  /** How many pages are reviewed. */
  get reviewed() { return this.#reviewed.size }
  /** Whether all pages are there. */
  get whole() { return this.#head !== undefined }

  /** @param {number} at */
  isReviewed(at) { return this.#reviewed.has(at) }

  /** @param {ReviewPage} page the next one */
  addPage({ reviewed, ...page }) {
    if (reviewed) this.#reviewed.add(this.pages.length)
    const added = { ...page, boxes: page.boxes.map(box => this.#numbered(box)) }
    const withPage = (/** @type {State} */ state) => ({ ...state, pages: [...state.pages, added] })
    this.#past = this.#past.map(withPage)
    this.#future = this.#future.map(withPage)
    this.#set(withPage(this.#state))
  }

  /** @param {Plan} plan what all pages have in common; its pages are there already */
  finish({ pages: _pages, ...head }) {
    this.#head = head
    this.dispatchEvent(new Event('change'))
  }

  /**
   * Says that a page is right, or is not; whatever changes it takes that back.
   *
   * @param {number} at
   * @param {boolean} [right]
   */
  mark(at, right = true) {
    if (right) this.#reviewed.add(at)
    else this.#reviewed.delete(at)
    this.dispatchEvent(new Event('change'))
  }

  /** @param {number} at */
  goTo(at) {
    if (at < 0 || at >= this.pages.length || at === this.at) return
    this.#set({ ...this.#state, at, selected: undefined })
  }

  /** @param {number | undefined} id */
  select(id) {
    if (id === this.#state.selected) return
    this.#set({ ...this.#state, selected: id })
  }

  /**
   * Adds a box to the page that is shown, and selects it.
   *
   * @param {PlanBox} box
   * @param {unknown} [gesture]
   * @returns {number} its id
   */
  add(box, gesture) {
    const id = this.#nextId++
    const added = { ...this.#complete(box), ...clamp(box, this.page), id, off: false }
    this.#edit(this.#withBoxes([...this.page.boxes, added]), id, gesture)
    return id
  }

  /**
   * Changes a box of the page that is shown. Changes of one gesture (a drag, keys held down) are undone as one.
   *
   * @param {number} id
   * @param {Partial<PlanBox & { off: boolean }>} change
   * @param {unknown} [gesture]
   */
  change(id, change, gesture) {
    this.#edit(this.#withBoxes(this.page.boxes.map(box => {
      if (box.id !== id) return box
      const changed = this.#changedBy(box, change)
      return { ...changed, ...clamp(changed, this.page) }
    })), id, gesture)
  }

  /** @param {number} id */
  remove(id) {
    const { boxes } = this.page
    const index = boxes.findIndex(box => box.id === id)
    if (index < 0) return
    const next = boxes[index + 1] ?? boxes[index - 1]
    this.#edit(this.#withBoxes(boxes.filter(box => box.id !== id)), next?.id)
  }

  /**
   * Changes all boxes of a label, on all pages that are there.
   *
   * @param {string} label
   * @param {Partial<Pick<Box, 'off' | 'method'>>} change
   */
  changeLabel(label, change) {
    const pages = this.pages.map(page => page.boxes.some(box => box.label === label)
      ? { ...page, boxes: page.boxes.map(box => box.label === label ? this.#changedBy(box, change) : box) }
      : page)
    this.#edit(pages, this.#state.selected)
  }

  /**
   * Takes the boxes of another plan for the same file.
   *
   * @param {Plan} plan
   */
  replace(plan) {
    this.#edit(plan.pages.map(page => ({ ...page, boxes: page.boxes.map(box => this.#numbered(box)) })), undefined)
  }

  undo() { this.#back(this.#past, this.#future) }
  redo() { this.#back(this.#future, this.#past) }

  /**
   * @param {State[]} from
   * @param {State[]} to
   */
  #back(from, to) {
    const state = from.pop()
    if (!state) return
    to.push(this.#state)
    this.#gesture = undefined
    this.#changed(state)
  }

  /** @param {number} at */
  boxesOf(at) {
    return this.pages[at].boxes.map(({ id: _id, off, ...box }) => off ? { ...box, off } : box)
  }

  /**
   * What is to be painted now.
   *
   * @returns {Plan}
   */
  toPlan() {
    if (!this.#head) throw new Error('Not all pages are there yet.')
    const painted = (/** @type {readonly Box[]} */ boxes) =>
      boxes.filter(({ off }) => !off).map(({ id: _id, off: _off, score: _score, doubt: _doubt, ...box }) => box)
    return { ...this.#head, pages: this.pages.map(page => ({ ...page, boxes: painted(page.boxes) })) }
  }

  /**
   * @param {ReviewBox} box
   * @returns {Box}
   */
  #numbered(box) { return { ...box, id: this.#nextId++, off: box.off === true } }

  /** @param {readonly Box[]} boxes */
  #withBoxes(boxes) {
    return this.pages.map((page, at) => at === this.at ? { ...page, boxes } : page)
  }

  /**
   * @param {readonly Page[]} pages
   * @param {number | undefined} selected
   * @param {unknown} [gesture]
   */
  #edit(pages, selected, gesture) {
    if (gesture === undefined || gesture !== this.#gesture) this.#past.push(this.#state)
    if (this.#past.length > MOST_UNDO) this.#past.shift()
    this.#future.length = 0
    this.#gesture = gesture
    this.#changed({ pages, at: this.at, selected })
  }

  /**
   * Pages that are not what they were are to be looked at again, and kept.
   *
   * @param {State} state
   */
  #changed(state) {
    const before = this.pages
    const pages = state.pages.flatMap((page, at) => page === before[at] ? [] : at)
    for (const at of pages) this.#reviewed.delete(at)
    this.#set(state)
    this.dispatchEvent(new CustomEvent('edit', { detail: pages }))
  }

  /** @param {State} state */
  #set(state) {
    this.#state = state
    this.dispatchEvent(new Event('change'))
  }

  /**
   * A marker that was made of the label goes with the label.
   *
   * @param {Box} box
   * @param {Partial<Box>} change
   * @returns {Box}
   */
  #changedBy(box, change) {
    const marker = box.text === `[${box.label}]` && change.label !== undefined ? { text: undefined } : {}
    return this.#complete({ ...box, ...marker, ...change })
  }

  /**
   * The marker that a method shows is in the plan.
   *
   * @template {PlanBox} B
   * @param {B} box
   * @returns {B}
   */
  #complete(box) {
    return this.#methods[box.method].text && !box.text ? { ...box, text: `[${box.label}]` } : box
  }
}
