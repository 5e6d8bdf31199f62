import { byId, html, keyed } from './dom.js'
import { doubtsOf } from './summary.js'

/** @typedef {import('./queue.js').Queue} Queue */
/** @typedef {import('./item.js').Item} Item */

/**
 * The files and the pages of the one that is shown, each with a small picture and how far it is. They are drawn once a frame of the screen,
 * however much changes.
 */
export class QueueList {
  #side = byId('queue', HTMLElement)
  #files = byId('files', HTMLElement)
  #pages = byId('thumbs', HTMLElement)
  #count = byId('files-count', HTMLElement)
  #pageCount = byId('pages-count', HTMLElement)
  #due = false
  #queue
  #onPage
  /** Pictures are fetched of what comes into sight. */
  #seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#picture(/** @type {HTMLElement} */ (target))
  }, { rootMargin: '200px' })
  /** @type {WeakMap<Element, { item: Item, page: number }>} */ #of = new WeakMap()

  /**
   * @param {Queue} queue
   * @param {(page: number) => void} onPage
   */
  constructor(queue, onPage) {
    this.#queue = queue
    this.#onPage = onPage
    queue.addEventListener('change', () => this.draw())
  }

  draw() {
    if (this.#due) return
    this.#due = true
    requestAnimationFrame(() => {
      this.#due = false
      this.#draw()
    })
  }

  #draw() {
    const { items, at, done } = this.#queue
    byId('file-list', HTMLElement).hidden = items.length < 2
    this.#count.textContent = `${done} of ${items.length} reviewed`
    /** @type {Map<Item, string>} */
    const keys = new Map(items.map((item, i) => [item, `${i}:${item.name}`]))
    keyed(this.#files, items, item => keys.get(item) ?? '', item => this.#tile(() => this.#queue.goTo(this.#queue.items.indexOf(item))), (tile, item) => {
      this.#update(tile, { name: item.name, text: wordsOf(item), state: stateOf(item), isCurrent: item === items[at] })
      this.#show(tile, item, 0)
    })
    this.#drawPages()
    this.#side.hidden = items.length < 2 && byId('page-list', HTMLElement).hidden
  }

  #drawPages() {
    const item = this.#queue.current
    const review = item?.review
    const total = Math.max(item?.total ?? 0, review?.pages.length ?? 0)
    byId('page-list', HTMLElement).hidden = total < 2
    if (!item || !review || total < 2) return this.#pages.replaceChildren()
    const left = item.left
    this.#pageCount.textContent = item.state === 'looking'
      ? `${review.pages.length} of ${item.total ?? '?'} there${left && `, ${left} left`}`
      : `${review.reviewed} of ${total} reviewed`
    const key = this.#queue.items.indexOf(item)
    keyed(this.#pages, review.pages, ({ index }) => `${key}:${item.name}:${index}`, ({ index }) => this.#tile(() => this.#onPage(index)), (tile, page) => {
      const doubts = page.boxes.filter(({ doubt }) => doubt).length
      const isReviewed = review.isReviewed(page.index)
      const found = page.boxes.filter(({ off }) => !off).length
      this.#update(tile, {
        name: `Page ${page.index + 1}`, text: isReviewed ? 'Reviewed' : `${found || 'No'} box${found === 1 ? '' : 'es'}${doubts ? `, ${doubts} in doubt` : ''}`,
        state: isReviewed ? 'done' : doubts ? 'doubt' : 'open', isCurrent: page.index === review.at,
      })
      this.#show(tile, item, page.index)
    })
  }

  /** @param {() => void} onClick */
  #tile(onClick) {
    const button = html('button', { type: 'button', class: 'tile' },
      html('span', { class: 'thumb' }, html('img', { alt: '', hidden: '', draggable: 'false' })),
      html('span', { class: 'about' }, html('span', { class: 'name' }), html('span', { class: 'state small' })))
    button.addEventListener('click', onClick)
    return html('li', {}, button)
  }

  /**
   * @param {HTMLElement} tile
   * @param {{ name: string, text: string, state: string, isCurrent: boolean }} about
   */
  #update(tile, { name, text, state, isCurrent }) {
    const [called, words] = [tile.querySelector('.name'), tile.querySelector('.state')]
    if (called && called.textContent !== name) {
      called.textContent = name
      called.setAttribute('title', name)
    }
    if (words && words.textContent !== text) words.textContent = text
    tile.dataset.state = state
    const wasCurrent = tile.classList.contains('current')
    tile.classList.toggle('current', isCurrent)
    tile.firstElementChild?.setAttribute('aria-current', String(isCurrent))
    if (isCurrent && !wasCurrent) reveal(tile)
  }

  /**
   * @param {HTMLElement} tile
   * @param {Item} item
   * @param {number} page
   */
  #show(tile, item, page) {
    if (tile.dataset.picture !== undefined || (item.review?.pages.length ?? 0) <= page) return
    tile.dataset.picture = 'wanted'
    this.#of.set(tile, { item, page })
    this.#seen.observe(tile)
  }

  /** @param {HTMLElement} tile */
  #picture(tile) {
    const { item, page } = this.#of.get(tile) ?? {}
    if (!item || page === undefined) return
    this.#seen.unobserve(tile)
    item.small(page).then(url => {
      const img = tile.querySelector('img')
      if (!img) return
      img.src = url
      img.hidden = false
    }, () => { delete tile.dataset.picture })
  }
}

/** @param {HTMLElement} tile scrolls the list and nothing around it */
function reveal(tile) {
  const list = tile.parentElement
  if (!list) return
  const [box, frame] = [tile.getBoundingClientRect(), list.getBoundingClientRect()]
  list.scrollTop += Math.min(0, box.top - frame.top) || Math.max(0, box.bottom - frame.bottom)
  list.scrollLeft += Math.min(0, box.left - frame.left) || Math.max(0, box.right - frame.right)
}

/** @param {Item} item */
function stateOf(item) {
  if (item.state === 'failed') return 'failed'
  if (item.isDone) return 'done'
  if (item.state !== 'ready') return item.state
  return item.review && doubtsOf(item.review).length > 0 ? 'doubt' : 'open'
}

/** @param {Item} item */
function wordsOf(item) {
  const { state, review, total } = item
  if (state === 'failed') return `Failed: ${item.error}`
  if (item.saving) return 'Being written …'
  if (item.isDone) return item.written ? 'Reviewed and written' : 'Reviewed'
  if (state === 'waiting') return item.reviewed > 0 ? `${item.reviewed} of ${total} pages reviewed` : 'Waits'
  if (state === 'looking') return review ? `Page ${review.pages.length} of ${total ?? '?'}${item.left && `, ${item.left} left`}` : 'Is looked through …'
  const found = review?.pages.flatMap(({ boxes }) => boxes.filter(({ off }) => !off)).length ?? 0
  const doubts = review ? doubtsOf(review).length : 0
  const pages = total !== undefined && total > 1 ? `, ${item.reviewed} of ${total} pages reviewed` : ''
  return `${found || 'No'} box${found === 1 ? '' : 'es'}${doubts ? `, ${doubts} in doubt` : ''}${pages}`
}
