import { Desk } from './desk.js'
import { OptionsDialog, askKey } from './dialogs.js'
import { byId } from './dom.js'
import { filesOf, filesOfFolder } from './folder.js'
import { listenToKeys } from './keys.js'
import { listenToPointer } from './pointer.js'
import { Server } from './server.js'

/** @param {string} id */
const button = id => byId(id, HTMLButtonElement)
const chooser = byId('chooser', HTMLInputElement)
const folderChooser = byId('folder-chooser', HTMLInputElement)
const planChooser = byId('plan-chooser', HTMLInputElement)
const help = byId('help', HTMLDialogElement)

const desk = new Desk(new Server(askKey))
const { stage, panel, queue } = desk
const options = new OptionsDialog((choices, again) => void desk.attempt(() => desk.choose(choices, again)))

/**
 * @param {string} id
 * @param {() => unknown} act
 */
const onClick = (id, act) => button(id).addEventListener('click', () => void act())

/** @param {readonly import('./folder.js').Named[]} files */
const openAll = files => desk.attempt(async () => {
  for (const { name, file } of files) if (/\.json$/i.test(name)) await desk.openPlan(file)
  desk.open(files.filter(({ name }) => !/\.json$/i.test(name)))
})

for (const id of ['open', 'open-first']) onClick(id, () => chooser.click())
for (const id of ['open-folder', 'open-first-folder']) onClick(id, () => folderChooser.click())
onClick('open-plan', () => planChooser.click())
for (const input of [chooser, folderChooser, planChooser]) {
  input.addEventListener('change', () => {
    // A folder holds what is no picture, too; what was chosen by itself is tried.
    const chosen = [...input.files ?? []]
    const files = input === folderChooser ? filesOfFolder(chosen) : chosen.map(file => ({ name: file.name, file }))
    input.value = ''
    void openAll(files)
  })
}
onClick('cancel', () => queue.current?.cancel())
onClick('download', () => desk.attempt(() => desk.download()))
onClick('download-all', () => desk.attempt(() => desk.downloadAll()))
onClick('download-plan', () => desk.attempt(async () => desk.downloadPlan()))
onClick('add', () => desk.addBox())
onClick('undo', () => desk.review?.undo())
onClick('redo', () => desk.review?.redo())
onClick('previous', () => desk.turn(-1))
onClick('next', () => desk.turn(1))
byId('page', HTMLSelectElement).addEventListener('change', ({ target }) => desk.goTo(Number(/** @type {HTMLSelectElement} */ (target).value)))
onClick('zoom-in', () => stage.zoom(1))
onClick('zoom-out', () => stage.zoom(-1))
onClick('fit', () => stage.fit())
onClick('actual', () => stage.actualSize())
onClick('preview', () => desk.preview())
onClick('text', () => desk.showTexts())
onClick('draw', () => desk.drawing(!desk.isDrawing))
onClick('doubt', () => desk.nextDoubt(1))
onClick('reviewed', () => desk.approve())
onClick('help-open', () => help.showModal())
onClick('open-options', () => options.show(queue.current !== undefined))
onClick('alert-close', () => { byId('alert', HTMLElement).hidden = true })
byId('key-form', HTMLFormElement).addEventListener('submit', event => {
  event.preventDefault()
  byId('key', HTMLDialogElement).close('ok')
})
for (const closer of document.querySelectorAll('dialog [data-close]')) closer.addEventListener('click', () => closer.closest('dialog')?.close())

// Not on the overlay: a listener for focus there would make the overlay itself a stop for Tab.
byId('stage', HTMLElement).addEventListener('focusin', ({ target }) => {
  const key = target instanceof SVGElement ? target.dataset.key : undefined
  if (key !== undefined) desk.review?.select(Number(key))
})
listenToPointer(stage, () => desk.review, { newBox: () => panel.fresh, isDrawing: () => desk.isDrawing })
listenToKeys({ stage, reviewOf: () => desk.review, add: () => desk.addBox(), approve: () => desk.approve(), say: text => desk.say(text), others: {
  pageup: () => desk.turn(-1), pagedown: () => desk.turn(1), '[': () => desk.turnFile(-1), ']': () => desk.turnFile(1),
  '+': () => stage.zoom(1), '=': () => stage.zoom(1), '-': () => stage.zoom(-1), 0: () => stage.fit(), 1: () => stage.actualSize(),
  d: () => desk.nextDoubt(1), 'shift+d': () => desk.nextDoubt(-1), r: () => desk.toggleReviewed(), p: () => desk.preview(), t: () => desk.showTexts(),
  l: () => panel.focusLabel(), m: () => panel.focusMethod(), o: () => options.show(queue.current !== undefined), '?': () => help.showModal(),
} })

addEventListener('dragover', event => {
  event.preventDefault()
  document.body.classList.add('dragging')
})
addEventListener('dragleave', event => { if (event.relatedTarget === null) document.body.classList.remove('dragging') })
addEventListener('drop', event => {
  event.preventDefault()
  document.body.classList.remove('dragging')
  if (event.dataTransfer) void filesOf(event.dataTransfer).then(openAll)
})
addEventListener('beforeunload', event => { if (desk.isUnsaved) event.preventDefault() })
addEventListener('pagehide', () => desk.leave())
void desk.attempt(() => desk.begin())
