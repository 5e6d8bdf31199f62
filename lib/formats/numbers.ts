/**
 * Numbers that pass from the input to the output, by what they can mean. A field of 32 bits holds four letters as well as a
 * resolution; what is handed on lies in the range of the quantity and is written in one way only.
 */

/** Dots per metre; 25,400 an inch at most, 0.25 at least. */
const MOST_PER_METRE = 1e6
const LEAST_PER_METRE = 10
/** Faxes of 204 × 98 dots, anamorphic film and strip cameras stay far below. */
const MOST_ASPECT = 8

/** Whether these are dots per `metres` of a picture. */
export function isResolution(x: number, y: number, metres = 1): boolean {
  const [across, down] = [x / metres, y / metres]
  return Math.min(across, down) >= LEAST_PER_METRE && Math.max(across, down) <= MOST_PER_METRE && isAspect(x, y)
}

/** Whether a pixel may be `x` : `y`. */
export function isAspect(x: number, y: number): boolean {
  return Math.min(x, y) >= 1 && Math.max(x, y) <= MOST_PER_METRE && x <= y * MOST_ASPECT && y <= x * MOST_ASPECT
}

export const INCH = 0.0254
export const CENTIMETRE = 0.01

type Point = readonly [x: number, y: number]

const isChromaticity = ([x, y]: Point): boolean => x >= 0 && y > 0 && x + y <= 1.0001
/** Twice the area of a triangle, its sign telling the direction. */
const area = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number => (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)

/** Whether a chromaticity may be a white point: all illuminants in use lie in these bounds. */
export function isWhite(white: Point): boolean { return isChromaticity(white) && white[0] > 0.2 && white[0] < 0.5 && white[1] > 0.2 && white[1] < 0.5 }

/** Whether these are the primaries of a colour space: red, green and blue, counter-clockwise. */
export function arePrimaries(red: Point, green: Point, blue: Point): boolean {
  return [red, green, blue].every(isChromaticity) && area(red, green, blue) > 0.02
}

/** The same, with its white inside. */
export function isGamut(white: Point, red: Point, green: Point, blue: Point): boolean {
  return isWhite(white) && arePrimaries(red, green, blue)
    && area(red, green, white) > 0 && area(green, blue, white) > 0 && area(blue, red, white) > 0
}

/** Whether light may be the samples to this power: by less, or by more, a viewer would show what is black or white to everybody else. */
export function isGamma(power: number): boolean { return power >= 1 && power <= 3 }

/** The value as a decimal fraction, the shortest that is as good as seven digits. */
export function decimalFraction(value: number): [above: number, below: number] {
  let below = 1
  while (below < 1e6 && value * below < 4e8 && Math.abs(Math.round(value * below) / below - value) > value * 1e-7) below *= 10
  return [Math.round(value * below), below]
}
