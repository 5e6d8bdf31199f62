import t from 'tap'
import type { Box, Entity, VisualObject } from '../../lib/core/types.js'
import { withPlateNumbers } from '../../lib/pii/plate-numbers.js'

const plate: VisualObject = { type: 'LICENSE_PLATE', score: 0.8, x: 100, y: 100, w: 200, h: 60 }
const inside: Box = { x: 120, y: 110, w: 160, h: 40 }
const entity = (text: string, bestLabel: string, box = inside): Entity =>
  ({ text, start: 0, end: text.length, bestLabel, labels: { [bestLabel]: 0.7, LOCATION: 0.6 }, processedText: bestLabel, boxes: [box] })
const labelled = (one: Entity, objects = [plate], asked?: Parameters<typeof withPlateNumbers>[2]) => withPlateNumbers([one], objects, asked)[0]!

t.test('regression: the number on a plate is a vehicle’s, not a postal code as well', t => {
  for (const [text, label] of [['9578 HGX', 'LOCATION_ZIP'], ['DL3C BF3907', 'LOCATION_ZIP'], ['KL01CA2555', 'USERNAME'], ['M-AB 1234', 'NAME_GIVEN']] as const) {
    const { bestLabel, labels } = labelled(entity(text, label))
    t.same([bestLabel, labels], ['VEHICLE_ID', { VEHICLE_ID: 0.7 }], text)
  }
  t.end()
})

t.test('what no number is, stands beside it, or bears a label of the caller’s stays', t => {
  for (const [text, label] of [['Texas', 'LOCATION_STATE'], ['www.example.org', 'URL'], ['ia 2012', 'DATE'], ['HAG', 'NAME_GIVEN'], ['1234 5678 9012 34', 'CREDIT_CARD'], ['B 1234', 'BADGE']] as const) {
    t.equal(labelled(entity(text, label)).bestLabel, label, text)
  }
  t.equal(labelled(entity('9578 HGX', 'LOCATION_ZIP', { ...inside, y: 150 })).bestLabel, 'LOCATION_ZIP', 'below the plate')
  t.equal(labelled(entity('9578 HGX', 'LOCATION_ZIP'), [{ ...plate, type: 'FACE' }]).bestLabel, 'LOCATION_ZIP')
  t.equal(labelled(entity('9578 HGX', 'LOCATION_ZIP'), [plate], { disable: ['VEHICLE_ID'] }).bestLabel, 'LOCATION_ZIP', 'it stays masked where vehicles are not asked for')
  t.end()
})
