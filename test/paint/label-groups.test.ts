// Groups of labels and their colours, as people see them who see no red, green or blue (Machado, Oliveira and Fernandes 2009).
import t from 'tap'
import { LABELS } from '../../lib/core/labels.js'
import { objectLabels } from '../../lib/core/object-labels.js'
import { groupOf, labelGroups } from '../../lib/paint/label-groups.js'

type Triple = [number, number, number]

const SIGHT: Record<string, Triple[]> = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  'no red': [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  'no green': [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  'no blue': [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

const linear = (hex: string): Triple => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4) as Triple
const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
  const [x, y, z] = [f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047), f(luminance([r, g, b])), f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const seen = (hex: string, sight: Triple[]): Triple =>
  lab(sight.map(row => Math.min(1, Math.max(0, row.reduce((sum, share, i) => sum + share * linear(hex)[i]!, 0)))) as Triple)

t.test('every label is in a group, once', async t => {
  const all = labelGroups.flatMap(({ labels }) => labels)
  t.equal(new Set(all).size, all.length)
  for (const label of [...Object.keys(LABELS), ...objectLabels, 'REGION', 'UNREAD']) t.ok(all.includes(label), label)
  t.equal(groupOf('SOMETHING_NEW'), labelGroups.at(-1))
  t.equal(new Set(labelGroups.map(({ letter }) => letter)).size, labelGroups.length, 'whoever sees no colours has the letters')
})

t.test('colours: far from each other whoever looks, and from paper', async t => {
  for (const [i, { colour, title }] of labelGroups.entries()) {
    t.ok(1.05 / (luminance(linear(colour)) + 0.05) >= 3, `${title} on paper`)
    for (const other of labelGroups.slice(i + 1)) {
      for (const [name, sight] of Object.entries(SIGHT)) {
        const [a, b] = [seen(colour, sight), seen(other.colour, sight)]
        t.ok(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) > 25, `${title} and ${other.title}, ${name}`)
      }
    }
  }
})
