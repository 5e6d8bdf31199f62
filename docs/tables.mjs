// Writes entities.md from the tables that the recognisers work by, and the README's table of figures into accuracy.md. Run after a
// build; a test compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { objectLabels } from '../dist/lib/options.js'
import { GROUPS } from '../dist/lib/pii/groups.js'
import { LABELS } from '../dist/lib/pii/labels.js'

const code = text => `\`${text}\``
const OBJECTS = {
  FACE: ['Faces of people', 'yes'],
  LICENSE_PLATE: ['License plates of vehicles', 'yes'],
  BARCODE: ['QR, Aztec, Data Matrix, PDF417 and linear codes that can be decoded. Reported as `URL` where the code holds a link, else as `NUMERICAL_PII`. Settings of `BARCODE` hold for all of them, over those of what they are reported as; `--fail-on BARCODE` is met by any', 'when asked for'],
  SIGNATURE: ['Handwriting beside or above words such as "Signature" or "Signed". Found by the stage `ocr()`, since the words come first; with `ocr: \'none\'` there are none', 'when asked for'],
}
/** Why a group is what it is, in a word. */
const ABOUT = {
  ALL: 'everything', DEFAULT: 'what is looked for when nothing is said: all but what identifies nobody by itself and fills a page',
  CORE_ENTITIES: 'direct identifiers', HIPAA_SAFE_HARBOR: '45 CFR 164.514(b)(2): the eighteen identifiers', HEALTH_INFORMATION: 'health', GDPR: 'article 4(1)',
  GDPR_SENSITIVE: 'article 9(1)', CPRA: 'California', PCI: 'payment cards and bank accounts', NUMERICAL_EXCL_PCI: 'numbers that are not payment data', QUEBEC_PRIVACY_ACT: 'Quebec',
  APPI: 'Japan', APPI_SENSITIVE: 'Japan: special care-required',
}

export function entitiesPage() {
  const labels = Object.entries(LABELS)
  const groupsOf = label => Object.entries(GROUPS).filter(([name, members]) => !['ALL', 'DEFAULT'].includes(name) && members.includes(label)).map(([name]) => code(name))
  const incidental = labels.map(([label]) => label).filter(label => !GROUPS.DEFAULT.includes(label))
  return `# Labels and groups

Written by \`docs/tables.mjs\` from \`lib/pii/labels.ts\` and \`lib/pii/groups.ts\`; do not edit by hand.

## Objects

What \`objects\` takes. Detectors of your own add their labels.

| label | what | looked for |
|---|---|---|
${objectLabels.map(label => `| ${code(label)} | ${OBJECTS[label].join(' | ')} |`).join('\n')}

A plate is a picture and a text: with \`LICENSE_PLATE\` left out, its letters may still be read and painted as \`VEHICLE_ID\`. Disable both to keep plates.

## Personal text

What \`entities.enable\` and \`entities.disable\` take, ${labels.length} labels. An entity bears all labels it was taken for, each with a score; \`best_label\` is the
most specific of the likely ones. A label that is enabled or disabled takes its more special ones with it: \`NAME\` stands for \`NAME_GIVEN\` too. All are looked
for by default but ${incidental.map(code).join(', ')}, which identify nobody by themselves and fill a page.

| label | what | for example | more general | in groups |
|---|---|---|---|---|
${labels.map(([label, { about, examples, general }]) => `| ${[code(label), about, examples.map(code).join(', '), general.map(code).join(', '), groupsOf(label).join(', ')].join(' | ')} |`).join('\n')}

## Groups

A group stands wherever a label may stand. They are a help for choosing labels, not legal advice.

| group | for | labels |
|---|---|---|
${Object.entries(GROUPS).map(([name, members]) => `| ${code(name)} | ${ABOUT[name]} | ${name === 'ALL' ? 'all' : name === 'DEFAULT' ? `all but ${incidental.map(code).join(', ')}` : members.map(code).join(', ')} |`).join('\n')}
`
}

const read = name => readFileSync(new URL(name, import.meta.url), 'utf8')

/** accuracy.md with the table of the README between its marks. */
export function accuracyPage() {
  const table = /\n\| measured with .*?(?=\n\n)/s.exec(read('../README.md'))[0]
  return read('accuracy.md').replace(/(<!-- figures.*? -->\n).*?(\n<!-- end -->)/s, (_, start, end) => `${start}${table}\n${end}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('entities.md', import.meta.url), entitiesPage())
  writeFileSync(new URL('accuracy.md', import.meta.url), accuracyPage())
}
