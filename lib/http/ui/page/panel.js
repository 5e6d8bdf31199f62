import { byId, html, keyed, setOptions } from './dom.js'
import { describe, percent } from './stage.js'
import { labelsOf } from './summary.js'
import { allLabels, colourOf, groupOf, groups, methodNames, methods } from './tables.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./review.js').Box} Box */
/** @typedef {import('./review.js').Method} Method */
/** @typedef {import('./summary.js').LabelUse} LabelUse */

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
  #noBoxes = byId('no-boxes', HTMLElement)
  #count = byId('box-count', HTMLElement)
  /** What new boxes get. @type {Pick<Box, 'label' | 'method' | 'color'>} */ #fresh = { label: 'REGION', method: 'blackbox' }
  #reviewOf
  #focusBox
  /** What was read in a box, where that is to be seen. @type {(box: Box) => string} */ textOf = () => ''

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

  /** @param {Review} review */
  render(review) {
    const uses = labelsOf(review)
    this.#renderChoice([...new Set([...allLabels, ...uses.map(({ label }) => label)])])
    this.#renderForm()
    this.#renderLabels(uses)
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
    this.#label.value = box.label
    this.#method.value = box.method
    this.#colour.value = hexOf(box.color ?? [0, 0, 0])
    this.#colourRow.hidden = !methods[box.method].color
    this.#place.hidden = !selected
    if (selected) this.#sides.forEach((input, i) => { input.value = String(Math.round(selected[SIDES[i]] * 10) / 10) })
  }

  /** @param {readonly string[]} labels by group */
  #renderChoice(labels) {
    const used = groups.filter(group => labels.some(label => groupOf(label) === group))
    keyed(this.#label, used, ({ title }) => title, ({ title }) => html('optgroup', { label: title }), (element, group) => {
      keyed(element, labels.filter(label => groupOf(label) === group), label => label, label => html('option', { value: label }, label), () => {})
    })
  }

  /** @param {LabelUse[]} all */
  #renderLabels(all) {
    const used = groups.map(group => ({ group, uses: all.filter(({ label }) => groupOf(label) === group) })).filter(({ uses }) => uses.length > 0)
    keyed(this.#labels, used, ({ group }) => group.title, ({ group }) => html('li', { class: 'group-of-labels' },
      html('h3', {}, swatch(group.letter), group.title), html('ul')), (item, { group, uses }) => {
      item.style.setProperty('--label', group.colour)
      const inside = item.lastElementChild
      if (inside) keyed(inside, uses, ({ label }) => label, ({ label }) => this.#labelItem(label), updateLabel)
    })
  }

  /** @param {string} label */
  #labelItem(label) {
    const on = html('input', { type: 'checkbox', 'aria-label': `Paint all ${label}` })
    on.addEventListener('change', () => this.#reviewOf()?.changeLabel(label, { off: !on.checked }))
    const method = html('select', { 'aria-label': `Method for all ${label}` })
    method.addEventListener('change', () => this.#reviewOf()?.changeLabel(label, { method: /** @type {Method} */ (method.value) }))
    return html('li', {}, html('label', {}, on, html('span', { class: 'name', title: label }, label), html('span', { class: 'count' })), method)
  }

  /** @param {Review} review */
  #renderBoxes(review) {
    const { boxes } = review.page
    this.#count.textContent = String(boxes.length)
    this.#noBoxes.hidden = boxes.length > 0
    keyed(this.#boxes, boxes, ({ id }) => String(id), ({ id }) => {
      const on = html('input', { type: 'checkbox' })
      on.addEventListener('change', () => this.#reviewOf()?.change(id, { off: !on.checked }))
      const pick = html('button', { type: 'button' }, swatch(''), html('span', { class: 'name' }), html('span', { class: 'count' }))
      pick.addEventListener('click', () => {
        this.#reviewOf()?.select(id)
        this.#focusBox(id)
      })
      return html('li', {}, on, pick)
    }, (item, box) => {
      const [on, pick] = /** @type {[HTMLInputElement, HTMLElement]} */ ([...item.children])
      const [mark, name, about] = /** @type {HTMLElement[]} */ ([...pick.children])
      on.checked = !box.off
      on.setAttribute('aria-label', `Paint ${describe({ ...box, off: false })}`)
      mark.style.setProperty('--label', colourOf(box.label))
      mark.textContent = groupOf(box.label).letter
      const read = this.textOf(box)
      name.textContent = read ? `${box.label}: ${read}` : box.label
      about.textContent = [box.doubt ? 'in doubt' : '', percent(box), methods[box.method].title].filter(part => part !== '').join(' · ')
      const selected = box === review.selected
      pick.setAttribute('aria-pressed', String(selected))
      if (selected && !item.classList.contains('selected')) this.#reveal(item)
      item.classList.toggle('selected', selected)
      item.classList.toggle('off', box.off)
      item.classList.toggle('doubt', box.doubt === true)
    })
  }

  /**
   * Scrolls the list and nothing around it: the box itself is to stay in sight.
   *
   * @param {HTMLElement} item
   */
  #reveal(item) {
    const [{ top, bottom }, frame] = [item.getBoundingClientRect(), this.#boxes.getBoundingClientRect()]
    if (top < frame.top) this.#boxes.scrollTop += top - frame.top
    else if (bottom > frame.bottom) this.#boxes.scrollTop += bottom - frame.bottom
  }
}

/** @param {string} letter of a group: who cannot tell its colour can tell it by that */
const swatch = letter => html('i', { class: 'swatch', 'aria-hidden': 'true' }, letter)

/**
 * @param {HTMLElement} item
 * @param {LabelUse} use
 */
function updateLabel(item, { count, on, method }) {
  const [check, , number] = /** @type {[HTMLInputElement, HTMLElement, HTMLElement]} */ ([...item.children[0].children])
  const select = /** @type {HTMLSelectElement} */ (item.children[1])
  check.checked = on > 0
  check.indeterminate = on > 0 && on < count
  number.textContent = on === count ? String(count) : `${on}/${count}`
  setOptions(select, method === undefined ? ['', ...methodNames] : methodNames, titleOf)
  select.value = method ?? ''
}

/** @param {readonly number[]} rgb */
const hexOf = rgb => `#${rgb.map(value => value.toString(16).padStart(2, '0')).join('')}`

/**
 * @param {string} hex
 * @returns {[number, number, number]}
 */
const rgbOf = hex => [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)]
