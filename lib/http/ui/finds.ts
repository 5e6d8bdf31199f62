import { planPage } from '../../api/efface.js'
import { settingsOfObject } from '../../core/options.js'
import type { FilledOptions } from '../../core/option-types.js'
import { leastScore, OBJECTS } from '../../core/object-labels.js'
import { intersection } from '../../core/geometry.js'
import type { Box, Frame, VisualObject } from '../../core/types.js'
import { planBoxes } from '../../paint/boxes.js'
import { defaultThreshold } from '../../pii/index.js'
import type { ReadText, ReviewBox, ReviewPage } from './wire.js'

/** A find whose score is less than so much above the least that counts is one that somebody should look at. */
const MARGIN = 0.1
/** So many boxes that are left out are shown of a page. */
const MOST_LEFT = 200

/** Objects by frame that were seen and are not sure enough to count. */
type Unsure = WeakMap<Frame, VisualObject[]>

/** Looks more closely than was asked for, so that what nearly counts can be shown; {@link setApart} takes it away again. */
export const closer = (options: FilledOptions): FilledOptions['sensitivity'] => options.sensitivity === 'low' ? 'standard' : 'high'

/** Leaves on a frame what counts, and notes what does not. */
export function setApart(frame: Frame, options: FilledOptions, unsure: Unsure): void {
  const counts = ({ type, score }: VisualObject): boolean => !OBJECTS[type]?.scores || score >= leastOf(type, options)
  const apart = frame.objects.filter(object => !counts(object))
  if (apart.length === 0) return
  frame.objects = frame.objects.filter(counts)
  // Of what counts already, a weaker second look tells nothing.
  unsure.set(frame, apart.filter(({ type, ...box }) => !frame.objects.some(other => other.type === type && intersection(other, box) > 0.3 * box.w * box.h)))
}

const leastOf = (type: string, options: FilledOptions): number => settingsOfObject(type, options).threshold ?? leastScore(type, options.sensitivity)

/** What is to be painted on a page, with how sure it is; and, left out, what was not sure enough or could not be read. */
export function reviewPage(frame: Frame, options: FilledOptions, unsure: Unsure): ReviewPage {
  const { index, width, height, boxes } = planPage(frame, options)
  const apart = unsure.get(frame) ?? []
  const limits = { ...options.limits, boxesPerPage: Infinity }
  const others = planBoxes(
    { ...frame, objects: apart, entities: [], planned: undefined }, { ...options, limits, onUnread: 'redact', regions: { redact: [], keep: options.regions.keep } },
  ).filter(box => box.label !== 'UNREAD' || !boxes.some(other => other.label === 'UNREAD' && isIn(box, other)))
  const found: ReviewBox[] = boxes.map(box => ({ ...box, ...sureness(box, frame, options) }))
  const left: ReviewBox[] = others.map(({ x, y, w, h, label, method, shape, color, text }) => ({
    x, y, w, h, label, method, shape, color, text, off: true, doubt: true, ...scoreOf({ x, y, w, h, label }, apart),
  }))
  return { index, width, height, boxes: [...found, ...left.slice(0, Math.min(MOST_LEFT, options.limits.boxesPerPage - found.length))] }
}

function sureness(box: ReviewBox, frame: Frame, options: FilledOptions): Pick<ReviewBox, 'score' | 'doubt'> {
  if (box.label === 'UNREAD' || frame.failed) return { doubt: true }
  const { score } = scoreOf(box, frame.objects)
  if (score !== undefined) return { score, ...OBJECTS[box.label]?.scores && score < leastOf(box.label, options) + MARGIN && { doubt: true } }
  const entity = frame.entities.find(({ bestLabel, boxes }) => bestLabel === box.label && boxes.some(part => isIn(part, box)))
  if (!entity) return {}
  const sure = entity.labels[entity.bestLabel] ?? 1
  return { score: sure, ...sure < (options.labels[box.label]?.threshold ?? defaultThreshold) + MARGIN && { doubt: true } }
}

function scoreOf(box: Box & { label: string }, objects: readonly VisualObject[]): { score?: number } {
  const scores = objects.filter(object => object.type === box.label && isIn(object, box)).map(({ score }) => score)
  return scores.length === 0 ? {} : { score: Math.round(Math.max(...scores) * 100) / 100 }
}

const isIn = ({ x, y, w, h }: Box, box: Box): boolean => x + w / 2 >= box.x && x + w / 2 <= box.x + box.w && y + h / 2 >= box.y && y + h / 2 <= box.y + box.h

/** What was read where something is to be painted. */
export function textsOf({ entities }: Frame): ReadText[] {
  return entities.flatMap(({ text, boxes }) => boxes.map(({ x, y, w, h }) => ({ x, y, w, h, text })))
}
