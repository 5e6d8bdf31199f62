import { invalidOption } from './is.js'

/** What is known of one way to paint. */
export interface MethodInfo {
  /** As the review page calls it. */
  title: string
  /**
   * What its pixels are made of: a coarse grid of what lies below ('grid'); one colour all over ('flat'); or something drawn that holds
   * nothing of what was there ('drawn'). Boxes are painted in this order, so that none softens the edge of a solid one.
   */
  made: 'grid' | 'flat' | 'drawn'
  /** Whether a colour may be said for it; whether it shows the marker of the find, upright. */
  color: boolean
  text: boolean
}

/** Every way to paint. What the pixels are is said in paint/pattern.ts, under the same name. */
export const METHODS = {
  blackbox: { title: 'Black box', made: 'flat', color: false, text: false },
  blur: { title: 'Blur', made: 'grid', color: false, text: false },
  mosaic: { title: 'Mosaic', made: 'grid', color: false, text: false },
  solid: { title: 'Colour', made: 'flat', color: true, text: false },
  label: { title: 'Label', made: 'drawn', color: true, text: true },
} as const satisfies Record<string, MethodInfo>

/**
 * How a box is painted: black; a coarse noisy grid, smoothed or not; one colour; or the marker of the find. 'blackbox', 'solid' and 'label' hold
 * nothing of what was there.
 */
export type Method = keyof typeof METHODS

/** The methods that derive from what lies below. */
export type GridMethod = { [M in Method]: (typeof METHODS)[M]['made'] extends 'grid' ? M : never }[Method]

export const methodNames = Object.keys(METHODS) as Method[]

/** @throws EffaceError ERR_INVALID_OPTION for what is no method: it would be painted in some way, or not at all */
export function methodOf({ method }: { method: Method }): MethodInfo {
  if (!Object.hasOwn(METHODS, method)) throw invalidOption('method', `one of ${methodNames.join(', ')}`, method)
  return METHODS[method]
}
