import { byId, html } from './dom.js'
import { ServerError } from './server.js'
import { choices, methodNames, methods } from './tables.js'

/** @typedef {import('./server.js').Choices} Choices */

/**
 * Asks for the API key.
 *
 * @param {boolean} wasWrong the one that was given before
 * @returns {Promise<string>}
 */
export function askKey(wasWrong) {
  const dialog = byId('key', HTMLDialogElement)
  const input = byId('key-input', HTMLInputElement)
  const wrong = byId('key-wrong', HTMLElement)
  input.value = ''
  wrong.textContent = wasWrong ? 'The server refused that key. Type it again.' : ''
  input.setAttribute('aria-invalid', String(wasWrong))
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve, reject) => dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'ok' && input.value !== '') resolve(input.value)
    else reject(new ServerError(401, wasWrong ? 'The API key is wrong.' : 'This server wants its API key.'))
  }, { once: true }))
}

const CHOSEN = /** @type {const} */ ({
  entities: ['Personal text', ''], ocr: ['Reading', ''], accuracy: ['Accuracy', ''], sensitivity: ['Sensitivity to faces and plates', ''],
  onUnread: ['Text that cannot be read', ''], method: ['Paint', 'As the label says'],
})

/** What to look for, and how; for files that are opened from now on, and if wanted for the one that is shown. */
export class OptionsDialog {
  #dialog = byId('options', HTMLDialogElement)
  #fields = byId('option-fields', HTMLElement)
  #objects = byId('option-objects', HTMLElement)
  #languages = byId('option-languages', HTMLInputElement)
  #again = byId('option-again', HTMLInputElement)

  /** @param {(choices: Choices, again: boolean) => void} onChosen */
  constructor(onChosen) {
    for (const [name, [title, none]] of Object.entries(CHOSEN)) {
      const values = name === 'method' ? methodNames : name in choices ? choices[/** @type {keyof typeof choices} */ (name)] : []
      const titleOf = (/** @type {string} */ value) => name === 'method' ? methods[/** @type {import('./tables.js').Method} */ (value)].title : value
      const select = html('select', { id: `option-${name}`, name }, html('option', { value: '' }, none || 'As the server says'),
        ...values.map(value => html('option', { value }, titleOf(value))))
      this.#fields.append(html('label', { for: select.id }, title), select)
    }
    this.#objects.append(...choices.objects.map(label => html('label', {}, html('input', { type: 'checkbox', value: label }), label)))
    byId('options-form', HTMLFormElement).addEventListener('submit', event => {
      event.preventDefault()
      this.#dialog.close()
      onChosen(this.#read(), this.#again.checked)
    })
  }

  /** @param {boolean} isOpen whether there is a file that could be looked through again */
  show(isOpen) {
    this.#again.disabled = !isOpen
    this.#again.checked = isOpen
    this.#dialog.showModal()
  }

  /** @returns {Choices} */
  #read() {
    /** @type {Choices} */
    const chosen = {}
    for (const select of this.#fields.querySelectorAll('select')) if (select.value) chosen[select.name] = select.name === 'entities' ? [select.value] : select.value
    const objects = [...this.#objects.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => value)
    if (objects.length > 0) chosen.objects = objects
    const languages = this.#languages.value.split(/[\s,+]+/).filter(code => code !== '')
    if (languages.length > 0) chosen.languages = languages
    return chosen
  }
}
