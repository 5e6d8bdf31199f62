/**
 * Entity recall and false alarms on forms drawn as words with boxes: templates, names and layouts of their own, written
 * without sight of the names model's training templates, and names from lists that neither it nor our gazetteers have.
 *
 *     node benchmarks/accuracy/forms.js [--no-names] [--noise 0.05] [--show]
 */
import { parseArgs } from 'node:util'
import { findInWords } from '../../lib/pii/index.js'
import type { Box, Word } from '../../lib/core/types.js'

const { values } = parseArgs({ options: { 'no-names': { type: 'boolean' }, noise: { type: 'string' }, show: { type: 'boolean' }, count: { type: 'string' } } })

let seed = 20_261
const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
const digits = (pattern: string): string => pattern.replace(/#/g, () => String(Math.floor(random() * 10))).replace(/@/g, () => pick([...'ABCDEFGHJKLMNPRSTUVWXYZ']))

const GIVEN = 'Torvald Ysolde Kwabena Nerys Ichiro Marisela Anouk Devendra Saoirse Bohdan Thandiwe Piers Rosalind Emeka Lucjan Farideh Cormac Tindra Obadiah Wilhelmina'.split(' ')
const FAMILY = 'Aldersey Brankovic Chukwuemeka Dunwoodie Esterhazy Fotheringay Grzybowski Haldane Ijaz Jellicoe Kurokawa Lachapelle Mokoena Nuttall Ostrowski Pemberton Quarshie Rautio Szabolcs Tregenza'.split(' ')
const TOWN = 'Little Snoring,Bad Salzdetfurth,Oconomowoc,Clitheroe,Ypsilanti,Tarpon Springs,Ashby Magna,Kealakekua'.split(',')
const STREET = 'Quarry Bank Lane,Old Mill Road,Larkspur Avenue,Thimble Street,Harbour View Drive,Coopers Court,Ninth Street'.split(',')
const FIRM = 'Penhallow & Sons Ltd,Brightwater Logistics Inc,Osterley Dental Group,Nordvik Marine AS,Calder Foundry Co'.split(',')
const JOB = 'forklift operator,bookkeeper,site foreman,pastry chef,actuary'.split(',')

/** [label of the form, what is written, personal]. */
type Item = readonly [string, string, boolean]
const person = (): string => `${pick(GIVEN)} ${pick(FAMILY)}`
const date = (): string => pick([digits('0#/1#/19#4'), `${1 + Math.floor(random() * 28)} ${pick(['March', 'June', 'October'])} 19${digits('##')}`, digits('19#2-0#-1#').replace('-00-', '-07-')])

const PARTS: readonly (() => Item)[] = [
  () => [pick(['Name of claimant', 'Claimant', 'Patient', 'Full name', 'Name of tenant', 'Policyholder', 'Employee name']), person(), true],
  () => ['Surname', pick(FAMILY), true], () => ['First name', pick(GIVEN), true],
  () => [pick(['Date of birth', 'DOB', 'Born']), date(), true],
  () => [pick(['Social Security No.', 'SSN']), digits('5##-4#-3##1'), true],
  () => [pick(['Home address', 'Address', 'Residence']), `${digits('1#')} ${pick(STREET)}, ${pick(TOWN)} ${digits('4###1')}`, true],
  () => ['City', pick(TOWN), true], () => ['Postal code', digits('3###2'), true],
  () => [pick(['Telephone', 'Phone', 'Mobile', 'Daytime phone']), pick([digits('(4##) 5##-1###'), digits('4##-5##-2###'), digits('+44 20 7### 9##1')]), true],
  () => [pick(['E-mail', 'Email address']), `${pick(GIVEN).toLowerCase()}.${pick(FAMILY).toLowerCase()}@${pick(['postmill.example', 'heron-mail.example.org'])}`, true],
  () => [pick(['Policy no.', 'Account number', 'Claim no.', 'Member ID']), digits(pick(['#######', '@@-######', '@####-##'])), true],
  () => ['MRN', digits('00######'), true], () => ['Passport no.', digits('@@#######'), true], () => ['Driving licence', digits('@#######'), true],
  () => ['Employer', pick(FIRM), true], () => ['Occupation', pick(JOB), true], () => ['Nationality', pick(['Norwegian', 'Ghanaian', 'Irish']), true],
  () => [pick(['Physician', 'Attending physician']), `Dr. ${person()}`, true], () => ['Marital status', pick(['married', 'single', 'widowed']), true],
  () => ['Licence plate', digits('@@## @@@').replace(/[IOQ]/g, 'A'), true], () => ['IP address', digits('1#.2#.1#.4#'), true],
  () => ['Status', pick(['open', 'closed', 'under review']), false], () => ['Number of pages', digits('#'), false], () => ['Form version', digits('Rev #.#'), false],
  () => ['Remarks', pick(['none so far', 'to be completed by the office', 'see the other side']), false], () => ['Quantity', digits('#5'), false],
]
const PROSE = ['Please write in block letters and do not staple the sheets together.', 'Return this form within ten working days of the event you describe above.',
  'Keep a copy for your own records; incomplete forms will be sent back.', 'The office will not discuss open cases over the counter.',
  'I declare that the statements made here are complete and correct to the best of my knowledge.']

interface Sheet { words: Word[], truth: { from: number, to: number, personal: boolean, text: string }[] }

const LETTER = 9
function sheet(): Sheet {
  const words: Word[] = []
  const truth: Sheet['truth'] = []
  let line = 0
  let y = 40
  const write = (text: string, x: number): number => {
    for (const word of text.split(' ')) {
      words.push({ text: noisy(word), x, y, w: word.length * LETTER, h: 18, confidence: 0.9, line })
      x += (word.length + 1) * LETTER
    }
    return x
  }
  const value = ([, text, personal]: Item, x: number): number => {
    const from = words.length
    const end = write(text, x)
    truth.push({ from, to: words.length, personal, text })
    return end
  }
  const next = (gap = 30): void => {
    line++
    y += gap
  }
  const items = [...PARTS].sort(() => random() - 0.5).slice(0, 14).map(make => make())
  const layout = pick(['colon', 'columns', 'below', 'pairs', 'table'])
  write(pick(['NOTICE OF CLAIM', 'INTAKE SHEET', 'APPLICATION FOR MEMBERSHIP', 'CHANGE OF DETAILS']), 200)
  next(44)
  write(pick(PROSE), 40)
  next(40)
  if (layout === 'table') {
    const columns = PARTS.slice(0, 4).map(make => make()).filter(([, text]) => text.length < 26).slice(0, 3)
    columns.forEach(([label], i) => write(label, 40 + i * 300))
    next()
    for (let row = 0; row < 4; row++) {
      columns.forEach(([label], i) => value(PARTS.map(make => make()).find(([other]) => other === label) ?? columns[i], 40 + i * 300))
      next()
    }
    next()
  }
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (layout === 'colon') value(item, write(`${item[0]}:`, 40))
    else if (layout === 'columns' || layout === 'table') {
      write(item[0], 40)
      value(item, 320)
    } else if (layout === 'below') {
      const pair = items[i + 1]
      write(item[0], 40)
      if (pair) write(pair[0], 560)
      next(24)
      value(item, 40)
      if (pair) value(pair, 560)
      i++
      next(20)
    } else {
      const pair = items[i + 1]
      value(item, write(`${item[0]}:`, 40))
      if (pair) value(pair, write(`${pair[0]}:`, 620))
      i++
    }
    next()
  }
  for (let i = 0; i < 3; i++) {
    write(pick(PROSE), 40)
    next()
  }
  return { words, truth }
}

