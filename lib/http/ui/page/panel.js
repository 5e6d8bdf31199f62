import { byId, html, keyed, setOptions } from './dom.js'
import { describe } from './stage.js'
import { methodNames, methods } from './tables.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./review.js').Box} Box */
/** @typedef {import('./review.js').Method} Method */

/** @param {string} method '' where boxes differ */
const titleOf = method => method === '' ? 'Various' : methods[/** @type {Method} */ (method)].title
const SIDES = /** @type {const} */ (['x', 'y', 'w', 'h'])

/** The lists beside the page, and the settings of the selected box or of new ones. */
export class Panel {
  #title = byId('box-title', HTMLElement)
  #label = byId('box-label', HTMLSelectElement)
  #method = byId('box-method', HTMLSelectElement)
  #colour = byId('box-colour', HTMLInputElement)
  #colourRow = byId('colour-row', HTMLElement)
  #place = byId('box-place', HTMLElement)
  #sides = SIDES.map(side => byId(`box-${side}`, HTMLInputElement))
  #labels = byId('labels', HTMLElement)
  #boxes = byId('boxes', HTMLElement)
  #panel = byId('panel', HTMLElement)
  #form = byId('box-form', HTMLElement)
  #noBoxes = byId('no-boxes', HTMLElement)
  #count = byId('box-count', HTMLElement)
  /** @type {Record<string, string>} */ #colours = {}
  /** What new boxes get. @type {Pick<Box, 'label' | 'method' | 'color'>} */ #fresh = { label: 'REGION', method: 'blackbox' }
  #reviewOf
  #focusBox

  /**
   * @param {() => Review | undefined} reviewOf
   * @param {(id: number) => void} focusBox
   */
  constructor(reviewOf, focusBox) {
    this.#reviewOf = reviewOf
    this.#focusBox = focusBox
    setOptions(this.#method, methodNames, titleOf)
    this.#label.addEventListener('change', () => this.#set({ label: this.#label.value }))
    this.#method.addEventListener('change', () => this.#set({ method: /** @type {Method} */ (this.#method.value) }))
    this.#colour.addEventListener('change', () => this.#set({ color: rgbOf(this.#colour.value) }))
    this.#sides.forEach((input, i) => input.addEventListener('change', () => {
      const value = input.valueAsNumber
      if (Number.isFinite(value)) this.#set({ [SIDES[i]]: value })
      this.#renderForm()
    }))
    byId('delete', HTMLButtonElement).addEventListener('click', () => {
      const review = reviewOf()
      if (!review?.selected) return
      review.remove(review.selected.id)
      if (review.selected) focusBox(review.selected.id)
    })
  }

  get fresh() { return this.#fresh }

  /**
   * @param {Review} review
   * @param {Record<string, string>} colours by label
   */
  render(review, colours) {
    this.#colours = colours
    this.#renderForm()
    this.#renderLabels(review)
    this.#renderBoxes(review)
  }

  focusLabel() { this.#label.focus() }
  focusMethod() { this.#method.focus() }

  /** @param {Partial<Box>} change */
  #set(change) {
    const review = this.#reviewOf()
    if (review?.selected) review.change(review.selected.id, change)
    else this.#fresh = { ...this.#fresh, ...change }
    this.#renderForm()
  }

  #renderForm() {
    const selected = this.#reviewOf()?.selected
    const box = selected ?? this.#fresh
    this.#title.textContent = selected ? 'Selected box' : 'New boxes'
    setOptions(this.#label, Object.keys(this.#colours))
    this.#label.value = box.label
    this.#method.value = box.method
    this.#colour.value = hexOf(box.color ?? [0, 0, 0])
    this.#colourRow.hidden = !methods[box.method].color
    this.#place.hidden = !selected
    if (selected) this.#sides.forEach((input, i) => { input.value = String(Math.round(selected[SIDES[i]] * 10) / 10) })
  }

  /** @param {Review} review */
  #renderLabels(review) {
    keyed(this.#labels, review.labels(), ({ label }) => label, ({ label }) => {
      const on = html('input', { type: 'checkbox', 'aria-label': `Paint all ${label}` })
      on.addEventListener('change', () => this.#reviewOf()?.changeLabel(label, { off: !on.checked }))
      const method = html('select', { 'aria-label': `Method for all ${label}` })
      method.addEventListener('change', () => this.#reviewOf()?.changeLabel(label, { method: /** @type {Method} */ (method.value) }))
      return html('li', {}, html('label', {}, on, html('i', { class: 'swatch' }), html('span', { class: 'name', title: label }, label), html('span', { class: 'count' })), method)
    }, (item, { label, count, on, method }) => {
      const [check, swatch, , number] = /** @type {[HTMLInputElement, HTMLElement, HTMLElement, HTMLElement]} */ ([...item.children[0].children])
      const select = /** @type {HTMLSelectElement} */ (item.children[1])
      swatch.style.setProperty('--label', this.#colours[label] ?? '#777')
      check.checked = on > 0
      check.indeterminate = on > 0 && on < count
      number.textContent = on === count ? String(count) : `${on}/${count}`
      setOptions(select, method === undefined ? ['', ...methodNames] : methodNames, titleOf)
      select.value = method ?? ''
    })
  }

  /** @param {Review} review */
  #renderBoxes(review) {
    const { boxes } = review.page
    this.#count.textContent = String(boxes.length)
    this.#noBoxes.hidden = boxes.length > 0
    keyed(this.#boxes, boxes, ({ id }) => String(id), ({ id }) => {
      const on = html('input', { type: 'checkbox' })
      on.addEventListener('change', () => this.#reviewOf()?.change(id, { off: !on.checked }))
      const pick = html('button', { type: 'button' }, html('i', { class: 'swatch' }), html('span', { class: 'name' }), html('span', { class: 'count' }))
      pick.addEventListener('click', () => {
        this.#reviewOf()?.select(id)
        this.#focusBox(id)
      })
      return html('li', {}, on, pick)
    }, (item, box) => {
      const [on, pick] = /** @type {[HTMLInputElement, HTMLElement]} */ ([...item.children])
      const [swatch, name, method] = /** @type {HTMLElement[]} */ ([...pick.children])
      on.checked = !box.off
      on.setAttribute('aria-label', `Paint ${describe({ ...box, off: false })}`)
      swatch.style.setProperty('--label', this.#colours[box.label] ?? '#777')
      name.textContent = box.label
      method.textContent = methods[box.method].title
      const selected = box === review.selected
      pick.setAttribute('aria-pressed', String(selected))
      if (selected && !item.classList.contains('selected')) this.#reveal(item)
      item.classList.toggle('selected', selected)
      item.classList.toggle('off', box.off)
    })
  }

  /**
   * Scrolls the panel and nothing around it: the box itself is to stay in sight.
   *
   * @param {HTMLElement} item
   */
  #reveal(item) {
    const [{ top, bottom }, frame] = [item.getBoundingClientRect(), this.#panel.getBoundingClientRect()]
    const covered = frame.top + this.#form.offsetHeight
    if (top < covered) this.#panel.scrollTop += top - covered
    else if (bottom > frame.bottom) this.#panel.scrollTop += bottom - frame.bottom
  }
}

/** @param {readonly number[]} rgb */
const hexOf = rgb => `#${rgb.map(value => value.toString(16).padStart(2, '0')).join('')}`

/**
 * @param {string} hex
 * @returns {[number, number, number]}
 */
const rgbOf = hex => [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)]
