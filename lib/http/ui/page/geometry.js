/** @typedef {{ x: number, y: number, w: number, h: number }} Rect */
/** @typedef {{ width: number, height: number }} Size */

/**
 * Keeps the size where it can, and lies on the page.
 *
 * @param {Rect} rect
 * @param {Size} page
 * @returns {Rect}
 */
export function clamp({ x, y, w, h }, { width, height }) {
  const [boxWidth, boxHeight] = [Math.min(Math.max(w, 1), width), Math.min(Math.max(h, 1), height)]
  return { x: Math.min(Math.max(x, 0), width - boxWidth), y: Math.min(Math.max(y, 0), height - boxHeight), w: boxWidth, h: boxHeight }
}

/**
 * The rectangle between two points, in whole pixels, rounded outward and cut at the edges of the page.
 *
 * @param {{ x: number, y: number }} a
 * @param {{ x: number, y: number }} b
 * @param {Size} page
 * @returns {Rect}
 */
export function between(a, b, { width, height }) {
  const x = Math.floor(Math.min(Math.max(Math.min(a.x, b.x), 0), width - 1))
  const y = Math.floor(Math.min(Math.max(Math.min(a.y, b.y), 0), height - 1))
  const right = Math.ceil(Math.min(Math.max(a.x, b.x, x + 1), width))
  const bottom = Math.ceil(Math.min(Math.max(a.y, b.y, y + 1), height))
  return { x, y, w: right - x, h: bottom - y }
}

/**
 * With the edges moved that `edges` names (n, e, s, w); they stay on the page and do not pass the opposite ones.
 *
 * @param {Rect} rect
 * @param {string} edges
 * @param {number} dx
 * @param {number} dy
 * @param {Size} page
 * @returns {Rect}
 */
export function resize({ x, y, w, h }, edges, dx, dy, { width, height }) {
  let [left, top, right, bottom] = [x, y, x + w, y + h]
  if (edges.includes('w')) left = Math.min(Math.max(left + dx, 0), right - 1)
  if (edges.includes('e')) right = Math.max(Math.min(right + dx, width), left + 1)
  if (edges.includes('n')) top = Math.min(Math.max(top + dy, 0), bottom - 1)
  if (edges.includes('s')) bottom = Math.max(Math.min(bottom + dy, height), top + 1)
  return { x: left, y: top, w: right - left, h: bottom - top }
}
