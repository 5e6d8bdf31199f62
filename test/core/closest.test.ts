import t from 'tap'
import { closest, didYouMean } from '../../lib/core/closest.js'
import { LABELS } from '../../lib/core/labels.js'
import { objectLabels } from '../../lib/core/object-labels.js'

const labels = [...objectLabels, ...Object.keys(LABELS)]

t.test('slips of the pen, other capitals and marks, parts of a name', t => {
  const meant: Record<string, string> = {
    FCAE: 'FACE', FACES: 'FACE', face: 'FACE', PLATE: 'LICENSE_PLATE', LICENCE_PLATE: 'LICENSE_PLATE', EMAIL: 'EMAIL_ADDRESS', CREDITCARD: 'CREDIT_CARD',
    SNN: 'SSN', PHONE: 'PHONE_NUMBER',
  }
  for (const [said, label] of Object.entries(meant)) t.equal(closest(said, labels), label, said)
  t.end()
})

t.test('nothing where nothing is near', t => {
  for (const said of ['', '—', 'ELEPHANT_TRUNK', 'QQQ']) t.equal(closest(said, labels), undefined, said)
  t.equal(didYouMean('SSN', labels), '', 'nor for a word that there is')
  t.equal(didYouMean(7, labels), '')
  t.equal(didYouMean('metod', ['method', 'report'], name => `--${name}`), ' Did you mean --method?')
  t.end()
})
