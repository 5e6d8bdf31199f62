import { byId, download, setOptions } from './dom.js'
import { listenToKeys } from './keys.js'
import { Panel } from './panel.js'
import { Pictures } from './pictures.js'
import { listenToPointer } from './pointer.js'
import { Review } from './review.js'
import { Server, ServerError } from './server.js'
import { Stage } from './stage.js'
import { extensions, methods } from './tables.js'

/**
 * What is open. `labels`: every label that a box may have, with its colour; `touched`: when the server last heard of it.
 * @typedef {{ file: File, id: string, review: Review, labels: Record<string, string>, pictures: Pictures, saved: boolean, touched: number }} Open
 */

const TOUCH_MS = 60_000

/** @param {string} id */
const button = id => byId(id, HTMLButtonElement)
const pageSelect = byId('page', HTMLSelectElement)
const status = byId('status', HTMLElement)
const alertText = byId('alert-text', HTMLElement)
const alertBar = byId('alert', HTMLElement)
const chooser = byId('chooser', HTMLInputElement)
const planChooser = byId('plan-chooser', HTMLInputElement)
const keyDialog = byId('key', HTMLDialogElement)
const help = byId('help', HTMLDialogElement)

/** @type {Open | undefined} */
let open
/** @type {AbortController | undefined} */
let analysing

const reviewOf = () => open?.review
const server = new Server(askKey)
const stage = new Stage()
const panel = new Panel(reviewOf, id => stage.focusBox(id))

/** @param {string} text for those who do not see it */
function say(text) { status.textContent = text }

/** @param {unknown} error */
function complain(error) {
  if (!(error instanceof ServerError)) console.error(error)
  alertText.textContent = error instanceof Error ? error.message : String(error)
  alertBar.hidden = false
}

/**
 * Does it and shows what went wrong.
 *
 * @param {() => Promise<void>} work
 */
async function attempt(work) {
  alertBar.hidden = true
  try {
    await work()
  } catch (error) {
    complain(error)
  }
}

/** @param {'empty' | 'busy' | 'ready'} state */
function setState(state) {
  document.body.dataset.state = state
  render()
}

/** @returns {Promise<string>} */
function askKey() {
  const input = byId('key-input', HTMLInputElement)
  input.value = ''
  keyDialog.returnValue = ''
  keyDialog.showModal()
  return new Promise((resolve, reject) => keyDialog.addEventListener('close', () => {
    if (keyDialog.returnValue === 'ok' && input.value !== '') resolve(input.value)
    else reject(new ServerError(401, 'This server wants its API key.'))
  }, { once: true }))
}

/** @param {File} file */
async function openFile(file) {
  if (/\.json$/i.test(file.name)) return await openPlan(file)
  if (analysing || !mayLeave()) return
  close()
  analysing = new AbortController()
  const { signal } = analysing
  byId('busy-name', HTMLElement).textContent = file.name
  progress('Looking through the file …')
  setState('busy')
  try {
    const { id, plan, labels } = await server.analyse(file, (page, total) => {
      progress(`Page ${page + 1}${total === undefined ? '' : ` of ${total}`} is done`, total && (page + 1) / total)
    }, signal)
    const review = new Review(plan, methods)
    open = { file, id, review, labels, pictures: new Pictures(page => server.picture(id, page)), saved: true, touched: Date.now() }
    review.addEventListener('change', render)
    review.addEventListener('edit', () => { void edited() })
    const count = plan.pages.reduce((sum, { boxes }) => sum + boxes.length, 0)
    say(`${plan.pages.length === 1 ? '1 page' : `${plan.pages.length} pages`}, ${count} boxes`)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    analysing = undefined
    setState(open ? 'ready' : 'empty')
    if (open) stage.focus()
  }
}

/** @param {File} file */
async function openPlan(file) {
  if (!open) throw new Error('Open the image first, then its plan.')
  const { plan, labels } = await server.readPlan(open.id, await file.text())
  Object.assign(open.labels, labels)
  open.review.replace(plan)
  say('The plan is open')
}

/**
 * @param {string} text
 * @param {number} [share] done, from 0 to 1
 */
function progress(text, share) {
  const bar = byId('busy-bar', HTMLProgressElement)
  byId('busy-text', HTMLElement).textContent = text
  if (share === undefined) bar.removeAttribute('value')
  else bar.value = share
}

function close() {
  if (!open) return
  void server.close(open.id)
  open.pictures.clear()
  open = undefined
}

const mayLeave = () => !open || open.saved || confirm('The changes to the boxes were not downloaded. Leave them?')

/** Somebody is at work: the file is not idle. */
async function edited() {
  if (!open) return
  open.saved = false
  if (Date.now() - open.touched < TOUCH_MS) return
  open.touched = Date.now()
  await server.touch(open.id).catch(complain)
}

async function downloadRedacted() {
  if (!open) return
  const of = open
  document.body.classList.add('painting')
  button('download').disabled = true
  say('Painting')
  try {
    const blob = await server.apply(of.id, of.review.toPlan())
    const extension = extensions[blob.type] ?? ''
    // The file's own way to write its extension, unless the format changed.
    const own = /\.[^.]+$/.exec(of.file.name)?.[0] ?? ''
    download(blob, `${stem(of.file)}.redacted${of.file.type === blob.type ? own : extension}`)
    of.saved = true
    say('The redacted file was downloaded')
  } finally {
    document.body.classList.remove('painting')
    button('download').disabled = false
  }
}

