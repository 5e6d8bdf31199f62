/** Files out of what was dropped or chosen, folders searched through. */

const KNOWN = new Set(document.querySelector('#chooser')?.getAttribute('accept')?.split(',').filter(type => type.startsWith('.')) ?? [])

/** @typedef {{ name: string, file: File }} Named */

/** @param {string} name */
const isKnown = name => KNOWN.has((/\.[^.]+$/.exec(name)?.[0] ?? '').toLowerCase()) && !/(^|\/)\./.test(name)

/**
 * @param {DataTransfer} transfer
 * @returns {Promise<Named[]>}
 */
export async function filesOf({ items, files }) {
  const entries = [...items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry !== null && entry !== undefined)
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...files].map(file => ({ name: file.name, file }))
  return (await Promise.all(entries.map(entry => filesIn(entry, '')))).flat()
}

/**
 * @param {FileSystemEntry} entry
 * @param {string} above
 * @returns {Promise<Named[]>}
 */
async function filesIn(entry, above) {
  const name = above + entry.name
  if (entry.isFile) {
    if (!isKnown(name)) return []
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject))
    return [{ name, file }]
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader()
  const inside = []
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    inside.push(...some)
  }
  inside.sort((a, b) => a.name < b.name ? -1 : 1)
  return (await Promise.all(inside.map(each => filesIn(each, `${name}/`)))).flat()
}

/**
 * Of a folder that was chosen.
 *
 * @param {readonly File[]} files
 * @returns {Named[]}
 */
export const filesOfFolder = files => files.map(file => ({ name: file.webkitRelativePath || file.name, file }))
  .filter(({ name }) => isKnown(name)).sort((a, b) => a.name < b.name ? -1 : 1)
