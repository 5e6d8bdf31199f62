import { byId, keyed, svg } from './dom.js'
import { methods } from './tables.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./review.js').Box} Box */

const EDGES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w']
/** In pixels of the screen. */
const HANDLE = 9
const TAG_TEXT = 12
const STEPS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8]

/** The page that is shown: its picture with the boxes over it, and how large it is. */
export class Stage {
  #stage = byId('stage', HTMLElement)
  #sheet = byId('sheet', HTMLElement)
  #picture = byId('picture', HTMLImageElement)
  #zoomText = byId('zoom', HTMLOutputElement)
  #boxes = svg('g')
  #tag = svg('g', { class: 'tag', 'aria-hidden': 'true' }, svg('rect', { rx: '2' }), svg('text'))
  #handles = svg('g', { class: 'handles', 'aria-hidden': 'true' }, ...EDGES.map(edge => svg('rect', { 'data-edge': edge })))
  overlay = byId('overlay', SVGSVGElement)
  scale = 1
  #fit = true
  /** @type {Review | undefined} */ #review
  /** @type {Record<string, string>} */ #colours = {}

  constructor() {
    this.overlay.append(this.#boxes, this.#handles, this.#tag)
    new ResizeObserver(() => { if (this.#fit) this.#layOut() }).observe(this.#stage)
    this.#stage.addEventListener('wheel', event => {
      if (!event.ctrlKey || !this.#review) return
      event.preventDefault()
      this.#setScale(this.scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event)
    }, { passive: false })
  }

  /**
   * @param {Review} review
   * @param {Record<string, string>} colours by label
   */
  render(review, colours) {
    const turned = this.#review !== review || this.#sheet.dataset.page !== String(review.at)
    this.#review = review
    this.#colours = colours
    this.#sheet.dataset.page = String(review.at)
    const { width, height } = review.page
    this.overlay.setAttribute('viewBox', `0 0 ${width} ${height}`)
    if (turned) {
      this.#stage.scrollTo(0, 0)
      this.#layOut()
    } else this.#renderBoxes()
  }

  /** @param {string | undefined} url of the picture of this page; none while it is on its way */
  show(url) {
    this.#picture.hidden = url === undefined
    if (url !== undefined) this.#picture.src = url
  }

  fit() {
    this.#fit = true
    this.#layOut()
  }

  /** @param {1 | -1} direction */
  zoom(direction) {
    const next = direction > 0 ? STEPS.find(step => step > this.scale * 1.01) : STEPS.findLast(step => step < this.scale * 0.99)
    if (next !== undefined) this.#setScale(next)
  }

  /** @param {number} id */
  focusBox(id) {
    const box = this.#boxes.querySelector(`[data-key="${id}"]`)
    if (box instanceof SVGElement) box.focus()
  }

  /** Where nothing else has a claim to the focus. */
  focus() { this.#stage.focus({ preventScroll: true }) }

  /**
   * @param {MouseEvent} event
   * @returns {{ x: number, y: number }} in pixels of the page
   */
  toPage({ clientX, clientY }) {
    const { left, top } = this.#sheet.getBoundingClientRect()
    return { x: (clientX - left) / this.scale, y: (clientY - top) / this.scale }
  }

  /** The middle of the part of the page that is in sight, in pixels of the page. */
  get middle() {
    const stage = this.#stage.getBoundingClientRect()
    const sheet = this.#sheet.getBoundingClientRect()
    const left = Math.max(stage.left, sheet.left)
    const top = Math.max(stage.top, sheet.top)
    return {
      x: ((left + Math.min(stage.right, sheet.right)) / 2 - sheet.left) / this.scale,
      y: ((top + Math.min(stage.bottom, sheet.bottom)) / 2 - sheet.top) / this.scale,
    }
  }

  /**
   * @param {number} scale
   * @param {MouseEvent} [pointer] what lies under it stays there; else what is selected, or in the middle, comes to the middle
   */
  #setScale(scale, pointer) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect()
    const to = pointer ? { x: pointer.clientX, y: pointer.clientY } : { x: left + width / 2, y: top + height / 2 }
    const selected = this.#review?.selected
    const point = pointer ? this.toPage(pointer) : selected ? { x: selected.x + selected.w / 2, y: selected.y + selected.h / 2 } : this.middle
    this.#fit = false
    this.scale = Math.min(Math.max(scale, STEPS[0]), STEPS[STEPS.length - 1])
    this.#layOut()
    const sheet = this.#sheet.getBoundingClientRect()
    this.#stage.scrollBy(sheet.left + point.x * this.scale - to.x, sheet.top + point.y * this.scale - to.y)
  }

  #layOut() {
    if (!this.#review) return
    const { width, height } = this.#review.page
    if (this.#fit) {
      const { paddingLeft, paddingTop } = getComputedStyle(this.#stage)
      const room = { width: this.#stage.clientWidth - 2 * parseFloat(paddingLeft), height: this.#stage.clientHeight - 2 * parseFloat(paddingTop) }
      this.scale = Math.max(0.02, Math.min(room.width / width, room.height / height, 4))
    }
    this.#sheet.style.width = `${width * this.scale}px`
    this.#sheet.style.height = `${height * this.scale}px`
    this.#sheet.classList.toggle('enlarged', this.scale >= 2)
    this.#zoomText.value = `${Math.round(this.scale * 100)} %`
    this.#renderBoxes()
  }

  #renderBoxes() {
    if (!this.#review) return
    const { page, selected } = this.#review
    keyed(this.#boxes, page.boxes, ({ id }) => String(id), () => svg('g', { class: 'box', tabindex: '0', role: 'button' }, svg('rect'), svg('ellipse')), (element, box) => {
      this.#place(element, box)
      element.classList.toggle('selected', box === selected)
      element.setAttribute('aria-pressed', String(box === selected))
    })
    this.#handles.toggleAttribute('hidden', selected === undefined)
    this.#tag.toggleAttribute('hidden', selected === undefined)
    if (!selected) return
    this.#placeHandles(selected)
    this.#placeTag(selected, page.width)
  }

  /**
   * Handles lie outside, so that a small box can still be seen and moved; those in the middle of a short side give way.
   *
   * @param {Box} box
   */
  #placeHandles({ x, y, w, h }) {
    const size = HANDLE / this.scale
    for (const [i, edge] of EDGES.entries()) {
      const left = edge.includes('w') ? x - size : edge.includes('e') ? x + w : x + (w - size) / 2
      const top = edge.includes('n') ? y - size : edge.includes('s') ? y + h : y + (h - size) / 2
      place(this.#handles.children[i], { x: left, y: top, w: size, h: size })
      this.#handles.children[i].toggleAttribute('hidden', edge.length === 1 && ('ns'.includes(edge) ? w : h) < size * 2.5)
    }
  }

  /**
   * @param {SVGGElement} element
   * @param {Box} box
   */
  #place(element, box) {
    const { x, y, w, h, label, method, shape, color, off } = box
    element.style.setProperty('--label', this.#colours[label] ?? '#777')
    element.style.setProperty('--paint', methods[method].made === 'grid' ? '#8b8b8b' : `rgb(${((methods[method].color && color) || [0, 0, 0]).join(' ')})`)
    element.classList.toggle('off', off)
    element.setAttribute('aria-label', describe(box))
    const [rect, ellipse] = element.children
    place(rect, box)
    ellipse.toggleAttribute('hidden', shape !== 'ellipse')
    rect.classList.toggle('frame', shape === 'ellipse')
    for (const [name, value] of Object.entries({ cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2 })) ellipse.setAttribute(name, String(value))
  }

  /**
   * The label of the selected box, above it, or below where there is no room.
   *
   * @param {Box} box
   * @param {number} width of the page
   */
  #placeTag(box, width) {
    const [rect, text] = this.#tag.children
    const unit = TAG_TEXT / this.scale
    this.#tag.style.setProperty('--label', this.#colours[box.label] ?? '#777')
    text.textContent = box.label
    text.setAttribute('font-size', String(unit))
    const w = /** @type {SVGTextElement} */ (text).getComputedTextLength() + unit
    const x = Math.max(0, Math.min(box.x, width - w))
    const y = box.y > unit * 2.6 ? box.y - unit * 2.5 : box.y + box.h + unit
    place(rect, { x, y, w, h: unit * 1.5 })
    text.setAttribute('x', String(x + unit / 2))
    text.setAttribute('y', String(y + unit * 1.1))
  }
}

/** @param {Box} box */
export const describe = ({ label, method, x, y, w, h, off }) =>
  `${label}, ${off ? 'left out' : method}, ${Math.round(w)} by ${Math.round(h)} at ${Math.round(x)}, ${Math.round(y)}`

/**
 * @param {Element} rect
 * @param {import('./geometry.js').Rect} place
 */
function place(rect, { x, y, w, h }) {
  for (const [name, value] of Object.entries({ x, y, width: w, height: h })) rect.setAttribute(name, String(value))
}