function downloadPlan() {
  if (!open) return
  download(new Blob([`${JSON.stringify(open.review.toPlan(), null, 2)}\n`], { type: 'application/json' }), `${stem(open.file)}.plan.json`)
  open.saved = true
}

/** @param {File} file */
const stem = ({ name }) => name.replace(/\.[^.]+$/, '')

function addBox() {
  if (!open) return
  const { review } = open
  const { width, height } = review.page
  const { x, y } = stage.middle
  const [w, h] = [Math.max(8, Math.round(width / 6)), Math.max(8, Math.round(height / 12))]
  const id = review.add({ ...panel.fresh, x: Math.round(x - w / 2), y: Math.round(y - h / 2), w, h })
  stage.focusBox(id)
  say(`${panel.fresh.label} added. Arrow keys move it, with Shift they resize it.`)
}

/** @param {number} by */
function turn(by) {
  if (!open) return
  const { review } = open
  review.goTo(review.at + by)
  say(`Page ${review.at + 1} of ${review.pages.length}, ${review.page.boxes.length} boxes`)
}

function render() {
  byId('file-name', HTMLElement).textContent = open?.file.name ?? ''
  if (!open || document.body.dataset.state !== 'ready') return
  const { review, labels, pictures } = open
  stage.render(review, labels)
  panel.render(review, labels)
  const numbers = review.pages.map((_, i) => String(i))
  setOptions(pageSelect, numbers, i => `${Number(i) + 1} of ${numbers.length}`)
  pageSelect.value = String(review.at)
  byId('pages', HTMLElement).hidden = numbers.length === 1
  button('previous').disabled = review.at === 0
  button('next').disabled = review.at === numbers.length - 1
  button('undo').disabled = !review.canUndo
  button('redo').disabled = !review.canRedo
  pictures.show(review.at, url => stage.show(url)).catch(complain)
}

/** @param {boolean} [on] */
function preview(on = !document.body.classList.contains('preview')) {
  document.body.classList.toggle('preview', on)
  button('preview').setAttribute('aria-pressed', String(on))
}

for (const id of ['open', 'open-first']) button(id).addEventListener('click', () => chooser.click())
button('open-plan').addEventListener('click', () => planChooser.click())
for (const input of [chooser, planChooser]) {
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    input.value = ''
    if (file) void attempt(() => openFile(file))
  })
}
button('cancel').addEventListener('click', () => analysing?.abort())
button('download').addEventListener('click', () => void attempt(downloadRedacted))
button('download-plan').addEventListener('click', downloadPlan)
button('add').addEventListener('click', addBox)
button('undo').addEventListener('click', () => reviewOf()?.undo())
button('redo').addEventListener('click', () => reviewOf()?.redo())
button('previous').addEventListener('click', () => turn(-1))
button('next').addEventListener('click', () => turn(1))
pageSelect.addEventListener('change', () => turn(Number(pageSelect.value) - (reviewOf()?.at ?? 0)))
button('zoom-in').addEventListener('click', () => stage.zoom(1))
button('zoom-out').addEventListener('click', () => stage.zoom(-1))
button('fit').addEventListener('click', () => stage.fit())
button('preview').addEventListener('click', () => preview())
button('help-open').addEventListener('click', () => help.showModal())
button('alert-close').addEventListener('click', () => { alertBar.hidden = true })
byId('key-form', HTMLFormElement).addEventListener('submit', event => {
  event.preventDefault()
  keyDialog.close('ok')
})
for (const closer of document.querySelectorAll('dialog [data-close]')) closer.addEventListener('click', () => closer.closest('dialog')?.close())

// Not on the overlay: a listener for focus there would make the overlay itself a stop for Tab.
byId('stage', HTMLElement).addEventListener('focusin', ({ target }) => {
  const key = target instanceof SVGElement ? target.dataset.key : undefined
  if (key !== undefined) reviewOf()?.select(Number(key))
})
listenToPointer(stage, reviewOf, () => panel.fresh)
listenToKeys({ stage, reviewOf, add: addBox, say, others: {
  pageup: () => turn(-1), pagedown: () => turn(1), '+': () => stage.zoom(1), '=': () => stage.zoom(1), '-': () => stage.zoom(-1), 0: () => stage.fit(),
  p: () => preview(), l: () => panel.focusLabel(), m: () => panel.focusMethod(), '?': () => help.showModal(),
} })

addEventListener('dragover', event => {
  event.preventDefault()
  document.body.classList.add('dragging')
})
addEventListener('dragleave', event => { if (event.relatedTarget === null) document.body.classList.remove('dragging') })
addEventListener('drop', event => {
  event.preventDefault()
  document.body.classList.remove('dragging')
  const file = event.dataTransfer?.files[0]
  if (file) void attempt(() => openFile(file))
})
addEventListener('beforeunload', event => { if (open && !open.saved) event.preventDefault() })
addEventListener('pagehide', close)
