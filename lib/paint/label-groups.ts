import { LABELS, type LabelKind } from '../core/labels.js'
import { objectLabels } from '../core/object-labels.js'

/** Labels that have a colour in common, '#rrggbb', told apart by colour and by letter. */
export interface LabelGroup { title: string, letter: string, colour: string, labels: readonly string[] }

/**
 * Labels of one kind, with a colour. The colours stay apart for those who do not see red, green or blue, and each has a contrast of 3 : 1 to
 * paper at least: test/paint/label-groups.test.ts measures both.
 */
const KINDS: Readonly<Record<LabelKind, Omit<LabelGroup, 'labels'>>> = {
  person: { title: 'People', letter: 'P', colour: '#990000' },
  contact: { title: 'Contact', letter: 'C', colour: '#1497b8' },
  place: { title: 'Places and organisations', letter: 'L', colour: '#8f9900' },
  time: { title: 'Dates and times', letter: 'D', colour: '#d17061' },
  number: { title: 'Numbers and money', letter: 'N', colour: '#b447eb' },
  health: { title: 'Health', letter: 'H', colour: '#5f0066' },
}

/** Every built-in label stands in one of them. */
export const labelGroups: readonly LabelGroup[] = [
  { title: 'Seen in the picture', letter: 'S', colour: '#0000ff', labels: objectLabels },
  ...Object.entries(KINDS).map(([kind, group]) => ({ ...group, labels: Object.keys(LABELS).filter(label => LABELS[label]!.kind === kind) })),
  { title: 'Other', letter: 'O', colour: '#3c3c3c', labels: ['REGION', 'UNREAD', 'SKIPPED'] },
]

const groups = new Map(labelGroups.flatMap(group => group.labels.map(label => [label, group] as const)))

/** The group of a label; of one that is not built in, the last. */
export const groupOf = (label: string): LabelGroup => groups.get(label) ?? labelGroups[labelGroups.length - 1]
