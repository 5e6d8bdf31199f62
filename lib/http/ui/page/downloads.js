import { download } from './dom.js'

/** @typedef {import('./item.js').Item} Item */

/** @param {Item} item all of whose pages are there */
export async function downloadRedacted(item) {
  const { blob, name } = await item.redacted()
  download(blob, name)
  item.unsaved = false
}

/** @param {Item} item */
export function downloadPlan(item) {
  if (!item.review) return
  const json = JSON.stringify(item.review.toPlan(), null, 2)
  download(new Blob([`${json}\n`], { type: 'application/json' }), `${item.stem}.plan.json`)
  item.unsaved = false
}
