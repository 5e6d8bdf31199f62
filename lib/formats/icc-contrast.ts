// Whether a profile shows as far apart what lies close together: a viewer that goes by it would show what was never looked at.

/** A colour as L*, a* and b*, over 100. */
type Lab = readonly [l: number, a: number, b: number]
/** What samples, 0..1, are shown as. */
export type Shown = (samples: readonly number[]) => Lab

/** Levels looked at, and how many of their steps are few: 8 of 256 levels. */
const LEVELS = 65
const FEW = 2
/**
 * … are not shown farther apart than this: a quarter of what there is between black and white, and as much in colour. Of 52 profiles of screens, presses and
 * working spaces (colord's, Ghostscript's, those of the pictures tested) the steepest are linear light: .21 and .30.
 */
const MOST = [0.25, 0.4, 0.4]
/** Where the other samples stand while one goes from 0 to 1. */
const AT = [0, 0.5, 1]

/** Whether no few levels of one sample, or of all together, are shown far apart. */
export function isGentle(shown: Shown, channels: number): boolean {
  const lines: ((at: number) => number[])[] = [at => new Array<number>(channels).fill(at)]
  for (let channel = 0; channel < channels; channel++) {
    for (let way = 0; way < AT.length ** (channels - 1); way++) {
      const other = (i: number): number => AT[Math.floor(way / AT.length ** (i < channel ? i : i - 1)) % AT.length]
      lines.push(at => Array.from({ length: channels }, (_, i) => i === channel ? at : other(i)))
    }
  }
  return lines.every(line => {
    const colours = Array.from({ length: LEVELS }, (_, i) => shown(line(i / (LEVELS - 1))))
    return colours.every((colour, i) => {
      const before = colours[Math.max(0, i - FEW)]
      return colour.every((value, k) => Math.abs(value - before[k]) <= MOST[k]) // not a number is no small difference
    })
  })
}

/** The illuminant that tristimulus values of profiles are relative to, D50. */
export const WHITE: readonly number[] = [0.9642, 1, 0.8249]

export function labOf(xyz: readonly number[]): Lab {
  const [x, y, z] = xyz.map((value, i) => {
    const share = Math.max(0, Math.min(1, value / WHITE[i]))
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116
  })
  return [1.16 * y - 0.16, 5 * (x - y), 2 * (y - z)]
}

/** A curve given by entries 0..1, as a function. */
export function sampled(entry: (i: number) => number, count: number): (x: number) => number {
  return x => {
    const at = Math.max(0, Math.min(1, x)) * (count - 1)
    const [low, part] = [Math.floor(at), at % 1]
    return entry(low) * (1 - part) + (part > 0 ? entry(low + 1) * part : 0)
  }
}

/** A table of colours, its first sample varying least rapidly, interpolated between its points. */
export function interpolated(entry: (i: number) => number, grid: readonly number[], outputs: number): (samples: readonly number[]) => number[] {
  return samples => {
    const out = new Array<number>(outputs).fill(0)
    const add = (i: number, index: number, weight: number): void => {
      if (i === grid.length) {
        for (let k = 0; k < outputs; k++) out[k] += weight * entry(index * outputs + k)
        return
      }
      const at = Math.max(0, Math.min(1, samples[i])) * (grid[i] - 1)
      const low = Math.floor(at)
      if (at > low) add(i + 1, index * grid[i] + low + 1, weight * (at - low))
      add(i + 1, index * grid[i] + low, weight * (1 - at + low))
    }
    add(0, 0, 1)
    return out
  }
}
