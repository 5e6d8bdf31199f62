// Personal text of one's own kinds: a pattern, a list, a function and a module. The same option goes to efface() and the rest.
//   node examples/custom-recognizer/custom-recognizer.mjs [TEXT]
import { findEntities, list, pattern, recognizer } from 'efface'

const [text = 'Staff no. E-44817, badge ZK-2041, works on Blue Heron, on night shift'] = process.argv.slice(2)

/** The last digit of an employee number is the sum of the others, modulo ten. */
const checked = value => {
  const digits = [...value.slice(2)].map(Number)
  return digits.pop() === digits.reduce((sum, digit) => sum + digit, 0) % 10
}

const recognizers = [
  // 0.4 alone, which is below the threshold of 0.5; 0.85 with a context word near by.
  pattern('EMPLOYEE_ID', /\bE-\d{5}\b/, { context: ['staff', 'employee'], validate: checked }),
  list('PROJECT', ['Blue Heron', 'Kestrel']),
  recognizer('SHIFT', text => [...text.matchAll(/night shift/g)].map(({ 0: value, index }) => ({ start: index, end: index + value.length, score: 0.9 }))),
  { module: new URL('./badge.mjs', import.meta.url), options: { prefix: 'ZK' } },
]

for (const { best_label, text: found } of await findEntities(text, { recognizers })) console.log(`${best_label}\t${found}`)
