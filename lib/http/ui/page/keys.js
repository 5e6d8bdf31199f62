import { clamp, resize } from './geometry.js'

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('./stage.js').Stage} Stage */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** A key held down moves faster than one that is tapped. */
const HELD = 4

/**
 * @param {object} page
 * @param {Stage} page.stage
 * @param {() => Review | undefined} page.reviewOf
 * @param {() => void} page.add
 * @param {(text: string) => void} page.say
 * @param {Record<string, () => void>} page.others what other keys do
 */
export function listenToKeys({ stage, reviewOf, add, say, others }) {
  let gesture = Symbol('keys')

  addEventListener('keydown', event => {
    const review = reviewOf()
    if (document.querySelector('dialog[open]')) return
    const typing = event.target instanceof HTMLElement && event.target.matches('select, input:not([type=checkbox])')
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (!review || typing) return
      const key = event.key.toLowerCase()
      if (key === 'z' && !event.shiftKey) review.undo()
      else if (key === 'y' || key === 'z') review.redo()
      else return
      event.preventDefault()
      if (review.selected) stage.focusBox(review.selected.id)
      return
    }
    if (event.altKey) return
    if (typing) {
      if (event.key === 'Escape' && review?.selected) stage.focusBox(review.selected.id)
      return
    }
    if (review && onBox(event, review)) event.preventDefault()
    else if (others[event.key.toLowerCase()]) {
      event.preventDefault()
      others[event.key.toLowerCase()]()
    }
  })

  /**
   * @param {KeyboardEvent} event
   * @param {Review} review
   * @returns {boolean} whether the key meant something here
   */
  function onBox(event, review) {
    if (event.key.toLowerCase() === 'n') {
      add()
      return true
    }
    const box = review.selected
    if (!box) return false
    const arrow = ARROWS[event.key]
    if (arrow) {
      if (!event.repeat) gesture = Symbol('keys')
      const step = event.repeat ? HELD * Math.ceil(Math.max(review.page.width, review.page.height) / 2000) : 1
      const [dx, dy] = [arrow[0] * step, arrow[1] * step]
      const { page } = review
      review.change(box.id, event.shiftKey ? resize(box, 'se', dx, dy, page) : clamp({ ...box, x: box.x + dx, y: box.y + dy }, page), gesture)
      return true
    }
    // On a button or checkbox, Space and Enter are its own.
    const onControl = event.target instanceof HTMLElement && event.target.matches('button, input')
    if (event.key === 'Delete' || event.key === 'Backspace') {
      review.remove(box.id)
      say(`${box.label} deleted, ${review.page.boxes.length} left on this page`)
      if (review.selected) stage.focusBox(review.selected.id)
      else stage.focus()
      return true
    }
    if ((event.key === ' ' || event.key === 'Enter') && !onControl) {
      review.change(box.id, { off: !box.off })
      say(box.off ? `${box.label} will be painted` : `${box.label} is left out`)
      return true
    }
    if (event.key === 'Escape') {
      review.select(undefined)
      stage.focus()
      return true
    }
    return false
  }
}
