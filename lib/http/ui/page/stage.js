import { byId, keyed, svg } from './dom.js'
import { colourOf } from './tables.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./review.js').Box} Box */

const EDGES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w']
/** In pixels of the screen. */
const HANDLE = matchMedia('(any-pointer: coarse)').matches ? 26 : 9
const TAG_TEXT = 12
const STEPS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32]

/** The page that is shown: its picture with the boxes over it, and how large it is. */
export class Stage {
  #stage = byId('stage', HTMLElement)
  #sheet = byId('sheet', HTMLElement)
  #picture = byId('picture', HTMLImageElement)
  #painted = byId('painted', HTMLImageElement)
  #zoomText = byId('zoom', HTMLOutputElement)
  #boxes = svg('g')
  #tag = svg('g', { class: 'tag', 'aria-hidden': 'true' }, svg('rect', { rx: '2' }), svg('text'))
  #handles = svg('g', { class: 'handles', 'aria-hidden': 'true' }, ...EDGES.map(edge => svg('rect', { 'data-edge': edge })))
  overlay = byId('overlay', SVGSVGElement)
  scale = 1
  #fit = true
  /** @type {Review | undefined} */ #review
  #page = ''
  /** The page whose picture is shown, or on its way. @type {{ review: Review, at: number } | undefined} */ #wanted
  /** What was read in a box, where that is to be seen. @type {(box: Box) => string} */ textOf = () => ''

  constructor() {
    this.overlay.append(this.#boxes, this.#handles, this.#tag)
    new ResizeObserver(() => { if (this.#fit) this.#layOut() }).observe(this.#stage)
    this.#stage.addEventListener('wheel', event => {
      if (!event.ctrlKey || !this.#review) return
      event.preventDefault()
      this.#setScale(this.scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event)
    }, { passive: false })
  }

  /** @param {Review} review */
  render(review) {
    const turned = this.#review !== review || this.#page !== String(review.at)
    this.#review = review
    this.#page = String(review.at)
    this.#sheet.dataset.page = this.#page
    const { width, height } = review.page
    this.overlay.setAttribute('viewBox', `0 0 ${width} ${height}`)
    if (turned) {
      this.#stage.scrollTo(0, 0)
      this.#layOut()
    } else this.#renderBoxes()
  }

  /**
   * Shows the picture of a page as soon as it is there, and none until then: boxes never lie on the picture of another page.
   *
   * @param {Review} review
   * @param {() => Promise<string>} picture the URL of that of the page that the review is at
   */
  async show(review, picture) {
    const { at } = review
    if (this.#wanted?.review === review && this.#wanted.at === at) return
    const wanted = this.#wanted = { review, at }
    this.#picture.hidden = true
    try {
      const url = await picture()
      if (this.#wanted !== wanted) return
      this.#picture.src = url
      await this.#picture.decode()
      if (this.#wanted === wanted) this.#picture.hidden = false
    } catch (error) {
      if (this.#wanted !== wanted) return
      this.#wanted = undefined
      throw error
    }
  }

  /** Whether the page can be seen: what nobody has seen is not marked as right. */
  get isShown() { return !this.#picture.hidden }

  /**
   * @param {string | undefined} url of the page as it will be written; none where that is not to be seen
   * @param {boolean} isOld while the next is on its way
   */
  showPainted(url, isOld) {
    this.#painted.hidden = url === undefined
    if (url !== undefined) this.#painted.src = url
    this.#sheet.classList.toggle('stale', isOld)
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

  /** A pixel of the page is a pixel of the screen. */
  actualSize() { this.#setScale(1 / devicePixelRatio) }

  /**
   * @param {number} factor
   * @param {{ clientX: number, clientY: number }} about what lies there stays there
   */
  scaleBy(factor, about) { this.#setScale(this.scale * factor, about) }

  /** @param {number} id */
  focusBox(id) {
    const box = this.#boxes.querySelector(`[data-key="${id}"]`)
    if (box instanceof SVGElement) box.focus()
  }

  /**
   * Brings a box into sight, and so near that one can tell what it is.
   *
   * @param {number} id
   */
  lookAt(id) {
    const box = this.#review?.page.boxes.find(each => each.id === id)
    if (!box) return
    this.focusBox(id)
    const room = Math.min(this.#stage.clientWidth, this.#stage.clientHeight)
    if (Math.max(box.w, box.h) * this.scale < room / 8) this.#setScale(Math.min(STEPS[STEPS.length - 1], room / 4 / Math.max(box.w, box.h), 4))
    else if (!this.#fit) this.#setScale(this.scale)
  }

  /** Where nothing else has a claim to the focus. */
  focus() { this.#stage.focus({ preventScroll: true }) }

  /**
   * @param {{ clientX: number, clientY: number }} event
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
   * @param {{ clientX: number, clientY: number }} [pointer] what lies under it stays there; else what is selected, or in the middle, comes to the middle
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
    keyed(this.#boxes, page.boxes, ({ id }) => String(id), () => svg('g', { class: 'box', tabindex: '0', role: 'button' }, svg('rect', { class: 'edge' }), svg('rect'), svg('ellipse')), (element, box) => {
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
    const { x, y, w, h, label, shape, off } = box
    element.style.setProperty('--label', colourOf(label))
    element.classList.toggle('off', off)
    element.classList.toggle('doubt', box.doubt === true)
    element.setAttribute('aria-label', describe(box))
    const [edge, rect, ellipse] = element.children
    place(edge, box)
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
    this.#tag.style.setProperty('--label', colourOf(box.label))
    text.textContent = [box.label, percent(box), box.doubt ? 'in doubt' : '', this.textOf(box)].filter(part => part !== '').join('  ')
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
export const describe = ({ label, method, x, y, w, h, off, doubt }) =>
  `${label}, ${off ? 'left out' : method}, ${Math.round(w)} by ${Math.round(h)} at ${Math.round(x)}, ${Math.round(y)}${doubt ? ', in doubt' : ''}`

/**
 * How sure a find is.
 *
 * @param {Pick<Box, 'score'>} box
 */
export const percent = ({ score }) => score === undefined ? '' : `${Math.round(score * 100)} %`

/**
 * @param {Element} rect
 * @param {import('./geometry.js').Rect} place
 */
function place(rect, { x, y, w, h }) {
  for (const [name, value] of Object.entries({ x, y, width: w, height: h })) rect.setAttribute(name, String(value))
}