/** OCR noise: letters and digits taken for others. */
const NOISE: Record<string, string> = { o: '0', O: '0', l: '1', i: 'l', e: 'c', a: 'o', s: '5', S: '5', B: '8', n: 'r', t: 'f', 1: 'l', 0: 'O', 5: 'S', 8: 'B', u: 'v', h: 'b', g: 'q', c: 'e', r: 'n' }
const noise = Number(values.noise ?? 0)
function noisy(word: string): string {
  return noise === 0 ? word : [...word].map(c => random() < noise ? NOISE[c] ?? pick(['', c, '.']) : c).join('') || word
}

let personal = 0, found = 0, falseWords = 0, otherWords = 0, allWords = 0, ms = 0
const missed = new Map<string, number>()
for (let i = 0; i < Number(values.count ?? 120); i++) {
  const { words, truth } = sheet()
  const from = performance.now()
  const { entities } = await findInWords(words, { names: values['no-names'] !== true })
  ms += performance.now() - from
  const covers = (box: Box, word: Word): boolean =>
    box.y === word.y && box.x <= word.x + word.w * 0.15 && box.x + box.w >= word.x + word.w * 0.85
  const covered = words.map(word => entities.some(e => e.boxes.some(box => covers(box, word))))
  const isPersonal = new Uint8Array(words.length)
  for (const t of truth) {
    if (!t.personal) continue
    isPersonal.fill(1, t.from, t.to)
    personal++
    const hit = covered.slice(t.from, t.to).filter(Boolean).length / (t.to - t.from) >= 0.99
    if (hit) found++
    else missed.set(words.slice(Math.max(0, t.from - 2), t.to).map(w => w.text).join(' '), 1)
  }
  words.forEach((word, k) => {
    allWords++
    if (isPersonal[k]) return
    otherWords++
    if (!covered[k]) return
    falseWords++
    if (values.show) {
      const by = entities.find(e => e.boxes.some(box => covers(box, word)))
      console.log('FALSE', words.slice(Math.max(0, k - 2), k + 3).map(w => w.text).join(' '), '|', word.text, '|', by?.bestLabel, by?.text)
    }
  })
}
if (values.show) for (const text of missed.keys()) console.log('MISSED', text)
console.log(`entities ${personal}, wholly covered ${(100 * found / personal).toFixed(1)} %; false words ${(100 * falseWords / allWords).toFixed(2)} per 100 words (${(100 * falseWords / otherWords).toFixed(2)} per 100 words that are not personal)`)
console.log(`${(ms / Number(values.count ?? 120)).toFixed(1)} ms a form of ${(allWords / Number(values.count ?? 120)).toFixed(0)} words`)
