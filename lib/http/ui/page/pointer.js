import { between, clamp, resize } from './geometry.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('./review.js').PlanBox} PlanBox */

/** Pixels of the screen that a pointer must go before a click is a drag. */
const SLACK = 3

/**
 * Boxes are drawn, moved and resized with mouse, pen or finger. One drag is one step of undo; Escape takes it back. A finger on the page
 * itself, or on a box that is not selected, scrolls it, unless boxes are to be drawn; two fingers zoom.
 *
 * @param {Stage} stage
 * @param {() => Review | undefined} reviewOf
 * @param {{ newBox: () => Pick<PlanBox, 'label' | 'method' | 'color'>, isDrawing: () => boolean }} panel
 */
export function listenToPointer(stage, reviewOf, { newBox, isDrawing }) {
  const { overlay } = stage
  /** @type {AbortController | undefined} */
  let drag

  overlay.addEventListener('pointerdown', down => {
    const review = reviewOf()
    if (!review?.page || down.button !== 0 || drag) return
    const edge = of(down, '[data-edge]')?.dataset.edge
    const id = edge ? review.selected?.id : Number(of(down, '.box')?.dataset.key ?? NaN)
    const before = review.page.boxes.find(box => box.id === id)
    // A finger that scrolls: whether it was a tap shows when it goes up.
    if (down.pointerType === 'touch' && !isDrawing() && (!before || before.id !== review.selected?.id)) return
    down.preventDefault()
    review.select(before?.id)
    if (before) stage.focusBox(before.id)
    else stage.focus()

    const from = stage.toPage(down)
    const gesture = Symbol('drag')
    const at = review.at
    let moved = false
    /** @type {number | undefined} */
    let drawn
    drag = new AbortController()
    const { signal } = drag
    overlay.setPointerCapture(down.pointerId)
    overlay.addEventListener('pointermove', move => {
      if (move.pointerId !== down.pointerId || review.at !== at) return
      if (!moved && Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) < SLACK) return
      moved = true
      const to = stage.toPage(move)
      const [dx, dy] = [Math.round(to.x - from.x), Math.round(to.y - from.y)]
      if (before && edge) review.change(before.id, resize(before, edge, dx, dy, review.page), gesture)
      else if (before) review.change(before.id, clamp({ ...before, x: before.x + dx, y: before.y + dy }, review.page), gesture)
      else if (drawn === undefined) drawn = review.add({ ...newBox(), ...between(from, to, review.page) }, gesture)
      else review.change(drawn, between(from, to, review.page), gesture)
    }, { signal })
    const end = () => {
      drag?.abort()
      drag = undefined
      if (drawn !== undefined) stage.focusBox(drawn)
    }
    overlay.addEventListener('pointerup', end, { signal })
    overlay.addEventListener('pointercancel', end, { signal })
    addEventListener('keydown', event => {
      if (event.key !== 'Escape') return
      event.stopImmediatePropagation()
      end()
      if (moved) review.undo()
    }, { signal, capture: true })
  })
  listenToTaps(stage, reviewOf, isDrawing)
  listenToPinch(stage)
}

/**
 * After a finger's tap, and not after it scrolled.
 *
 * @param {Stage} stage
 * @param {() => Review | undefined} reviewOf
 * @param {() => boolean} isDrawing
 */
function listenToTaps(stage, reviewOf, isDrawing) {
  const { overlay } = stage
  overlay.addEventListener('click', click => {
    const review = reviewOf()
    if (!review?.page || click.pointerType !== 'touch' || isDrawing()) return
    const id = Number(of(click, '.box')?.dataset.key ?? NaN)
    const box = review.page.boxes.find(each => each.id === id)
    review.select(box?.id)
    if (box) stage.focusBox(box.id)
  })
}

/**
 * Two fingers zoom, about the place between them.
 *
 * @param {Stage} stage
 */
function listenToPinch(stage) {
  let apart = 0
  const spread = (/** @type {TouchList} */ [a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)
  const element = stage.overlay
  element.addEventListener('touchstart', event => { apart = event.touches.length === 2 ? spread(event.touches) : 0 }, { passive: true })
  element.addEventListener('touchmove', event => {
    if (event.touches.length !== 2 || apart === 0) return
    event.preventDefault()
    const now = spread(event.touches)
    const [a, b] = event.touches
    stage.scaleBy(now / apart, { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 })
    apart = now
  }, { passive: false })
}

/**
 * @param {Event} event
 * @param {string} selector
 */
function of({ target }, selector) {
  return target instanceof SVGElement ? /** @type {SVGElement | null} */ (target.closest(selector)) : null
}
