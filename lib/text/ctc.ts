import { Tensor, type InferenceSession } from '../inference/onnxruntime.js'

/** Height the recogniser reads at. */
export const LINE_HEIGHT = 48
const LEAST_WIDTH = 32
const MOST_WIDTH = 3200

/** A line as read: characters, where each stands (centre, 0..1 of the line's width), and how sure each is. */
export interface LineText { characters: string[], at: number[], confidence: number[] }

/** Width of the recogniser's input for a line of that size; `squeeze` below 1 makes letters narrower, and reading cheaper. */
export function inputWidth(w: number, h: number, squeeze: number): number {
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.ceil(w / h * LINE_HEIGHT * squeeze / 8) * 8))
}

/**
 * Reads one line of text.
 *
 * @param pixels grey 0..255, `width` × 48
 * @param characters the character of each class; class 0 is CTC's blank
 */
export async function readLine(session: InferenceSession, pixels: Float32Array, width: number, characters: readonly string[]): Promise<LineText> {
  const results = await session.run({ [session.inputNames[0]]: new Tensor('float32', pixels, [1, 1, LINE_HEIGHT, width]) })
  const result = results[session.outputNames[0]]
  const [, steps, classes] = result.dims
  const text = decode(result.data as Float32Array, steps, classes, characters)
  result.dispose()
  return text
}

/** Greedy CTC: the best class of each step, repeats joined, blanks left out. */
export function decode(scores: Float32Array, steps: number, classes: number, characters: readonly string[]): LineText {
  const text: LineText = { characters: [], at: [], confidence: [] }
  let last = 0
  let first = 0
  for (let t = 0, o = 0; t < steps; t++, o += classes) {
    let best = 0
    for (let c = 1; c < classes; c++) if (scores[o + c] > scores[o + best]) best = c
    const n = text.characters.length - 1
    if (best !== 0 && best === last) {
      text.at[n] = ((first + t) / 2 + 0.5) / steps
      text.confidence[n] = Math.max(text.confidence[n], scores[o + best])
    } else if (best !== 0) {
      first = t
      text.characters.push(characters[best])
      text.at.push((t + 0.5) / steps)
      text.confidence.push(scores[o + best])
    }
    last = best
  }
  return text
}
