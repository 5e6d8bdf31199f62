import { share } from '../core/geometry.js'
import { LABELS } from '../core/labels.js'
import type { Entity, VisualObject } from '../core/types.js'
import { labelSelector } from './filters.js'

/** So much of each box of an entity lies in the plate that it is read there. */
const INSIDE = 0.6
/** What a plate's number looks like: large letters and figures, and some figure. */
const NUMBER = /^(?=[^\n]{0,14}\p{N})[\p{Lu}\p{N}](?:[ .·•-]?[\p{Lu}\p{N}]){1,11}$/u

/**
 * The entities, of which those that are the number on a license plate are called that, whatever else they look like: many are built as postal codes and names
 * of users are. Where numbers of vehicles are not asked for, and with labels of the caller's own, they stay what they are.
 */
export function withPlateNumbers(entities: readonly Entity[], objects: readonly VisualObject[], asked?: Parameters<typeof labelSelector>[0]): Entity[] {
  const plates = objects.filter(({ type }) => type === 'LICENSE_PLATE')
  if (plates.length === 0 || !labelSelector(asked)('VEHICLE_ID')) return [...entities]
  return entities.map(entity => {
    const { text, boxes, labels, bestLabel } = entity
    const isNumber = bestLabel in LABELS && NUMBER.test(text) && plates.some(plate => boxes.every(box => share(box, plate) >= INSIDE))
    return isNumber ? { ...entity, bestLabel: 'VEHICLE_ID', labels: { VEHICLE_ID: Math.max(...Object.values(labels)) } } : entity
  })
}
