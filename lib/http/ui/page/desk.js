import { byId } from './dom.js'
import { downloadPlan, downloadRedacted } from './downloads.js'
import { Item } from './item.js'
import { Painted } from './painted.js'
import { Panel } from './panel.js'
import { Queue } from './queue.js'
import { QueueList } from './queue-list.js'
import { ServerError } from './server.js'
import { DeskView } from './desk-view.js'
import { Stage } from './stage.js'
import { doubtsOf, nextDoubt, nextUnreviewed } from './summary.js'
import { Texts } from './texts.js'

/** @typedef {import('./server.js').Choices} Choices */

/** So often the server hears that somebody is at work. */
const TOUCH_MS = 60_000

/** What one can do with the files under review. */
export class Desk {
  queue = new Queue()
  stage = new Stage()
  panel = new Panel(() => this.review, id => this.stage.focusBox(id))
  isDrawing = false
  #list = new QueueList(this.queue, page => this.goTo(page))
  painted = new Painted((url, isOld) => this.stage.showPainted(url, isOld))
  texts = new Texts()
  #view = new DeskView(this)
  #server
  /** Whether marks outlive the server, so that nothing is lost with the page. */ #kept = false
  #written = false
  #touched = 0
  /** What is to be shown as soon as it is there. @type {'next' | undefined} */ #wanted

