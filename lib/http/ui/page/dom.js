/**
 * The element with that id, which is of that class.
 *
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} type
 * @returns {E}
 */
export function byId(id, type) {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`There is no ${type.name} #${id}`)
  return found
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<Record<string, string>>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value ?? '')
  element.append(...children)
  return element
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} attributes
 * @param {Node[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/**
 * Makes the children of `parent` those of `items`. An element stays with its key, and keeps the focus.
 *
 * @template T
 * @template {HTMLElement | SVGElement} E
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => E} create
 * @param {(element: E, item: T) => void} update
 */
export function keyed(parent, items, keyOf, create, update) {
  const there = new Map([...parent.children].map(child => [/** @type {E} */ (child).dataset.key, /** @type {E} */ (child)]))
  items.forEach((item, i) => {
    const key = keyOf(item)
    const element = there.get(key) ?? create(item)
    there.delete(key)
    element.dataset.key = key
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null)
    update(element, item)
  })
  for (const element of there.values()) element.remove()
}

/**
 * @param {HTMLSelectElement} select
 * @param {readonly string[]} values
 * @param {(value: string) => string} [textOf]
 */
export function setOptions(select, values, textOf = value => value) {
  keyed(select, values, value => value, value => html('option', { value }), (option, value) => {
    const text = textOf(value)
    if (option.textContent !== text) option.textContent = text
  })
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const href = URL.createObjectURL(blob)
  html('a', { href, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
