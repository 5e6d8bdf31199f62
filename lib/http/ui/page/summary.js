/** What a review comes to: pure functions of its pages. */

/** @typedef {import('./review.js').Review} Review */
/** @typedef {import('../../../core/types.js').Method} Method */
/** @typedef {{ label: string, count: number, on: number, method: Method | undefined }} LabelUse */

/**
 * The labels in use: how many boxes, how many of them are to be painted, and the method if they have one in common.
 *
 * @param {Pick<Review, 'pages'>} review
 * @returns {LabelUse[]} by name
 */
export function labelsOf({ pages }) {
  /** @type {Map<string, LabelUse>} */
  const all = new Map()
  for (const { label, method, off } of pages.flatMap(({ boxes }) => boxes)) {
    const entry = all.get(label) ?? { label, count: 0, on: 0, method }
    entry.count++
    if (!off) entry.on++
    if (entry.method !== method) entry.method = undefined
    all.set(label, entry)
  }
  return [...all.values()].sort((a, b) => a.label < b.label ? -1 : 1)
}

/**
 * Finds that somebody should look at, from page to page, but for pages that are reviewed.
 *
 * @param {Pick<Review, 'pages' | 'isReviewed'>} review
 * @returns {{ at: number, id: number }[]}
 */
export function doubtsOf(review) {
  return review.pages.flatMap(({ boxes }, at) => review.isReviewed(at) ? [] : boxes.filter(({ doubt }) => doubt).map(({ id }) => ({ at, id })))
}

/**
 * The doubtful find after the selected box, or after the beginning of the page that is shown; before it, going back.
 *
 * @param {Review} review
 * @param {1 | -1} direction
 * @returns {{ at: number, id: number } | undefined} nothing beyond the last one
 */
export function nextDoubt(review, direction) {
  const doubts = doubtsOf(review)
  const { at, page, selected } = review
  const place = selected ? page.boxes.indexOf(selected) : direction > 0 ? -1 : Infinity
  const isBeyond = (/** @type {{ at: number, id: number }} */ doubt) =>
    (doubt.at - at || review.pages[at].boxes.findIndex(({ id }) => id === doubt.id) - place) * direction > 0
  return direction > 0 ? doubts.find(isBeyond) : doubts.findLast(isBeyond)
}

/**
 * The next page that nobody has reviewed, after that one; then those before it.
 *
 * @param {Pick<Review, 'pages' | 'isReviewed'>} review
 * @param {number} at
 */
export function nextUnreviewed(review, at) {
  const open = review.pages.flatMap((_, i) => review.isReviewed(i) ? [] : i)
  return open.find(i => i > at) ?? open[0]
}

/**
 * @param {number} ms
 * @returns {string} 'about 3 minutes'
 */
export function duration(ms) {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `about ${Math.max(1, seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 6) / 10} h`
}
