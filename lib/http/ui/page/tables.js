/** What the server knows of formats and ways to paint, as it wrote it into the page. */

/** @typedef {import('../wire.js').PageTables} PageTables */
/** @typedef {import('../../../core/types.js').Method} Method */

/** @type {PageTables} */
const { methods, extensions } = JSON.parse(document.querySelector('meta[name=efface-tables]')?.getAttribute('content') ?? '')

export { methods, extensions }
export const methodNames = /** @type {Method[]} */ (Object.keys(methods))
