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
 * @param {() => void} page.approve the page is right
 * @param {(text: string) => void} page.say
 * @param {Record<string, () => void>} page.others what other keys do
 */
export function listenToKeys({ stage, reviewOf, add, approve, say, others }) {
  let gesture = Symbol('keys')

  addEventListener('keydown', event => {
    const review = reviewOf()
    if (document.querySelector('dialog[open]')) return
    const onControl = event.target instanceof HTMLElement && event.target.matches('button, a, summary, input')
    if (event.key === 'Enter' && !onControl && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event)) {
      event.preventDefault()
      return approve()
    }
    const typing = isTyping(event)
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (!review || typing || !onHistory(event, review)) return
      event.preventDefault()
      if (review.selected) stage.focusBox(review.selected.id)
      return
    }
    if (event.altKey) return
    if (typing) {
      if (event.key === 'Escape' && review?.selected) stage.focusBox(review.selected.id)
      return
    }
    const key = `${event.shiftKey && /^[a-z]$/i.test(event.key) ? 'shift+' : ''}${event.key.toLowerCase()}`
    if (review?.page && onBox(event, review)) event.preventDefault()
    else if (others[key]) {
      event.preventDefault()
      others[key]()
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
      review.change(box.id, moved(box, arrow, event, review.page), gesture)
      return true
    }
    return onSelected(event, box, review, { stage, say })
  }
}

/** @param {KeyboardEvent} event */
const isTyping = ({ target }) => target instanceof HTMLElement && target.matches('select, textarea, input:not([type=checkbox])')

/**
 * Delete, Space, and Escape.
 *
 * @param {KeyboardEvent} event
 * @param {NonNullable<Review['selected']>} box
 * @param {Review} review
 * @param {{ stage: Stage, say: (text: string) => void }} page
 * @returns {boolean} whether the key meant something here
 */
function onSelected(event, box, review, { stage, say }) {
  // On a button or checkbox, Space is its own.
  const onControl = event.target instanceof HTMLElement && event.target.matches('button, input')
  if (event.key === 'Delete' || event.key === 'Backspace') {
    review.remove(box.id)
    say(`${box.label} deleted, ${review.page.boxes.length} left on this page`)
    if (review.selected) stage.focusBox(review.selected.id)
    else stage.focus()
  } else if (event.key === ' ' && !onControl) {
    review.change(box.id, { off: !box.off })
    say(box.off ? `${box.label} will be painted` : `${box.label} is left out`)
  } else if (event.key === 'Escape') {
    review.select(undefined)
    stage.focus()
  } else return false
  return true
}

/**
 * Ctrl or Command with Z, Shift+Z or Y.
 *
 * @param {KeyboardEvent} event
 * @param {Review} review
 * @returns {boolean} whether the key meant something here
 */
function onHistory(event, review) {
  const key = event.key.toLowerCase()
  if (key === 'z' && !event.shiftKey) review.undo()
  else if (key === 'y' || key === 'z') review.redo()
  else return false
  return true
}

/**
 * A box after an arrow key: elsewhere, or with Shift larger or smaller.
 *
 * @template {{ x: number, y: number, w: number, h: number }} B
 * @param {B} box
 * @param {[number, number]} arrow
 * @param {KeyboardEvent} event
 * @param {{ width: number, height: number }} page
 */
function moved(box, [x, y], { repeat, shiftKey }, page) {
  const step = repeat ? HELD * Math.ceil(Math.max(page.width, page.height) / 2000) : 1
  return shiftKey ? resize(box, 'se', x * step, y * step, page) : clamp({ ...box, x: box.x + x * step, y: box.y + y * step }, page)
}