  /** @param {import('./server.js').Server} server */
  constructor(server) {
    this.#server = server
    this.queue.addEventListener('change', () => this.#onChange())
  }

  get review() { return this.queue.current?.review }
  get isUnsaved() { return !this.#kept && this.queue.items.some(({ unsaved }) => unsaved) }

  /** Files of the server's, where it was started with some. */
  async begin() {
    const { files, kept, written } = await this.#server.queue()
    this.#kept = kept
    this.#written = written
    this.#add(files.map(({ name, ...before }, i) => new Item(this.#server, name, i, before)))
  }

  /** @param {readonly import('./folder.js').Named[]} files */
  open(files) { this.#add(files.map(({ name, file }) => new Item(this.#server, name, file))) }

  /** @param {Item[]} items */
  #add(items) {
    if (items.length === 0) return
    for (const item of items) {
      item.addEventListener('review', () => { if (item === this.queue.current) this.render() })
      item.addEventListener('trouble', event => this.complain(/** @type {CustomEvent} */ (event).detail))
    }
    const first = this.queue.items.length
    this.queue.add(items)
    const next = items.findIndex(item => !item.isDone)
    this.queue.goTo(first + Math.max(0, next))
  }

  /** @param {string} text for those who do not see it */
  say(text) { byId('status', HTMLElement).textContent = text }

  /** @param {unknown} error */
  complain(error) {
    if (!(error instanceof ServerError)) console.error(error)
    byId('alert-text', HTMLElement).textContent = error instanceof Error ? error.message : String(error)
    byId('alert', HTMLElement).hidden = false
  }

  /**
   * Does it and shows what went wrong.
   *
   * @param {() => Promise<void>} work
   */
  async attempt(work) {
    byId('alert', HTMLElement).hidden = true
    try {
      await work()
    } catch (error) {
      this.complain(error)
    }
  }

  #onChange() {
    const { current } = this.queue
    if (this.#wanted && current?.review && (current.review.at + 1 < current.review.pages.length || current.review.whole)) {
      this.#wanted = undefined
      this.#onward()
    }
    this.#view.state()
    this.render()
  }

  render() {
    this.#list.draw()
    this.#view.render()
    const { current } = this.queue
    if (!current || Date.now() - this.#touched < TOUCH_MS) return
    this.#touched = Date.now()
    void current.touch().catch(() => {})
  }

  /** @param {number} page */
  goTo(page) {
    const { review } = this
    if (!review) return
    review.goTo(page)
    this.say(`Page ${review.at + 1} of ${review.pages.length}, ${review.page.boxes.length} boxes`)
  }

  /** @param {number} by */
  turn(by) { if (this.review) this.goTo(this.review.at + by) }

  /** @param {number} by */
  turnFile(by) {
    this.queue.goTo(this.queue.at + by)
    this.say(this.queue.current?.name ?? '')
  }

  /** The page is right: on to the next one that nobody has looked at. */
  approve() {
    const { current } = this.queue
    const { review } = this
    if (!current || this.#wanted) return
    if (current.state === 'failed') return this.#nextFile()
    if (!review?.page) return
    if (!this.stage.isShown) return this.say('The page is not shown yet')
    current.mark(review.at, true).catch(error => this.complain(error))
    this.#onward()
  }

  #onward() {
    const { current } = this.queue
    const { review } = this
    if (!current || !review) return
    const page = nextUnreviewed(review, review.at)
    if (page !== undefined && (page > review.at || review.whole)) {
      review.goTo(page)
      this.say(`Page ${page + 1} of ${current.total ?? '?'}, ${review.page.boxes.length} boxes`)
      return this.stage.focus()
    }
    if (!review.whole) {
      this.#wanted = 'next'
      return this.#view.state()
    }
    this.#nextFile()
  }

  #nextFile() {
    const file = this.queue.next()
    if (file === undefined) return this.say(this.queue.done === this.queue.items.length ? 'All files are reviewed' : 'No file is left that could be reviewed')
    this.queue.goTo(file)
    this.say(this.queue.current?.name ?? '')
    this.stage.focus()
  }

  get isWaiting() { return this.#wanted !== undefined }
  get areWritten() { return this.#written }

  toggleReviewed() {
    const { current } = this.queue
    const { review } = this
    if (!current || !review?.page || !this.stage.isShown) return
    current.mark(review.at, !review.isReviewed(review.at)).catch(error => this.complain(error))
  }

  /** @param {1 | -1} direction */
  nextDoubt(direction) {
    const { review, queue } = this
    if (!review) return
    const next = nextDoubt(review, direction)
    if (next) return this.#lookAt(next)
    const others = direction > 0 ? [...queue.items.slice(queue.at + 1), ...queue.items.slice(0, queue.at)] : queue.items.slice(0, queue.at).reverse()
    for (const item of others) {
      const doubts = item.review ? doubtsOf(item.review) : []
      const doubt = direction > 0 ? doubts[0] : doubts[doubts.length - 1]
      if (!doubt) continue
      queue.goTo(queue.items.indexOf(item))
      return this.#lookAt(doubt)
    }
    this.say('Nothing else is in doubt')
    this.#view.notice('Nothing else is in doubt.')
  }

  /** @param {{ at: number, id: number }} place */
  #lookAt({ at, id }) {
    const { review } = this
    if (!review) return
    review.goTo(at)
    review.select(id)
    this.stage.lookAt(id)
  }

  addBox() {
    const { review } = this
    if (!review?.page) return
    const { width, height } = review.page
    const { x, y } = this.stage.middle
    const [w, h] = [Math.max(8, Math.round(width / 6)), Math.max(8, Math.round(height / 12))]
    const id = review.add({ ...this.panel.fresh, x: Math.round(x - w / 2), y: Math.round(y - h / 2), w, h })
    this.stage.focusBox(id)
    this.say(`${this.panel.fresh.label} added. Arrow keys move it, with Shift they resize it.`)
  }

  /** @param {boolean} [on] */
  preview(on = !this.painted.on) {
    this.painted.turn(on)
    this.#view.toggle('preview', on)
    this.render()
  }

  /** @param {boolean} [on] */
  showTexts(on = !this.texts.on) {
    this.texts.turn(on)
    this.#view.toggle('text', on)
    this.render()
  }

  /** @param {boolean} on a finger on the page draws a box */
  drawing(on) {
    this.isDrawing = on
    this.#view.toggle('draw', on)
  }

  /** @param {File} file */
  async openPlan(file) {
    const { current } = this.queue
    if (!current?.review?.whole) throw new Error('Open the image first, then its plan.')
    const json = await file.text()
    const { plan } = await current.ask(id => this.#server.readPlan(id, json))
    current.review.replace(plan)
    this.say('The plan is open')
  }

  /**
   * @param {Choices} choices
   * @param {boolean} again
   */
  async choose(choices, again) {
    const { current } = this.queue
    this.queue.choices = choices
    if (!again || !current) return
    await current.reset()
    this.#onChange()
    await current.open({ ...choices, anew: true })
  }

  async download() {
    const { current } = this.queue
    if (!current) return
    await this.#view.painting(async () => await downloadRedacted(current))
    this.say('The redacted file was downloaded')
  }

  /** One after the other, since the server holds only so many. */
  async downloadAll() {
    for (const item of this.queue.items.filter(({ isDone }) => isDone)) {
      await this.#view.painting(async () => {
        await item.open()
        await downloadRedacted(item)
        if (item !== this.queue.current) await item.release()
      })
    }
    this.say('All reviewed files were downloaded')
  }

  downloadPlan() { if (this.queue.current) downloadPlan(this.queue.current) }

  leave() { for (const item of this.queue.items) item.leave() }

  /**
   * @param {number} page of the file that is shown
   * @param {AbortSignal} signal
   */
  async paint(page, signal) {
    const { current } = this.queue
    const { review } = this
    if (!current || !review) throw new Error('Nothing is open.')
    return await current.ask(id => this.#server.painted(id, page, review.boxesOf(page), signal))
  }

  /** @param {number} page of the file that is shown */
  async read(page) {
    const { current } = this.queue
    if (!current) return []
    return await current.ask(id => this.#server.texts(id, page))
  }
}
