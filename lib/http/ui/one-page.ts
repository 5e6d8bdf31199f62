import { framesThrough } from '../../api/scan.js'
import { onePage, tap } from '../../api/stages.js'
import { EffaceError } from '../../core/errors.js'
import type { FilledOptions } from '../../core/option-types.js'
import { wholeView } from '../../core/tiles.js'
import type { Frame, View } from '../../core/types.js'
import { find } from '../../../streams/find.js'
import { pii } from '../../../streams/pii.js'
import { redact } from '../../../streams/redact.js'
import { stage } from '../../../streams/work.js'
import type { Document } from './documents.js'
import { textsOf } from './finds.js'
import type { ReadText, ReviewBox } from './wire.js'

/** A page as it will be written: painted on its own pixels, by what paints the file. */
export async function paintedPage(document: Document, index: number, boxes: readonly ReviewBox[], options: FilledOptions): Promise<View> {
  let view: View | undefined
  const setPlan = stage(async frame => { frame.planned = boxes.filter(({ off }) => !off).map(box => ({ ...box })) }, options)
  const look = tap(async frame => {
    const { data, ...shape } = wholeView(frame.raster, frame.page.orientation)
    // Its memory is lent anew when the frame is done with.
    view = { ...shape, data: new Uint8Array(data) }
  }, options)
  await only(document, [...onePage(index, options), setPlan, redact(options), ...look])
  return view!
}

/** What stands where something personal was read on a page, read now. */
export async function readTexts(document: Document, index: number, options: FilledOptions): Promise<ReadText[]> {
  return textsOf(await only(document, [...onePage(index, options), find(options), pii(options)]))
}

async function only(document: Document, stages: Parameters<typeof framesThrough>[1]): Promise<Frame> {
  for await (const frame of framesThrough(document.read('input'), stages)) return frame
  throw new EffaceError('ERR_INVALID_OPTION', 'There is no such page', { stage: 'options' })
}
