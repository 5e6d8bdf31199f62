import { clamp } from './geometry.js'

/** @typedef {import('../../../api/plan.js').Plan} Plan */
/** @typedef {import('../../../api/plan.js').PlanBox} PlanBox */
/** @typedef {import('../../../core/types.js').Method} Method */
/** A box of the plan with a number of its own. One that is `off` is shown, but not painted. @typedef {PlanBox & { id: number, off: boolean }} Box */
/** @typedef {{ index: number, width: number, height: number, boxes: readonly Box[] }} Page */
/**
 * Pages are never changed in place: a state is a value, and undo goes back to it.
 * @typedef {{ pages: readonly Page[], at: number, selected: number | undefined }} State
 */

const MOST_UNDO = 500

/**
 * The plan under review: its boxes, which page is shown, which box is selected, and the way back. Knows nothing of the screen; whoever
 * shows it listens to 'change'.
 */
export class Review extends EventTarget {
  /** @type {Plan} */ #plan
  #methods
  /** @type {State} */ #state
  /** @type {State[]} */ #past = []
  /** @type {State[]} */ #future = []
  /** @type {unknown} */ #gesture
  #nextId = 1

  /**
   * @param {Plan} plan
   * @param {Readonly<Record<Method, { text: boolean }>>} methods which of them show the marker of the find
   */
  constructor(plan, methods) {
    super()
    this.#methods = methods
    this.#plan = plan
    this.#state = { pages: this.#numbered(plan), at: 0, selected: undefined }
  }

  get pages() { return this.#state.pages }
  get at() { return this.#state.at }
  get page() { return this.#state.pages[this.#state.at] }
  get selected() { return this.page.boxes.find(({ id }) => id === this.#state.selected) }
  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#future.length > 0 }

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
   * Changes all boxes of a label, on all pages.
   *
   * @param {string} label
   * @param {Partial<Pick<Box, 'off' | 'method'>>} change
   */
  changeLabel(label, change) {
    const pages = this.pages.map(page => ({ ...page, boxes: page.boxes.map(box => box.label === label ? this.#changedBy(box, change) : box) }))
    this.#edit(pages, this.#state.selected)
  }

  /**
   * Takes the boxes of another plan for the same file.
   *
   * @param {Plan} plan
   */
  replace(plan) {
    this.#edit(this.#numbered(plan), undefined)
  }

  undo() {
    const state = this.#past.pop()
    if (!state) return
    this.#future.push(this.#state)
    this.#gesture = undefined
    this.#set(state)
  }

  redo() {
    const state = this.#future.pop()
    if (!state) return
    this.#past.push(this.#state)
    this.#gesture = undefined
    this.#set(state)
  }

  /**
   * The labels in use: how many boxes, how many of them are to be painted, and the method if they have one in common.
   *
   * @returns {{ label: string, count: number, on: number, method: Method | undefined }[]}
   */
  labels() {
    /** @type {Map<string, { label: string, count: number, on: number, method: Method | undefined }>} */
    const all = new Map()
    for (const { label, method, off } of this.pages.flatMap(({ boxes }) => boxes)) {
      const entry = all.get(label) ?? { label, count: 0, on: 0, method }
      entry.count++
      if (!off) entry.on++
      if (entry.method !== method) entry.method = undefined
      all.set(label, entry)
    }
    return [...all.values()].sort((a, b) => a.label < b.label ? -1 : 1)
  }

  /**
   * What is to be painted now.
   *
   * @returns {Plan}
   */
  toPlan() {
    const painted = (/** @type {readonly Box[]} */ boxes) => boxes.filter(({ off }) => !off).map(({ id: _id, off: _off, ...box }) => box)
    return { ...this.#plan, pages: this.pages.map(page => ({ ...page, boxes: painted(page.boxes) })) }
  }

  /** @param {Plan} plan */
  #numbered(plan) {
    return plan.pages.map(page => ({ ...page, boxes: page.boxes.map(box => ({ ...box, id: this.#nextId++, off: false })) }))
  }

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
    this.#set({ pages, at: this.at, selected })
    this.dispatchEvent(new Event('edit'))
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
