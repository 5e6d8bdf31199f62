import sharp from 'sharp'
import type { Box, OcrContext, OcrEngine, Reading, View } from '../core/types.js'

/** Pixels that are nearer to square than this are taken as square: letters may be as much narrower in print. */
const SQUARE = 1.2
/** No reading gains by more; numbers beyond are mistakes. */
const MOST = 4

/**
 * Reads a view whose pixels are not square, as those of faxes of 204 × 98 dots an inch, stretched until they are. What is found lies in the view as it is.
 *
 * @param aspect width of a pixel over its height, as the view lies
 */
export async function recognizeSquare(engine: OcrEngine, view: View, context: OcrContext, aspect = 1): Promise<Reading> {
  const across = Math.max(1, aspect)
  const down = Math.max(1, 1 / aspect)
  if (!(across * down > SQUARE && across * down <= MOST)) return await engine.recognize(view, context)
  const [width, height] = [Math.round(view.width * across), Math.round(view.height * down)]
  const { channels } = view
  const data = await sharp(view.data, { raw: { width: view.width, height: view.height, channels }, limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'linear' }).toColourspace(channels === 1 ? 'b-w' : 'srgb').raw().toBuffer()
  const dpi = context.dpi === undefined ? {} : { dpi: context.dpi * across }
  const { words, unread, ...rest } = await engine.recognize({ width, height, channels, data }, { ...context, ...dpi })
  const back = <B extends Box>(box: B): B => ({ ...box, x: box.x / across, y: box.y / down, w: box.w / across, h: box.h / down })
  return { ...rest, words: words.map(back), ...unread && { unread: unread.map(back) } }
}
