import { between, clamp, resize } from './geometry.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('./review.js').PlanBox} PlanBox */

/** Pixels of the screen that a pointer must go before a click is a drag. */
const SLACK = 3

/**
 * Boxes are drawn, moved and resized with mouse, pen or finger. One drag is one step of undo; Escape takes it back.
 *
 * @param {Stage} stage
 * @param {() => Review | undefined} reviewOf
 * @param {() => Pick<PlanBox, 'label' | 'method' | 'color'>} newBox
 */
export function listenToPointer(stage, reviewOf, newBox) {
  const { overlay } = stage
  /** @type {AbortController | undefined} */
  let drag

  overlay.addEventListener('pointerdown', down => {
    const review = reviewOf()
    if (!review || down.button !== 0 || drag) return
    down.preventDefault()
    const edge = of(down, '[data-edge]')?.dataset.edge
    const id = edge ? review.selected?.id : Number(of(down, '.box')?.dataset.key ?? NaN)
    const before = review.page.boxes.find(box => box.id === id)
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
}

/**
 * @param {Event} event
 * @param {string} selector
 */
function of({ target }, selector) {
  return target instanceof SVGElement ? /** @type {SVGElement | null} */ (target.closest(selector)) : null
}
