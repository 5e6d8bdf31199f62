/** What the server knows of formats, labels and ways to paint, as it wrote it into the page. */

/** @typedef {import('../wire.js').PageTables} PageTables */
/** @typedef {import('../../../paint/label-groups.js').LabelGroup} LabelGroup */
/** @typedef {import('../../../core/types.js').Method} Method */

/** @type {PageTables} */
const { methods, extensions, groups, choices } = JSON.parse(document.querySelector('meta[name=efface-tables]')?.getAttribute('content') ?? '')

const byLabel = new Map(groups.flatMap(group => group.labels.map(label => [label, group])))

/**
 * @param {string} label
 * @returns {LabelGroup} the last for what is not built in
 */
export const groupOf = label => byLabel.get(label) ?? groups[groups.length - 1]

/** @param {string} label */
export const colourOf = label => groupOf(label).colour

/** Every built-in label, by group. */
export const allLabels = groups.flatMap(({ labels }) => labels)

export { methods, extensions, groups, choices }
export const methodNames = /** @type {Method[]} */ (Object.keys(methods))
