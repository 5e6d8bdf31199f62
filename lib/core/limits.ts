/** Upper bounds on what one input may ask for. All are on by default and settable; see {@link defaultLimits}. */
export interface Limits {
  /** Bytes of the input file. */
  inputBytes: number
  /** Width × height of one page. */
  pixelsPerFrame: number
  /** Width × height summed over all pages. */
  pixelsTotal: number
  /** Pages or frames. */
  frames: number
  /** Entries in one TIFF directory. */
  ifdEntries: number
  /** Decoded bytes of a page ÷ its encoded bytes. Pages below a megabyte decoded are not held to it. */
  decompressionRatio: number
  /** Words read on one page. */
  wordsPerPage: number
  /** Boxes to be painted on one page, whether found, from `regions` or from a plan; and `regions` in all. */
  boxesPerPage: number
  /** Seconds one stage may work on one frame. */
  stageSeconds: number
}

/**
 * The limits that hold when nothing else is said. Values of your own are numbers from 0 to Infinity.
 *
 * @example
 * efface({ limits: { frames: 200, pixelsPerFrame: defaultLimits.pixelsPerFrame / 4 } })
 */
export const defaultLimits: Readonly<Limits> = Object.freeze({
  inputBytes: 4 * 2 ** 30,
  pixelsPerFrame: 268_435_456,
  pixelsTotal: 68_719_476_736,
  frames: 100_000,
  ifdEntries: 4096,
  decompressionRatio: 20_000,
  wordsPerPage: 100_000,
  boxesPerPage: 10_000,
  stageSeconds: 120,
})

/** For what was meant, which is no input: none of the limits that were set for that holds for it. */
export const NO_LIMITS = Object.fromEntries(Object.keys(defaultLimits).map(name => [name, Infinity])) as unknown as Limits
