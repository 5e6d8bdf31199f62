import { byId, setOptions } from './dom.js'
import { doubtsOf } from './summary.js'

/** @typedef {import('./desk.js').Desk} Desk */

const NOTICE_MS = 4000

/** @param {string} id */
const button = id => byId(id, HTMLButtonElement)

/** The desk as it is seen: its state, its tools and its words. */
export class DeskView {
  #page = byId('page', HTMLSelectElement)
  #desk
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer

  /** @param {Desk} desk */
  constructor(desk) { this.#desk = desk }

  /** Empty, busy or ready: busy while the page that is wanted is not there yet. */
  state() {
    const { queue, isWaiting } = this.#desk
    const { current } = queue
    const before = document.body.dataset.state
    const now = !current ? 'empty' : current.state === 'failed' ? 'failed' : current.review?.page && !isWaiting ? 'ready' : current.state === 'waiting' && !current.isOpening ? 'failed' : 'busy'
    document.body.dataset.state = now === 'failed' && queue.items.length === 1 ? 'empty' : now === 'failed' ? 'busy' : now
    if (current && document.body.dataset.state === 'busy') this.#busy(now === 'failed')
    if (now === 'ready' && before !== 'ready') this.#desk.stage.focus()
  }

  /** @param {boolean} failed */
  #busy(failed) {
    const { current } = this.#desk.queue
    if (!current) return
    const there = current.review?.pages.length ?? 0
    byId('busy-name', HTMLElement).textContent = current.name
    byId('busy-text', HTMLElement).textContent = failed ? current.error || 'It was not looked through.'
      : there === 0 ? 'Looking through the file …' : `Page ${there + 1}${current.total === undefined ? '' : ` of ${current.total}`} is looked through${current.left && `, ${current.left} left`}`
    const bar = byId('busy-bar', HTMLProgressElement)
    bar.hidden = failed
    button('cancel').hidden = failed
    if (current.total === undefined || there === 0) bar.removeAttribute('value')
    else bar.value = there / current.total
  }

  render() {
    const { queue, review, stage, panel, painted, texts } = this.#desk
    const { current } = queue
    byId('file-name', HTMLElement).textContent = current?.name ?? ''
    button('download-all').hidden = queue.items.length < 2 || this.#desk.areWritten || queue.done === 0
    if (!current || !review?.page || document.body.dataset.state !== 'ready') return
    const { page } = review
    const name = `${queue.items.indexOf(current)} ${review.at}`
    panel.textOf = stage.textOf = box => texts.of(name, box)
    stage.render(review)
    panel.render(review)
    this.#tools()
    this.#marks()
    const complain = (/** @type {unknown} */ error) => this.#desk.complain(error)
    stage.show(review, () => current.pictures.url(review.at)).catch(complain)
    painted.want(name, page.boxes.filter(({ off }) => !off), signal => this.#desk.paint(page.index, signal)).catch(complain)
    texts.want(name, () => this.#desk.read(page.index), () => this.render()).catch(complain)
  }

  #tools() {
    const { queue, review } = this.#desk
    const { current } = queue
    if (!current || !review) return
    const total = Math.max(review.pages.length, review.whole ? 0 : current.total ?? 0)
    const numbers = review.pages.map((_, i) => String(i))
    setOptions(this.#page, numbers, i => `${Number(i) + 1} of ${review.whole || current.total ? total : '…'}`)
    this.#page.value = String(review.at)
    byId('pages', HTMLElement).hidden = total === 1 && (review.whole || current.total === 1)
    button('previous').disabled = review.at === 0
    button('next').disabled = review.at === numbers.length - 1
    button('undo').disabled = !review.canUndo
    button('redo').disabled = !review.canRedo
    for (const id of ['download', 'download-plan', 'open-plan']) button(id).disabled = !review.whole || document.body.classList.contains('painting')
  }

  #marks() {
    const { review } = this.#desk
    if (!review) return
    const doubts = doubtsOf(review).length
    byId('doubt-count', HTMLElement).textContent = String(doubts)
    byId('doubt-count', HTMLElement).hidden = doubts === 0
    const isReviewed = review.isReviewed(review.at)
    document.body.classList.toggle('page-reviewed', isReviewed)
    button('reviewed').textContent = isReviewed ? 'Reviewed ✓' : 'OK, next'
    const ended = this.#ended()
    if (ended !== '') this.notice(ended, true)
    else if (byId('notice', HTMLElement).dataset.stays) this.notice('')
  }

  /** What there is to say when no file is left to be reviewed. */
  #ended() {
    const { queue: { items, done }, areWritten } = this.#desk
    const failed = items.filter(({ state }) => state === 'failed').length
    if (done === 0 || done + failed < items.length) return ''
    const files = failed > 0 ? `${done} of ${items.length} files are` : items.length === 1 ? 'This file is' : `All ${items.length} files are`
    const writing = items.some(({ saving }) => saving) ? ', and being written …' : areWritten && items.every(item => item.written || !item.isDone) ? ' and written' : ''
    return `${files} reviewed${writing}${failed > 0 ? `; ${failed} could not be opened` : ''}.`
  }

  /**
   * @param {string} text
   * @param {boolean} [stays]
   */
  notice(text, stays = false) {
    const notice = byId('notice', HTMLElement)
    clearTimeout(this.#timer)
    if (notice.textContent !== text) notice.textContent = text
    notice.hidden = text === ''
    notice.dataset.stays = stays ? 'stays' : ''
    if (text !== '' && !stays) this.#timer = setTimeout(() => { notice.hidden = true }, NOTICE_MS)
  }

  /**
   * @param {string} id of a button that is on or off, and of a class of the body
   * @param {boolean} on
   */
  toggle(id, on) {
    document.body.classList.toggle(id, on)
    button(id).setAttribute('aria-pressed', String(on))
  }

  /**
   * While the server paints, nothing else is asked of it.
   *
   * @param {() => Promise<void>} work
   */
  async painting(work) {
    document.body.classList.add('painting')
    for (const id of ['download', 'download-all']) button(id).disabled = true
    this.#desk.say('Painting')
    try {
      await work()
    } finally {
      document.body.classList.remove('painting')
      for (const id of ['download', 'download-all']) button(id).disabled = false
    }
  }
}
