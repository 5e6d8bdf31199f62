import t from 'tap'
import { idRules } from '../../lib/pii/recognizers/ids.js'
import { rules } from '../../lib/pii/rule.js'
import { numbers } from './cases/numbers.js'

/** The rules of that name, with and without separators, as one recogniser. */
const recognizer = (name: string) => rules(idRules.filter(rule => rule.name === name || rule.name === `${name}.plain`))

for (const { rule, check, valid } of numbers) {
  t.test(rule, async t => {
    const { find } = recognizer(rule)
    const whole = async (text: string): Promise<boolean> => (await find(`X ${text} y`, { checksums: 'required' })).some(span => span.start === 2 && span.end === text.length + 2)
    t.ok(valid.length >= 7)
    for (const number of valid) t.ok(await whole(number), number)
    for (const number of valid) t.notOk(await whole(`7${number}`) && await whole(`${number}7`), `${number} in a longer number`)
    if (check === undefined) return
    for (const number of valid) {
      // Every other check character of the same kind: the standards' checks find each single error.
      const at = number.length - check
      const others = /\d/.test(number[at]) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
      const wrong = [...others].filter(c => c !== number[at]).map(c => number.slice(0, at) + c + number.slice(at + 1))
      const accepted = []
      for (const text of wrong) if (await whole(text)) accepted.push(text)
      t.same(accepted, [], `${number} with a wrong check character`)
    }
  })
}
