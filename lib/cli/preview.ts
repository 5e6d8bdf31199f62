import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FrameHooks } from '../api/efface.js'
import type { FilledOptions } from '../core/option-types.js'
import { fsPath } from '../core/fs-path.js'
import { planBoxes } from '../paint/boxes.js'
import { annotate, beforeAndAfter } from '../paint/preview.js'
import type { Frame, View } from '../core/types.js'
import { writePrivate } from '../storage/output-file.js'
import { viewOfFrame, wholeView } from '../core/tiles.js'
import type { Input } from './input.js'
import { checkPlace } from './output-path.js'

/** `--preview DIR`: a PNG a page with what was found, labelled, beside what came out. The left half is not redacted! */
export function previewHooks(input: Input, folder: string, options: FilledOptions): FrameHooks & Required<Pick<FrameHooks, 'inspect' | 'painted'>> {
  const before = new WeakMap<Frame, View>()
  return {
    inspect: async frame => {
      frame.planned ??= planBoxes(frame, options)
      const view = viewOfFrame(frame)
      const scale = view.width / frame.width
      before.set(frame, annotate(view, frame.planned.map(box => ({ ...box, x: box.x * scale, y: box.y * scale, w: box.w * scale, h: box.h * scale }))))
    },
    painted: async frame => {
      const picture = await beforeAndAfter(before.get(frame)!, wholeView(frame.raster, frame.page.orientation))
      checkPlace(input)
      const place = join(folder, dirname(input.place))
      await mkdir(fsPath(place), { recursive: true })
      await writePrivate(join(place, `${basename(input.place)}.${frame.index + 1}.png`), picture)
    },
  }
}
