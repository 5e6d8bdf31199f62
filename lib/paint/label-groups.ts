import { LABELS } from '../core/labels.js'
import { objectLabels } from '../core/object-labels.js'

/** Labels that have a colour in common, '#rrggbb', told apart by colour and by letter. */
export interface LabelGroup { title: string, letter: string, colour: string, labels: readonly string[] }

/** Labels by how they begin. */
const beginning = (...starts: readonly string[]): string[] => Object.keys(LABELS).filter(label => starts.some(start => label === start || label.startsWith(`${start}_`)))

/**
 * Labels of one kind, with a colour. The colours stay apart for those who do not see red, green or blue, and each has a contrast of 3 : 1 to
 * paper at least: test/paint/label-groups.test.ts measures both.
 */
const GIVEN: readonly LabelGroup[] = [
  { title: 'Seen in the picture', letter: 'S', colour: '#0000ff', labels: objectLabels },
  { title: 'People', letter: 'P', colour: '#990000', labels: beginning('NAME', 'AGE', 'GENDER', 'MARITAL_STATUS', 'OCCUPATION', 'ORIGIN', 'PHYSICAL_ATTRIBUTE', 'POLITICAL_AFFILIATION', 'RELIGION', 'SEXUALITY', 'ZODIAC_SIGN', 'LANGUAGE') },
  { title: 'Contact', letter: 'C', colour: '#1497b8', labels: beginning('EMAIL_ADDRESS', 'PHONE_NUMBER', 'URL', 'IP_ADDRESS', 'USERNAME', 'FILENAME') },
  { title: 'Places and organisations', letter: 'L', colour: '#8f9900', labels: beginning('LOCATION', 'ORGANIZATION') },
  { title: 'Dates and times', letter: 'D', colour: '#d17061', labels: beginning('DATE', 'DOB', 'DURATION', 'TIME', 'EVENT') },
  { title: 'Numbers and money', letter: 'N', colour: '#b447eb', labels: beginning('ACCOUNT_NUMBER', 'BANK_ACCOUNT', 'CREDIT_CARD', 'CVV', 'DRIVER_LICENSE', 'HEALTHCARE_NUMBER', 'MONEY', 'NUMERICAL_PII', 'PASSPORT_NUMBER', 'PASSWORD', 'ROUTING_NUMBER', 'SSN', 'TRACKING_NUMBER', 'VEHICLE_ID') },
  { title: 'Health', letter: 'H', colour: '#5f0066', labels: beginning('BLOOD_TYPE', 'CONDITION', 'DOSE', 'DRUG', 'INJURY', 'MEDICAL_PROCESS', 'STATISTICS') },
  { title: 'Other', letter: 'O', colour: '#3c3c3c', labels: ['REGION', 'UNREAD', 'SKIPPED'] },
]

const taken = new Set(GIVEN.flatMap(({ labels }) => labels))
const left = Object.keys(LABELS).filter(label => !taken.has(label))

/** Every built-in label stands in one of them; the last takes what the others do not. */
export const labelGroups: readonly LabelGroup[] = GIVEN.map((group, i) => i === GIVEN.length - 1 ? { ...group, labels: [...group.labels, ...left] } : group)

const groups = new Map(labelGroups.flatMap(group => group.labels.map(label => [label, group] as const)))

/** The group of a label; of one that is not built in, the last. */
export const groupOf = (label: string): LabelGroup => groups.get(label) ?? labelGroups[labelGroups.length - 1]
