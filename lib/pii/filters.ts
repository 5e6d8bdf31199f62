import { invalidOption } from '../core/is.js'
import type { Filter } from '../core/option-types.js'
import type { Span } from '../core/types.js'
import { expandGroups } from '../core/groups.js'
import { withGeneral } from '../core/labels.js'

/** Which labels are wanted. A label that is disabled takes its more specific ones with it; one enabled brings them along. */
export function labelSelector(
  options: { enable?: readonly string[], disable?: readonly string[] } = {}, custom: readonly string[] = [],
): (label: string) => boolean {
  const enabled = expandGroups(options.enable ?? ['DEFAULT', ...custom])
  const disabled = expandGroups(options.disable ?? [])
  return label => {
    const family = withGeneral(label)
    return family.some(name => enabled.has(name)) && !family.some(name => disabled.has(name))
  }
}

const regex = (filter: Filter): RegExp => {
  try {
    return typeof filter.pattern === 'string' ? new RegExp(filter.pattern, 'g') : new RegExp(filter.pattern.source, [...new Set(`${filter.pattern.flags.replace('y', '')}g`)].join(''))
  } catch {
    throw invalidOption('filters.pattern', 'a regular expression', filter.pattern)
  }
}

/** Finds of BLOCK filters. */
export function blocked(text: string, filters: readonly Filter[]): Span[] {
  return filters.filter(f => f.type === 'BLOCK').flatMap(filter => [...text.matchAll(regex(filter))]
    .filter(m => m[0].length > 0)
    .map(m => ({ start: m.index, end: m.index + m[0].length, label: filter.entityType ?? 'NUMERICAL_PII', score: filter.threshold ?? 1 })))
}

/** Whether [start, end) is to be left alone. */
export function allower(text: string, filters: readonly Filter[]): (start: number, end: number) => boolean {
  const whole = filters.filter(f => f.type === 'ALLOW').map(f => regex(f))
  const regions = filters.filter(f => f.type === 'ALLOW_TEXT').flatMap(f => [...text.matchAll(regex(f))].map(m => [m.index, m.index + m[0].length]))
  return (start, end) => regions.some(([a, b]) => a <= start && end <= b) || whole.some(re => {
    const value = text.slice(start, end)
    return [...value.matchAll(re)].some(m => m.index === 0 && m[0].length === value.length)
  })
}
