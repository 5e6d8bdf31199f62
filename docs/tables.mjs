// Writes entities.md from the tables that the recognisers work by, and the README's table of figures into accuracy.md. Run after a
// build; a test compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { OBJECTS } from '../dist/lib/core/object-labels.js'
import { GROUPS } from '../dist/lib/core/groups.js'
import { LABELS } from '../dist/lib/core/labels.js'

const code = text => `\`${text}\``
/** Why a group is what it is, in a word. */
const ABOUT = {
  ALL: 'everything', DEFAULT: 'what is looked for when nothing is said: all but what identifies nobody by itself and fills a page',
  CORE_ENTITIES: 'direct identifiers', HIPAA_SAFE_HARBOR: '45 CFR 164.514(b)(2): the eighteen identifiers', HEALTH_INFORMATION: 'health', GDPR: 'article 4(1)',
  GDPR_SENSITIVE: 'article 9(1)', CPRA: 'California', PCI: 'payment cards and bank accounts', NUMERICAL_EXCL_PCI: 'numbers that are not payment data', QUEBEC_PRIVACY_ACT: 'Quebec',
  APPI: 'Japan', APPI_SENSITIVE: 'Japan: special care-required',
}

export function entitiesPage() {
  const measured = JSON.parse(read('../benchmarks/accuracy/labels.json'))
  const labels = Object.entries(LABELS)
  const groupsOf = label => Object.entries(GROUPS).filter(([name, members]) => !['ALL', 'DEFAULT'].includes(name) && members.includes(label)).map(([name]) => code(name))
  const figuresOf = label => ['masked', 'named'].map(figure => measured.labels[label] ? `${measured.labels[label][figure]} %` : 'not measured')
  const incidental = labels.map(([label]) => label).filter(label => !GROUPS.DEFAULT.includes(label))
  return `# Labels and groups

Written by \`docs/tables.mjs\` from \`lib/core/object-labels.ts\`, \`lib/core/labels.ts\` and \`lib/core/groups.ts\`; do not edit by hand.

## Objects

What \`objects\` takes. Detectors of your own add their labels.

| label | what | looked for |
|---|---|---|
${Object.entries(OBJECTS).map(([label, { about, byDefault }]) => `| ${code(label)} | ${about} | ${byDefault ? 'yes' : 'when asked for'} |`).join('\n')}

A plate is a picture and a text: with \`LICENSE_PLATE\` left out, its letters may still be read and painted as \`VEHICLE_ID\`. What is read on a plate that was found and could be its number is called that. Disable both to keep plates.

## Personal text

What \`entities.enable\` and \`entities.disable\` take, ${labels.length} labels. An entity bears all labels it was taken for, each with a score; \`best_label\` is the
most specific of the likely ones. A label that is enabled or disabled takes its more special ones with it: \`NAME\` stands for \`NAME_GIVEN\` too. All are looked
for by default but ${incidental.map(code).join(', ')}, which identify nobody by themselves and fill a page.

| label | what | for example | more general | in groups | masked | named |
|---|---|---|---|---|---|---|
${labels.map(([label, { about, examples, general }]) => `| ${[code(label), about, examples.map(code).join(', '), general.map(code).join(', '), groupsOf(label).join(', '), ...figuresOf(label)].join(' | ')} |`).join('\n')}

Masked and named are measured (\`benchmarks/accuracy/labels.ts\`) on ${measured.all.n} marked values in ${measured.lines} short sentences and form lines written for it, 12 to 17 a label, some in
French, German, Spanish, Italian, Portuguese or Dutch, without pictures: the reading of a scan comes on top. *Masked*: all of the value lies in some entity. *Named*: an entity that
overlaps it bears the label, or a more special one. At so few lines, one more or less is 6 to 8 %. All labels together: ${measured.all.masked} % masked,
${measured.all.named} % named; of ${measured.clean} lines with nothing personal, ${measured.false} words in a hundred were masked in vain.

The recognisers were mended after a first run on these lines had shown what they missed, so **the figures above flatter**. The first run masked ${measured.first.all.masked} % and
named ${measured.first.all.named} %. ${measured.check.n} further values of the labels that had been weak, written after the mends by who made them, for which nothing was mended:
${measured.check.masked} % masked, ${measured.check.named} % named (before the mends ${measured.first.check.masked} and ${measured.first.check.named} %); ${measured.check.false} words in a hundred in vain on ${measured.check.clean} lines meant to trip the mends. Text of another kind will give less.

### As it stands on paper

Ways in which people and machines write such things (\`test/pii/cases/paper.ts\`, \`paper-more.ts\`), ten and more a kind. They were written before the rules that find them; the rules
were then mended with these lines in sight, so the right column says what holds, not what to expect elsewhere. *In vain*: lines of the same look that tell of nobody, masked by the rules.

| kind | lines | before | now | in vain now |
|---|---|---|---|---|
| captions and values in columns, tables, with leaders, above each other | 69 values | 64 % | 100 % | |
| item numbers before captions (4d, 1a., Box 3, iv.) | 17 | 88 % | 100 % | 0 of 10 |
| coordinates | 19 | 63 % | 100 % | 0 of 10 |
| names that are words, behind captions and phrases; IATA and DICOM names | 33 | 55 % | 100 % | 0 of 13 |
| bank details, cheques | 23 | 57 % | 100 % | 0 of 10 |
| captions with #, run together; numbers of patients, claims, bookings | 39 | 28 % | 100 % | 0 of 11 |
| ages and sex in shorthand (39F, 039Y/F) | 20 | 0 % | 100 % | 0 of 10 |
| numbers whose check digits are wrong | 29 | 41 % | 100 % | 0 of 6 |
| dashes of every kind | 22 | 9 % | 100 % | 0 of 7 |
| national numbers as people write them | 67 | 49 % | 100 % | 1 of 12 |
| numbers in a row, addresses with a port | 21 | 52 % | 100 % | 0 of 8 |
| telephones of the world (with \`countries\`) | 30 | 57 % | 100 % | 0 of 10 |
| dates, handles, spelt-out addresses | 38 | 32 % | 100 % | 1 of 13 |
| passwords, keys, one-time codes | 33 | 39 % | 100 % | 0 of 11 |
| what codes say (vCards, licences, boarding passes, bills, Wi-Fi) | 16 | 56 % | 100 % | 0 of 10 |
| a caption names its value | 23 | 70 % | 96 % | |
| one character a box, drawn and read: eleven styles (boxes, ticks, rules, dots, letterspacing), captions beside and above, in 16 and 26 px | 792 values | 88 % | 98 % | |
| struck through, underlined, highlighted, boxed, drawn and read: eighteen kinds of marks in 14, 22 and 34 px | 216 values | 96 % | 100 % | |

### By kind, on sentences

1,500 synthetic sentences (presidio-research, \`node dist/benchmarks/accuracy/pii.js\`; development data of ours, whose misses have been looked at by kind). *Compatible*: of the spans
of which something was found, those that are called by a label that means the same (a TITLE is an \`OCCUPATION\` or a \`GENDER\`). All together 95.5 % (89.3 % before
a model's word for the kind was weighed against what lists and rules know). A university "of" a town counts as wrong, and so does an orchestra whose name is its founder's.

| annotated as | spans | masked, of its characters | compatible label |
|---|---|---|---|
| PERSON | 813 | 98.4 % | 97.0 % |
| STREET_ADDRESS | 438 | 99.0 % | 98.6 % |
| GPE | 356 | 98.9 % | 91.8 % |
| ORGANIZATION | 239 | 93.9 % | 79.6 % |
| CREDIT_CARD | 136 | 100.0 % | 100.0 % |
| DATE_TIME | 119 | 100.0 % | 99.2 % |
| PHONE_NUMBER | 92 | 100.0 % | 100.0 % |
| AGE | 74 | 100.0 % | 100.0 % |
| NRP | 55 | 98.8 % | 92.6 % |
| EMAIL_ADDRESS | 49 | 100.0 % | 100.0 % |
| TITLE | 40 | 100.0 % | 92.5 % |
| ZIP_CODE | 37 | 97.1 % | 100.0 % |
| DOMAIN_NAME | 37 | 100.0 % | 100.0 % |
| IBAN_CODE | 21 | 100.0 % | 100.0 % |
| US_SSN | 16 | 100.0 % | 100.0 % |
| IP_ADDRESS | 14 | 100.0 % | 100.0 % |
| US_DRIVER_LICENSE | 5 | 100.0 % | 100.0 % |

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
